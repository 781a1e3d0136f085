import { fail, ok, type Result } from '@madang/base';
import { leafHash, verifyInclusion, verifyPresence } from '@madang/crypto';
import { type NodeError, nodeError } from './failure.ts';
import type { Store } from './store/store.ts';

/** What {@link verifyHeld} covered. */
export interface HeldStore {
  /** The first entry that is here: 0 unless the node began from a snapshot. */
  readonly firstIndex: number;
  readonly entries: number;
  /** Keys of the state. */
  readonly keys: number;
}

const SCAN_LIMIT = 500;

/**
 * Holds every entry that a store has against the root of its log, and every key of its state
 * against the state root: what can be done where the log cannot be executed from its genesis. Fails
 * with `NODE_HISTORY_DIFFERS` at the first one that is not under its root.
 */
export function verifyHeld(store: Store): Result<HeldStore, NodeError> {
  const { logSize, logRoot, stateRoot } = store.head();
  const firstIndex = store.absentBefore();
  for (let index = firstIndex; index < logSize; index++) {
    const entry = store.entry(index);
    const proof = store.inclusion(index, logSize);
    const isHeld =
      entry !== undefined &&
      verifyInclusion({ root: logRoot, size: logSize, index, leaf: leafHash(entry), proof });
    if (!isHeld) return differs(`Entry ${String(index)} is not under the root of the log.`);
  }
  let keys = 0;
  let after: Uint8Array | undefined;
  for (;;) {
    const options = { limit: SCAN_LIMIT, ...(after === undefined ? {} : { after }) };
    const found = store.state().scan(EVERYTHING, options);
    for (const { key, value } of found) {
      const { proof } = store.prove(key);
      if (!verifyPresence({ root: stateRoot, stateKey: key, value, proof })) {
        return differs('A key of the state is not under the state root.');
      }
    }
    keys += found.length;
    after = found.at(-1)?.key;
    if (found.length < SCAN_LIMIT) return ok({ firstIndex, entries: logSize - firstIndex, keys });
  }
}

const EVERYTHING = new Uint8Array();

function differs(message: string): Result<never, NodeError> {
  return fail(nodeError('NODE_HISTORY_DIFFERS', message));
}
