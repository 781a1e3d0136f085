import { fail, ok, type Result } from '@madang/base';
import type { Signer } from '@madang/crypto';
import {
  checkpointBody,
  cosign,
  cosignerName,
  decodeLogEntry,
  joinNote,
  type NoteSignature,
  printSignatures,
  signAsLog,
} from '@madang/protocol';
import type { Agreement } from './agreement.ts';
import type { AskColleagues } from './colleagues.ts';
import { type NodeError, NodeFailure, nodeError } from './failure.ts';
import type { Store } from './store/store.ts';
import type { WitnessedHead, Witnesses } from './witnesses.ts';

/** An institution's cosigning key, as far as this process may use it. */
export interface Cosigner extends Signer {
  /** The institution's id. */
  readonly name: string;
}

/** What a checkpoint is of: the log when it had this size. */
export interface LogPlace {
  readonly logSize: number;
  readonly logRoot: Uint8Array;
}

/** Signs what is durable, and agreed on where several nodes agree. */
export interface Checkpoints {
  /**
   * The signed note for a durable head (docs/spec/checkpoint.md). Rejects with a `NodeFailure`
   * (`NODE_NOT_AGREED`) if the institutions do not come to agree on it.
   */
  noteFor(place: LogPlace): Promise<string>;
  /**
   * The lines of this process alone under the end of a block, for a node of another institution.
   * Fails with `NODE_NOT_FOUND` if no block ends there, and `NODE_NOT_AGREED`.
   */
  ownNoteAt(size: number): Promise<Result<string, NodeError>>;
  /**
   * The newest head with the entry at an index that has the witnesses' cosignatures that the policy
   * asks for, for which it waits a bounded time; nothing where no witness is asked, or none came.
   */
  witnessedFor(index: number): Promise<WitnessedHead | undefined>;
  /** Waits a bounded time until the note for this head has those cosignatures. */
  settle(head: LogPlace): Promise<void>;
  /** When each cosigner of this process last signed, in ms. */
  lastSigned(): readonly { readonly name: string; readonly timeMs: number }[];
}

/** Who signs. */
export interface CheckpointKeys {
  readonly ledgerName: string;
  readonly origin: string;
  readonly nodeKey: Signer;
  readonly cosigners: readonly Cosigner[];
  /** How many cosignatures are wanted before the slowest colleagues are left out. */
  readonly enough: number;
  readonly askColleagues?: AskColleagues;
}

/** What {@link createCheckpoints} works over. */
export interface CheckpointParts {
  readonly keys: CheckpointKeys;
  readonly store: Pick<Store, 'head' | 'entry' | 'rootAt'>;
  readonly agreement: Agreement;
  /** Ms since 1970. */
  readonly clock: () => number;
}

/** A note is signed again with a fresh time once it is older than this, if somebody asks. */
export const COSIGN_AGAIN_MS = 10_000;

interface SignedNote {
  readonly logSize: number;
  readonly signedAtMs: number;
  readonly text: Promise<string>;
}

/** Signs checkpoints on demand and keeps the newest. */
export function createCheckpoints(parts: CheckpointParts): Checkpoints {
  const { keys, clock, agreement } = parts;
  let newest: SignedNote | undefined;
  return {
    noteFor: (place) => {
      const nowMs = clock();
      const isFresh = newest !== undefined && nowMs - newest.signedAtMs < COSIGN_AGAIN_MS;
      if (newest !== undefined && isFresh && newest.logSize === place.logSize) return newest.text;
      const text = agreement.until(place.logSize).then(() => signNote(keys, place, nowMs));
      if (newest === undefined || place.logSize >= newest.logSize) {
        const made: SignedNote = { logSize: place.logSize, signedAtMs: nowMs, text };
        newest = made;
        // What could not be signed is tried again by whoever asks next.
        text.catch(() => {
          if (newest === made) newest = undefined;
        });
      }
      return text;
    },
    ownNoteAt: (size) => ownNoteAt(parts, size),
    witnessedFor: () => Promise.resolve(undefined),
    settle: () => Promise.resolve(),
    lastSigned: () => {
      const timeMs = newest?.signedAtMs;
      return timeMs === undefined ? [] : keys.cosigners.map(({ name }) => ({ name, timeMs }));
    },
  };
}

/** Checkpoints to which the cosignatures of witnesses are added as they come. */
export function withWitnesses(own: Checkpoints, witnesses?: Witnesses): Checkpoints {
  if (witnesses === undefined) return own;
  return {
    ...own,
    noteFor: async (head) => {
      witnesses.wake();
      const note = await own.noteFor(head);
      return note + printSignatures(witnesses.linesFor(head.logSize));
    },
    witnessedFor: async (index) => {
      await witnesses.covering(index);
      const head = witnesses.witnessed();
      return head !== undefined && head.logSize > index ? head : undefined;
    },
    settle: (head) => witnesses.exactly(head),
  };
}

async function signNote(
  keys: CheckpointKeys,
  { logSize, logRoot }: LogPlace,
  nowMs: number,
): Promise<string> {
  const checkpoint = { origin: keys.origin, size: logSize, root: logRoot };
  const own = ownLines(keys, checkpoint, nowMs);
  const { askColleagues, enough, cosigners } = keys;
  const theirs = askColleagues?.(checkpoint, enough - cosigners.length) ?? [];
  const lines = [...(await own), ...(await theirs)];
  return joinNote(checkpointBody(checkpoint), lines);
}

async function ownNoteAt(
  { keys, store, agreement, clock }: CheckpointParts,
  size: number,
): Promise<Result<string, NodeError>> {
  try {
    await agreement.until(size);
  } catch (thrown) {
    if (thrown instanceof NodeFailure) return fail(thrown.failure);
    throw thrown;
  }
  if (!isEndOfBlock(store, size)) {
    return fail(nodeError('NODE_NOT_FOUND', 'No block of the log ends at this size.'));
  }
  const checkpoint = { origin: keys.origin, size, root: store.rootAt(size) };
  return ok(joinNote(checkpointBody(checkpoint), await ownLines(keys, checkpoint, clock())));
}

function isEndOfBlock(store: CheckpointParts['store'], size: number): boolean {
  if (!Number.isSafeInteger(size) || size < 1 || size > store.head().logSize) return false;
  const bytes = store.entry(size - 1);
  const entry = bytes === undefined ? undefined : decodeLogEntry(bytes);
  return entry?.ok === true && entry.value.type === 'block';
}

function ownLines(
  keys: CheckpointKeys,
  checkpoint: { readonly origin: string; readonly size: number; readonly root: Uint8Array },
  nowMs: number,
): Promise<readonly NoteSignature[]> {
  const timeSeconds = Math.floor(nowMs / 1_000);
  return Promise.all([
    signAsLog(keys.nodeKey, checkpoint),
    ...keys.cosigners.map((cosigner) =>
      cosign(cosigner, cosignerName(keys.ledgerName, cosigner.name), checkpoint, timeSeconds),
    ),
  ]);
}
