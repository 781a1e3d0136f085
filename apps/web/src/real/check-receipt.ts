import { toHex } from '@madang/base';
import type { Client } from '@madang/client';
import { checkToEnd, decodeReceipt, type Part, type ReceiptFacts } from '@madang/protocol';
import type { CheckOptions, Cosigner, PartVerdict, Verdict } from '../ledger.ts';
import type { Names } from './names.ts';

/** What a check is made with, and how a service's own words are read out of a receipt. */
export type CheckRoom = {
  client: Pick<Client<[]>, 'checkReceipt'>;
  names: Names;
  statementOf?: (receipt: Uint8Array) => string | undefined;
};

/** What to check besides the receipt. */
export type ReceiptCheck = Omit<CheckOptions, 'file'> & { fileDigest?: Uint8Array };

/** How long reading the file takes; the check itself waits for the ledger before its first part. */
function readingMs(receipt: Uint8Array): number {
  const startedMs = performance.now();
  return decodeReceipt(receipt).ok ? performance.now() - startedMs : 0;
}

async function cosignersOf(room: CheckRoom, facts: ReceiptFacts): Promise<readonly Cosigner[]> {
  const names = await room.names();
  const wordsOf = (id: string) => names.get(id) ?? { ko: id, en: id };
  return [
    ...facts.cosigners.map(({ name, timeMs }) => ({ name: wordsOf(name), signedAtMs: timeMs })),
    ...facts.missing.map((name) => ({ name: wordsOf(name) })),
  ];
}

async function factsOf(
  room: CheckRoom,
  facts: ReceiptFacts,
  receipt: Uint8Array,
): Promise<NonNullable<Verdict['facts']>> {
  const statement = room.statementOf?.(receipt);
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

/** Checks a receipt on this device, part by part. */
export async function checkReceiptHere(
  room: CheckRoom,
  receipt: Uint8Array,
  { fileDigest, fresh, onPart }: ReceiptCheck,
): Promise<Verdict> {
  const startedMs = performance.now();
  const checks = room.client.checkReceipt({
    receipt,
    offline: !fresh,
    ...(fileDigest === undefined ? {} : { fileDigest }),
  });
  const parts: PartVerdict[] = [];
  const seen: Part[] = [];
  let beforeMs: number | undefined;
  const { facts } = await checkToEnd(checks, (part) => {
    beforeMs ??= performance.now() - readingMs(receipt);
    const verdict = verdictOfPart(part, performance.now() - beforeMs);
    beforeMs = performance.now();
    seen.push(part);
    parts.push(verdict);
    if (verdict.part !== 'standing') onPart?.(verdict);
  });
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
