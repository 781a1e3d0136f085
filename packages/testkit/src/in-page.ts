/** What runs inside a page in tests and benchmarks; pages pass text, so bytes are in base 64. */
import { expectOk, fromBase64 } from '@madang/base';
import { isValidKey, type Verifier, verifierBackends, verifySignature } from '@madang/crypto';
import {
  checkReceipt,
  decodeGenesis,
  genesisHash,
  type Part,
  type ReceiptInput,
  type Verdict,
} from '@madang/protocol';
import { checkConsensus, LEDGER_TERMS, trustGenesis } from '@madang/protocol/comet';
import { services } from '@madang/services';

/** A receipt and what it is checked with. */
export interface PageReceipt {
  readonly receipt: string;
  readonly policyText: string;
  readonly fileDigest?: string;
}

/** What a page found. */
export interface PageVerdict {
  readonly verdict: Verdict;
  readonly parts: readonly Pick<Part, 'part' | 'state' | 'code'>[];
}

/** A signature to be judged. */
export interface PageSignature {
  readonly key: string;
  readonly message: string;
  readonly signature: string;
}

/** A consensus proof, and what it is checked with. */
export interface PageConsensus {
  readonly genesis: string;
  readonly proof: string;
  readonly size: number;
  readonly root: string;
  readonly nowMs: number;
}

/**
 * Checks a consensus proof some times, and gives what was found (`checked` or the code of the
 * refusal) and how long each took, ms.
 */
export async function timeConsensus(
  given: PageConsensus,
  times: number,
): Promise<{ readonly found: string; readonly tookMs: readonly number[] }> {
  const bytes = bytesOf(given.genesis);
  const genesis = expectOk(decodeGenesis(bytes), 'a page is given a genesis');
  const input = {
    ...{ trusted: trustGenesis(genesisHash(bytes), genesis), terms: LEDGER_TERMS },
    ...{ nowMs: given.nowMs, proof: bytesOf(given.proof), institutions: genesis.institutions },
    checkpoint: { size: given.size, root: bytesOf(given.root) },
  };
  const tookMs: number[] = [];
  let found = '';
  for (let n = 0; n < times; n++) {
    const startedMs = performance.now();
    const facts = await checkConsensus(input);
    tookMs.push(performance.now() - startedMs);
    found = facts.ok ? 'checked' : facts.error.code;
  }
  return { found, tookMs };
}

/** Checks a receipt. */
export async function check(given: PageReceipt): Promise<PageVerdict> {
  return await verdictOf(await inputOf(given));
}

/**
 * Checks a receipt once for each of its bytes, that byte changed by `xor`; and gives what was found
 * about each.
 */
export async function checkEveryFlip(given: PageReceipt, xor: number): Promise<PageVerdict[]> {
  const input = await inputOf(given);
  const verdicts: PageVerdict[] = [];
  for (let at = 0; at < input.bytes.length; at++) {
    const bytes = input.bytes.map((byte, i) => (i === at ? byte ^ xor : byte));
    verdicts.push(await verdictOf({ ...input, bytes }));
  }
  return verdicts;
}

/**
 * Checks receipts one after the other, and gives how long each took, ms. One that is not checked is
 * an error.
 */
export async function timeChecks(given: readonly PageReceipt[]): Promise<number[]> {
  const tookMs: number[] = [];
  for (const one of given) {
    const input = await inputOf(one);
    const startedMs = performance.now();
    const { verdict } = await checkReceipt(input);
    tookMs.push(performance.now() - startedMs);
    if (verdict !== 'checked') throw new Error(`A receipt is ${verdict}.`);
  }
  return tookMs;
}

/**
 * The verdict on each signature by every way that this browser has to one: its backends, and the
 * function that pages call.
 */
export async function judgeSignatures(
  given: readonly PageSignature[],
): Promise<Record<string, boolean[]>> {
  const pageVerifier: Verifier = {
    name: 'verifySignature',
    verify: (key, message, signature) => verifySignature('ed25519', key, message, signature),
  };
  const found: Record<string, boolean[]> = {};
  for (const verifier of [...verifierBackends(), pageVerifier]) {
    const verdicts: boolean[] = [];
    for (const { key, message, signature } of given) {
      verdicts.push(await verifier.verify(bytesOf(key), bytesOf(message), bytesOf(signature)));
    }
    found[verifier.name] = verdicts;
  }
  return found;
}

/** Whether each key may stand in a list of signatures. */
export function judgeKeys(keys: readonly string[]): boolean[] {
  return keys.map((key) => isValidKey('ed25519', bytesOf(key)));
}

async function inputOf({ receipt, policyText, fileDigest }: PageReceipt): Promise<ReceiptInput> {
  const proofs = await Promise.all(
    services.flatMap((one) => ('proof' in one ? [one.proof()] : [])),
  );
  return {
    bytes: bytesOf(receipt),
    policyText,
    proofs: proofs.map(({ proof }) => proof),
    ...(fileDigest === undefined ? {} : { fileDigest: bytesOf(fileDigest) }),
  };
}

async function verdictOf(input: ReceiptInput): Promise<PageVerdict> {
  const { verdict, parts } = await checkReceipt(input);
  return { verdict, parts: parts.map(({ part, state, code }) => ({ part, state, code })) };
}

function bytesOf(base64: string): Uint8Array {
  return expectOk(fromBase64(base64), 'a page is given base 64');
}
