import { decode, toHex } from '@madang/base';
import { createSha256 } from '@madang/crypto';
import { decodeReceipt, type Part, type ReceiptFacts } from '@madang/protocol';
import { opening } from '@madang/services/document/proof/index.ts';
import type { CheckOptions, Cosigner, Ledger, PartVerdict, Verdict } from '../ledger.ts';
import type { Room } from './room.ts';

const pieceBytes = 1024 * 1024;

/** SHA-256 of a file of any size, read in pieces. */
export async function digestOf(
  file: Blob,
  onProgress: (doneBytes: number) => void,
): Promise<Uint8Array> {
  const hash = createSha256();
  for (let at = 0; at < file.size; at += pieceBytes) {
    hash.update(new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer()));
    onProgress(Math.min(at + pieceBytes, file.size));
  }
  return hash.digest();
}

/** How long reading the file takes; the check itself waits for the ledger before its first part. */
function readingMs(receipt: Uint8Array): number {
  const startedMs = performance.now();
  return decodeReceipt(receipt).ok ? performance.now() - startedMs : 0;
}

/** The words of a notarised statement, where the receipt carries them. */
function statementOf(receipt: Uint8Array): string | undefined {
  const decoded = decodeReceipt(receipt);
  if (!decoded.ok || decoded.value.opening === undefined) return undefined;
  const opened = decode(opening, decoded.value.opening);
  return opened.ok ? opened.value.statement : undefined;
}

async function cosignersOf(room: Room, facts: ReceiptFacts): Promise<readonly Cosigner[]> {
  const names = await room.names();
  const wordsOf = (id: string) => names.get(id) ?? { ko: id, en: id };
  return [
    ...facts.cosigners.map(({ name, timeMs }) => ({ name: wordsOf(name), signedAtMs: timeMs })),
    ...facts.missing.map((name) => ({ name: wordsOf(name) })),
  ];
}

async function factsOf(
  room: Room,
  facts: ReceiptFacts,
  receipt: Uint8Array,
): Promise<NonNullable<Verdict['facts']>> {
  const statement = statementOf(receipt);
  return {
    id: toHex(facts.bodyHash),
    number: facts.receiptNumber.replaceAll(' ', ''),
    index: facts.index,
    act: facts.act,
    timeMs: facts.blockTimeMs,
    suites: facts.signers.map(({ suite }) => suite),
    checkpointSize: facts.logSize,
    cosigners: await cosignersOf(room, facts),
    needed: facts.threshold ?? 0,
    hasOpening: facts.hasOpening,
    hasFile: facts.hasFile,
    ...(facts.standingAsOfMs === undefined ? {} : { standingAtMs: facts.standingAsOfMs }),
    ...(statement === undefined ? {} : { statement }),
  };
}

function endedOf(parts: readonly Part[]): Verdict['ended'] {
  const value = parts.find(({ code }) => code === 'ENDED')?.detail['value'];
  if (typeof value !== 'object' || !('kind' in value) || !('at' in value)) return undefined;
  const { kind, at } = value;
  if (typeof at !== 'number') return undefined;
  return { kind: kind === 'superseded' ? 'superseded' : 'revoked', atMs: at };
}

function verdictOfPart({ part, state, code }: Part, tookMs: number): PartVerdict {
  return { part, state, code, tookMs };
}

/**
 * A standing that is only the receipt's own does not draw its wall when the ledger was to be asked
 * how the record stands now (docs/spec/receipt.md).
 */
function asAsked(part: PartVerdict, facts: ReceiptFacts | undefined, fresh: boolean): PartVerdict {
  const onlyOwn = part.part === 'standing' && part.state === 'passed' && part.code !== notNeeded;
  if (!fresh || !onlyOwn || facts?.isStandingFresh !== false) return part;
  return { ...part, state: 'unchecked', code: 'STANDING_NOT_ASKED' };
}

const notNeeded = 'VERIFY_STANDING_NOT_NEEDED';

async function check(room: Room, receipt: Uint8Array, options: CheckOptions): Promise<Verdict> {
  const { file, fresh, onPart } = options;
  const startedMs = performance.now();
  const fileDigest = file === undefined ? undefined : await digestOf(file, () => undefined);
  const steps = room.client.checkReceipt({
    receipt,
    offline: !fresh,
    ...(fileDigest === undefined ? {} : { fileDigest }),
  });
  const parts: PartVerdict[] = [];
  const seen: Part[] = [];
  let step = await steps.next();
  let beforeMs = performance.now() - readingMs(receipt);
  while (step.done !== true) {
    const verdict = verdictOfPart(step.value, performance.now() - beforeMs);
    beforeMs = performance.now();
    seen.push(step.value);
    parts.push(verdict);
    if (verdict.part !== 'standing') onPart?.(verdict);
    step = await steps.next();
  }
  const { facts } = step.value;
  const asked = parts.map((part) => asAsked(part, facts, fresh));
  const standing = asked.find(({ part }) => part === 'standing');
  if (standing !== undefined) onPart?.(standing);
  const ended = endedOf(seen);
  return {
    parts: asked,
    tookMs: performance.now() - startedMs,
    ...(facts === undefined ? {} : { facts: await factsOf(room, facts, receipt) }),
    ...(ended === undefined ? {} : { ended }),
  };
}

/** Checks on this device. */
export function checkAnswers(room: Room): Pick<Ledger, 'check' | 'digest'> {
  return { check: (receipt, options) => check(room, receipt, options), digest: digestOf };
}
