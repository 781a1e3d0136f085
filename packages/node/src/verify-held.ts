import { fail, ok, type Result } from '@madang/base';
import { leafHash, verifyInclusion, verifyPresence } from '@madang/crypto';
import { stateEntries } from '@madang/kernel';
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

/**
 * Holds every entry that a store has against the root of its log, and every key of its state
 * against the state root: what can be done where the log cannot be executed from its genesis. Fails
 * with `NODE_HISTORY_DIFFERS` at the first one that is not under its root.
 */
export function verifyHeld(store: Store): Result<HeldStore, NodeError> {
  const { logSize, logRoot } = store.head();
  const firstIndex = store.absentBefore();
  for (let index = firstIndex; index < logSize; index++) {
    const entry = store.entry(index);
    const proof = store.inclusion(index, logSize);
    const isHeld =
      entry !== undefined &&
      verifyInclusion({ root: logRoot, size: logSize, index, leaf: leafHash(entry), proof });
    if (!isHeld) return differs(`Entry ${String(index)} is not under the root of the log.`);
  }
  const keys = provenKeys(store);
  return keys === undefined
    ? differs('A key of the state is not under the state root.')
    : ok({ firstIndex, entries: logSize - firstIndex, keys });
}

/** How many keys a state has; nothing if one of them is not under the state root. */
export function provenKeys(store: Pick<Store, 'head' | 'state' | 'prove'>): number | undefined {
  const root = store.head().stateRoot;
  let keys = 0;
  for (const { key, value } of stateEntries(store.state(), EVERYTHING)) {
    const { proof } = store.prove(key);
    if (!verifyPresence({ root, stateKey: key, value, proof })) return undefined;
    keys += 1;
  }
  return keys;
}

const EVERYTHING = new Uint8Array();

function differs(message: string): Result<never, NodeError> {
  return fail(nodeError('NODE_HISTORY_DIFFERS', message));
}
