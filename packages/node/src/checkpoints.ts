import type { Signer } from '@madang/crypto';
import { checkpointBody, cosign, cosignerName, joinNote, signAsLog } from '@madang/protocol';
import type { Head } from './store/head.ts';

/** An institution's cosigning key, as far as this process may use it. */
export interface Cosigner extends Signer {
  /** The institution's id. */
  readonly name: string;
}

/** Signs what is durable. */
export interface Checkpoints {
  /** The signed note for a durable head (docs/spec/checkpoint.md). */
  noteFor(head: Pick<Head, 'logSize' | 'logRoot'>): Promise<string>;
  /** When each cosigner of this process last signed, in ms. */
  lastSigned(): readonly { readonly name: string; readonly timeMs: number }[];
}

/** Who signs. */
export interface CheckpointKeys {
  readonly ledgerName: string;
  readonly origin: string;
  readonly nodeKey: Signer;
  readonly cosigners: readonly Cosigner[];
}

/** A note is signed again with a fresh time once it is older than this, if somebody asks. */
export const COSIGN_AGAIN_MS = 10_000;

interface SignedNote {
  readonly logSize: number;
  readonly signedAtMs: number;
  readonly text: Promise<string>;
}

/** Signs checkpoints on demand and keeps the newest. `clock` gives ms since 1970. */
export function createCheckpoints(keys: CheckpointKeys, clock: () => number): Checkpoints {
  let newest: SignedNote | undefined;
  return {
    noteFor: (head) => {
      const nowMs = clock();
      const isFresh = newest !== undefined && nowMs - newest.signedAtMs < COSIGN_AGAIN_MS;
      if (newest !== undefined && isFresh && newest.logSize === head.logSize) return newest.text;
      const text = signNote(keys, head, nowMs);
      if (newest === undefined || head.logSize >= newest.logSize) {
        newest = { logSize: head.logSize, signedAtMs: nowMs, text };
      }
      return text;
    },
    lastSigned: () => {
      const timeMs = newest?.signedAtMs;
      return timeMs === undefined ? [] : keys.cosigners.map(({ name }) => ({ name, timeMs }));
    },
  };
}

async function signNote(
  keys: CheckpointKeys,
  { logSize, logRoot }: Pick<Head, 'logSize' | 'logRoot'>,
  nowMs: number,
): Promise<string> {
  const checkpoint = { origin: keys.origin, size: logSize, root: logRoot };
  const timeSeconds = Math.floor(nowMs / 1_000);
  const lines = await Promise.all([
    signAsLog(keys.nodeKey, checkpoint),
    ...keys.cosigners.map((cosigner) =>
      cosign(cosigner, cosignerName(keys.ledgerName, cosigner.name), checkpoint, timeSeconds),
    ),
  ]);
  return joinNote(checkpointBody(checkpoint), lines);
}
