import { verifyEncoded } from '@madang/ballot';
import { concat, encodeKnown, toHex } from '@madang/base';
import { type KeyPair, randomBytes, signSync, verifySignatureSync } from '@madang/crypto';
import type { ProofToVerify } from '@madang/kernel';
import {
  type DecodedTransaction,
  encodePromise,
  promiseMessage,
  promiseStatement,
  signedMessage,
} from '@madang/protocol';

/** Asks a worker to end when it has answered. */
export const END = 'end';

/** What a worker needs to know once. */
export interface VerifySetup {
  readonly chain: Uint8Array;
  /** Signs the promises, so that this work leaves the main thread too. */
  readonly nodeKey: KeyPair;
}

/** Whether a value that came to a worker is its set-up. */
export function isVerifySetup(value: unknown): value is VerifySetup {
  return (
    typeof value === 'object' &&
    value !== null &&
    'chain' in value &&
    value.chain instanceof Uint8Array &&
    'nodeKey' in value
  );
}

/** When a transaction came, and by when it is promised to be in the log; ms. */
export interface PromiseTimes {
  readonly receivedAt: number;
  readonly logBy: number;
}

/** A proof, and what it has to prove. */
export interface ProofJob extends ProofToVerify {
  readonly proof: Uint8Array;
}

/** One transaction whose signatures, or whose proof, are to be verified. */
export interface VerifyJob {
  readonly bodyHash: Uint8Array;
  /** Of the promise that is wanted; none where the transaction came from another node. */
  readonly promise: PromiseTimes | undefined;
  readonly signatures: readonly { readonly key: Uint8Array; readonly signature: Uint8Array }[];
  /** Set if it proves itself; it has no signatures then. */
  readonly proof?: ProofJob;
}

/** The encoded promise, empty if none is wanted; undefined unless everything is valid. */
export type Verdict = Uint8Array | undefined;

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** Verifies jobs here and now; proofs that have something in common together. */
export function runJobs(setup: VerifySetup, jobs: readonly VerifyJob[]): readonly Verdict[] {
  const areValid = validIn(setup.chain, jobs);
  return jobs.map(({ bodyHash, promise }, at) => {
    if (areValid[at] !== true) return undefined;
    return promise === undefined ? NO_BYTES : signPromise(setup, bodyHash, promise);
  });
}

/** Whether the signatures, or the proof, of each are valid. */
export function validIn(chain: Uint8Array, jobs: readonly VerifyJob[]): readonly boolean[] {
  const verdicts = jobs.map((job) => job.proof === undefined && isSigned(chain, job));
  for (const together of proofsTogether(jobs)) {
    const valid = verifyProofs(together.map(({ given }) => given));
    for (const [i, { at }] of together.entries()) verdicts[at] = valid[i] === true;
  }
  return verdicts;
}

function isSigned(chain: Uint8Array, { bodyHash, signatures }: VerifyJob): boolean {
  const message = signedMessage(chain, bodyHash);
  return signatures.every(({ key, signature }) =>
    verifySignatureSync('ed25519', key, message, signature),
  );
}

interface GivenProof extends ProofJob {
  readonly bodyHash: Uint8Array;
}

interface PlacedProof {
  readonly at: number;
  readonly given: GivenProof;
}

/** The proofs among jobs, those of one system that have the same in common side by side. */
function proofsTogether(jobs: readonly VerifyJob[]): readonly (readonly PlacedProof[])[] {
  const together = new Map<string, PlacedProof[]>();
  for (const [at, { bodyHash, proof }] of jobs.entries()) {
    if (proof === undefined) continue;
    const name = `${proof.system} ${toHex(proof.common)}`;
    const others = together.get(name) ?? [];
    others.push({ at, given: { ...proof, bodyHash } });
    together.set(name, others);
  }
  return [...together.values()];
}

const CHANCE_BYTES = 32;

/** The proof systems that a node knows; a proof of another one is not valid. */
function verifyProofs(given: readonly GivenProof[]): readonly boolean[] {
  const [first] = given;
  if (first?.system !== 'ballot') return given.map(() => false);
  return verifyEncoded(first.common, given, randomBytes(CHANCE_BYTES));
}

/** The promise of docs/spec/receipt.md, encoded. */
function signPromise(
  { chain, nodeKey }: VerifySetup,
  bodyHash: Uint8Array,
  times: PromiseTimes,
): Uint8Array {
  const statement = encodeKnown(promiseStatement, { body: bodyHash, ...times });
  return encodePromise({
    kind: 'madang/promise',
    version: 1,
    chain,
    key: nodeKey.publicKey,
    promise: statement,
    signature: signSync(nodeKey, promiseMessage(chain, statement)),
  });
}

/** What a transaction says of itself, as far as a job needs it. */
type Authorised = Pick<DecodedTransaction, 'envelope' | 'bodyHash'>;

/**
 * The job of a signed transaction, or nothing if a signature has a length that no valid one has.
 */
export function jobOf(
  { envelope, bodyHash }: Authorised,
  promise?: PromiseTimes,
): VerifyJob | undefined {
  if (envelope.auth.kind !== 'account') return undefined;
  const { signatures } = envelope.auth;
  const isRegular = signatures.every(
    ({ suite, key, signature }) =>
      suite === 'ed25519' && key.length === KEY_BYTES && signature.length === SIGNATURE_BYTES,
  );
  return isRegular ? { bodyHash, signatures, promise } : undefined;
}

/** The job of a transaction that proves itself. */
export function proofJobOf(
  { envelope, bodyHash }: Authorised,
  toVerify: ProofToVerify,
  promise?: PromiseTimes,
): VerifyJob | undefined {
  if (envelope.auth.kind !== 'proof') return undefined;
  const { proof } = envelope.auth;
  return { bodyHash, signatures: [], promise, proof: { ...toVerify, proof } };
}

const NO_BYTES = concat();
