import { equalBytes, fail, ok, type Result } from '@madang/base';
import type { Signer } from '@madang/crypto';
import {
  type BlockEntry,
  type Checkpoint,
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
import type { AskColleagues, CosignerKey } from './colleagues.ts';
import { type NodeError, NodeFailure, nodeError } from './failure.ts';
import type { Store } from './store/store.ts';
import { overTwoThirds } from './two-thirds.ts';
import type { WitnessedHead, Witnesses } from './witnesses.ts';

/**
 * An institution's cosigning key, as far as this process may use it. Of several of one institution
 * the one signs that the ledger knows for it at the checkpoint's block.
 */
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
  /** The cosigner keys of the institutions that there are after the block of this time, ms. */
  readonly inForce: (timeMs: number) => readonly CosignerKey[];
  /**
   * Whether those who get a checkpoint know a key. The line of one that they do not know would make
   * it not checkable for them (docs/spec/checkpoint.md): it is left out of what they get.
   */
  readonly isKnown: (key: CosignerKey) => boolean;
  readonly askColleagues: AskColleagues;
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
      const text = agreement.until(place.logSize).then(() => signNote(parts, place, nowMs));
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
      if (timeMs === undefined) return [];
      const inForce = keys.inForce(parts.store.head().timeMs);
      return ownOf(keys, inForce).map(({ name }) => ({ name, timeMs }));
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
  { keys, store }: CheckpointParts,
  { logSize, logRoot }: LogPlace,
  nowMs: number,
): Promise<string> {
  const checkpoint = { origin: keys.origin, size: logSize, root: logRoot };
  const inForce = keys.inForce(timeAt(store, logSize));
  const known = inForce.filter(keys.isKnown);
  const signers = ownOf(keys, known);
  const own = ownLines(keys, signers, { checkpoint, nowMs });
  const theirs = keys.askColleagues({
    checkpoint,
    keys: known,
    enough: overTwoThirds(inForce.length) - signers.length,
  });
  return joinNote(checkpointBody(checkpoint), [...(await own), ...(await theirs)]);
}

/** Who of this process signs for these keys. */
function ownOf(
  { cosigners }: Pick<CheckpointKeys, 'cosigners'>,
  keys: readonly CosignerKey[],
): readonly Cosigner[] {
  return cosigners.filter(({ name, publicKey }) =>
    keys.some(({ institution, key }) => institution === name && equalBytes(key, publicKey)),
  );
}

/** The time of the block that ends at a size of the log, ms. */
function timeAt(store: CheckpointParts['store'], logSize: number): number {
  const head = store.head();
  return head.logSize === logSize ? head.timeMs : (blockEndingAt(store, logSize)?.time ?? 0);
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
  const block = blockEndingAt(store, size);
  if (block === undefined) {
    return fail(nodeError('NODE_NOT_FOUND', 'No block of the log ends at this size.'));
  }
  const checkpoint = { origin: keys.origin, size, root: store.rootAt(size) };
  const signers = ownOf(keys, keys.inForce(block.time));
  const lines = await ownLines(keys, signers, { checkpoint, nowMs: clock() });
  return ok(joinNote(checkpointBody(checkpoint), lines));
}

function blockEndingAt(store: CheckpointParts['store'], size: number): BlockEntry | undefined {
  if (!Number.isSafeInteger(size) || size < 1 || size > store.head().logSize) return undefined;
  const bytes = store.entry(size - 1);
  const entry = bytes === undefined ? undefined : decodeLogEntry(bytes);
  return entry?.ok === true && entry.value.type === 'block' ? entry.value : undefined;
}

function ownLines(
  { nodeKey, ledgerName }: CheckpointKeys,
  signers: readonly Cosigner[],
  { checkpoint, nowMs }: { readonly checkpoint: Checkpoint; readonly nowMs: number },
): Promise<readonly NoteSignature[]> {
  const timeSeconds = Math.floor(nowMs / 1_000);
  return Promise.all([
    signAsLog(nodeKey, checkpoint),
    ...signers.map((cosigner) =>
      cosign(cosigner, cosignerName(ledgerName, cosigner.name), checkpoint, timeSeconds),
    ),
  ]);
}
