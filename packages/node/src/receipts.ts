import { expectPresent, fail, ok, type Result } from '@madang/base';
import {
  decodeLogEntry,
  encodeReceipt,
  encodeStanding,
  type Outcome,
  type ProvenClaim,
  type Standing,
  type TransactionEntry,
} from '@madang/protocol';
import type { Checkpoints } from './checkpoints.ts';
import { historyAbsent, type NodeError, nodeError } from './failure.ts';
import { type InstitutionsAsked, proveInstitutions } from './prove-institutions.ts';
import type { Head } from './store/head.ts';
import { isWithoutEnvelope, type Place } from './store/places.ts';
import type { Store } from './store/store.ts';
import type { WitnessedHead } from './witnesses.ts';

/** Most claims of one standing (docs/spec/receipt.md). */
export const CLAIMS_MAX = 8;

/** Which record: its body hash or the index of its entry. */
export type RecordId = Uint8Array | number;

/** Makes what people take away. Each answer is about one durable block, the newest at the call. */
export interface Receipts {
  /**
   * The receipt of a record, with its standing if state keys are given (docs/spec/receipt.md).
   * Fails with `NODE_NOT_FOUND`, or `NODE_ENVELOPE_GONE` when the retention of its act is over.
   */
  receiptFor(
    id: RecordId,
    stateKeys?: readonly Uint8Array[],
  ): Promise<Result<Uint8Array, NodeError>>;
  /**
   * A standing for these state keys at the newest block. With `sinceSize`, the size of the
   * receipt's
   * checkpoint, it carries its own checkpoint and the consistency proof; if that is to settle, it
   * waits a bounded time for the cosignatures of witnesses.
   */
  standing(
    stateKeys: readonly Uint8Array[],
    sinceSize?: number,
    isToSettle?: boolean,
  ): Promise<Result<Uint8Array, NodeError>>;
  /**
   * The institutions of the newest state, each proven. Fails with `NODE_NOT_FOUND` for a size that
   * the log never had.
   */
  institutions(asked: InstitutionsAsked): Promise<Result<Uint8Array, NodeError>>;
}

/** Receipts from a store and its checkpoints. */
export function createReceipts(store: Store, checkpoints: Checkpoints): Receipts {
  return {
    receiptFor: async (id, stateKeys = []) => {
      const found = findRecord(store, id);
      if (!found.ok) return found;
      if (stateKeys.length > CLAIMS_MAX) return tooManyClaims();
      const witnessed = await checkpoints.witnessedFor(found.value.place.index);
      return ok(await writeReceipt({ store, checkpoints }, found.value, stateKeys, witnessed));
    },
    standing: async (stateKeys, sinceSize, isToSettle = false) => {
      if (stateKeys.length === 0 || stateKeys.length > CLAIMS_MAX) return tooManyClaims();
      const head = store.head();
      const standing = standingAt(store, stateKeys);
      if (sinceSize === undefined) return ok(encodeStanding(standing));
      if (!isSizeOf(head, sinceSize)) return neverThisSize;
      const consistency = store.consistency(sinceSize, head.logSize);
      if (isToSettle) await checkpoints.settle(head);
      const checkpoint = await checkpoints.noteFor(head);
      return ok(encodeStanding({ ...standing, checkpoint, consistency }));
    },
    institutions: async (asked) => {
      const { sinceSize } = asked;
      if (sinceSize !== undefined && !isSizeOf(store.head(), sinceSize)) return neverThisSize;
      return ok(await proveInstitutions({ store, checkpoints }, asked));
    },
  };
}

/** Whether the log has been this long, in entries. */
function isSizeOf({ logSize }: Pick<Head, 'logSize'>, size: number): boolean {
  return Number.isSafeInteger(size) && size >= 1 && size <= logSize;
}

const neverThisSize = fail(
  nodeError('NODE_NOT_FOUND', 'The log never had a checkpoint of this size.'),
);

interface ReceiptRoom {
  readonly store: Store;
  readonly checkpoints: Checkpoints;
}

