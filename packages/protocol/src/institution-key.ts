import { choice, optional, record, type TypeOf, uint, utf8 } from '@madang/base';
import { institutionId } from './names.ts';
import { stateKey } from './state-key.ts';

/** What the state notes for good of a key that ever had a purpose (docs/spec/state.md). */
export const keyNote = record({
  use: choice(['governance', 'consensus', 'cosigner', 'node']),
  /** Whose it is; absent for a key of the nodes. */
  institution: optional(institutionId),
  /** Block time from which it counts, ms; absent: from the genesis. */
  since: optional(uint()),
  /** Block time from which it no longer does, ms. */
  ended: optional(uint()),
});
export type KeyNote = TypeOf<typeof keyNote>;

/** Under what the state has an institution (docs/spec/state.md). */
export function institutionStateKey(id: string): Uint8Array {
  return stateKey('governance', 'institutions', utf8(id));
}

/** Under what the state notes a key of 32 bytes (docs/spec/state.md). */
export function keyStateKey(key: Uint8Array): Uint8Array {
  return stateKey('governance', 'keys', key);
}
