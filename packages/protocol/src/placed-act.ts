import {
  bytes,
  type CodecError,
  encodeKnown,
  list,
  ok,
  type Result,
  record,
  type TypeOf,
  uint,
} from '@madang/base';
import type { ActAgain } from './again.ts';
import type { DossierPart } from './dossier.ts';
import {
  accountOf,
  type DecodedTransaction,
  decodeTransaction,
  MAX_ENVELOPE_SIZE_BYTES,
} from './transaction.ts';

/** Most acts of one part of a dossier, and most bytes of their envelopes. */
const MAX_ACTS_PER_PART = 20_000;
const MAX_ENVELOPE_BYTES_PER_PART = 8 * 1024 * 1024;

const placedAct = record({
  height: uint(),
  index: uint({ max: 0xffff_ffff }),
  time: uint(),
  envelope: bytes({ min: 1, max: MAX_ENVELOPE_SIZE_BYTES }),
});

/** An act with its place in the log: height and time (ms) of its block, index in it. */
export type PlacedAct = TypeOf<typeof placedAct>;

/** The type of a part that carries acts. */
export const ACTS_TYPE = 'madang/acts';

/** What a part of a dossier that carries acts holds (docs/spec/dossier.md, "Acts"). */
export const actsPart = list(placedAct, { min: 1, max: MAX_ACTS_PER_PART });

/** Acts as parts of this name, as many as they need. */
export function partsOfActs(name: string, acts: readonly PlacedAct[]): readonly DossierPart[] {
  return inGroups(acts).map((some) => ({
    name,
    type: ACTS_TYPE,
    bytes: encodeKnown(actsPart, [...some]),
  }));
}

/** Acts in groups that each fit into one part. */
function inGroups(acts: readonly PlacedAct[]): readonly (readonly PlacedAct[])[] {
  const groups: PlacedAct[][] = [];
  let sizeBytes = 0;
  for (const act of acts) {
    const last = groups.at(-1);
    const isFull =
      last === undefined ||
      last.length === MAX_ACTS_PER_PART ||
      sizeBytes + act.envelope.length > MAX_ENVELOPE_BYTES_PER_PART;
    if (isFull) {
      groups.push([act]);
      sizeBytes = 0;
    } else {
      last.push(act);
    }
    sizeBytes += act.envelope.length;
  }
  return groups;
}

/** An act of a dossier taken apart. */
export interface OpenedAct {
  readonly placed: PlacedAct;
  readonly transaction: DecodedTransaction;
  /** Accounts of its signatures, in their order; none if it proves itself. */
  readonly signers: readonly Uint8Array[];
}

/** Takes an act apart, nothing checked. */
export function openAct(placed: PlacedAct): Result<OpenedAct, CodecError> {
  const transaction = decodeTransaction(placed.envelope, MAX_ENVELOPE_SIZE_BYTES);
  if (!transaction.ok) return transaction;
  const { auth } = transaction.value.envelope;
  const signatures = auth.kind === 'account' ? auth.signatures : [];
  const signers = signatures.map(({ suite, key }) => accountOf(suite, key));
  return ok({ placed, transaction: transaction.value, signers });
}

/** An opened act as it is done again at its place in the log. */
export function again({ placed, transaction, signers }: OpenedAct): ActAgain {
  const { act, payload, expiresAt } = transaction.body;
  const { height, index, time: timeMs } = placed;
  return { act, payload, id: transaction.bodyHash, signers, expiresAt, height, index, timeMs };
}

/** Whether a place in the log comes before another. */
export function isBefore(left: PlacedAct, right: PlacedAct): boolean {
  return left.height < right.height || (left.height === right.height && left.index < right.index);
}

/** Two lists of acts, each in order, as one. */
export function* inLogOrder(
  left: Iterable<OpenedAct>,
  right: Iterable<OpenedAct>,
): Generator<OpenedAct, void> {
  const others = right[Symbol.iterator]();
  let next = others.next();
  for (const act of left) {
    while (next.done !== true && isBefore(next.value.placed, act.placed)) {
      yield next.value;
      next = others.next();
    }
    yield act;
  }
  while (next.done !== true) {
    yield next.value;
    next = others.next();
  }
}