/**
 * A receipt under the newest checkpoint, or under the newest that enough have witnessed: then its
 * standing has the newest checkpoint for itself, and the proof that it continues the other.
 */
async function writeReceipt(
  { store, checkpoints }: ReceiptRoom,
  { place, outcome, envelope }: FoundRecord,
  stateKeys: readonly Uint8Array[],
  witnessed: WitnessedHead | undefined,
): Promise<Uint8Array> {
  // Everything about the block is read before the first wait: a later block may be durable then.
  const newest = store.head();
  const isNewest = witnessed === undefined || witnessed.logSize === newest.logSize;
  const base = isNewest ? newest : witnessed;
  const inclusion = store.inclusion(place.index, base.logSize);
  const standing = stateKeys.length === 0 ? undefined : standingAt(store, stateKeys);
  const consistency = isNewest ? undefined : store.consistency(base.logSize, newest.logSize);
  const checkpoint = isNewest ? await checkpoints.noteFor(newest) : witnessed.note;
  const newer =
    standing === undefined || consistency === undefined
      ? {}
      : { consistency, checkpoint: await checkpoints.noteFor(newest) };
  return encodeReceipt({
    kind: 'madang/receipt',
    version: 1,
    outcome,
    index: place.index,
    envelope,
    inclusion,
    checkpoint,
    ...(standing === undefined ? {} : { standing: { ...standing, ...newer } }),
  });
}

function tooManyClaims(): Result<never, NodeError> {
  return fail(nodeError('NODE_NOT_FOUND', `A standing has 1 to ${String(CLAIMS_MAX)} claims.`));
}

interface FoundRecord {
  readonly place: Place;
  readonly outcome: Outcome;
  readonly envelope: Uint8Array;
}

function findRecord(store: Store, id: RecordId): Result<FoundRecord, NodeError> {
  const bodyHash = typeof id === 'number' ? bodyHashAt(store, id) : id;
  const place = bodyHash === undefined ? undefined : store.place(bodyHash);
  if (place === undefined && store.absentBefore() > 0) {
    return fail(historyAbsent(store.absentBefore()));
  }
  if (place === undefined) {
    return fail(nodeError('NODE_NOT_FOUND', 'There is no record of a transaction with this id.'));
  }
  if (isWithoutEnvelope(place)) return fail(envelopeAbsent);
  const envelope = store.envelopeAt(place);
  return envelope === undefined
    ? fail(
        nodeError(
          'NODE_ENVELOPE_GONE',
          'The transaction is no longer kept: the retention of its act is over. Its entry in the log stands.',
        ),
      )
    : ok({ place, outcome: outcomeAt(store, place), envelope });
}

const envelopeAbsent = nodeError(
  'NODE_HISTORY_ABSENT',
  'This node has the entry but not the transaction itself, which came before its snapshot: ask another node.',
);

function bodyHashAt(store: Store, index: number): Uint8Array | undefined {
  if (!Number.isSafeInteger(index) || index < 0) return undefined;
  return transactionIn(store.entry(index))?.body;
}

function outcomeAt(store: Store, place: Place): Outcome {
  const entry = transactionIn(store.entryAt(place));
  return expectPresent(entry, 'the place of a transaction has its entry').outcome;
}

function transactionIn(bytes: Uint8Array | undefined): TransactionEntry | undefined {
  const entry = bytes === undefined ? undefined : decodeLogEntry(bytes);
  return entry?.ok === true && entry.value.type === 'transaction' ? entry.value : undefined;
}

function standingAt(store: Store, stateKeys: readonly Uint8Array[]): Standing {
  const size = store.head().logSize;
  const block = store.entry(size - 1) ?? new Uint8Array();
  const claims = stateKeys.map((key): ProvenClaim => {
    const { value, proof } = store.prove(key);
    return value === undefined ? { proof } : { proof, value };
  });
  return { block, claims, inclusion: store.inclusion(size - 1, size) };
}
