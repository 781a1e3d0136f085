import { assert, compareBytes, equalBytes } from '@madang/base';
import { institutionTable, MAX_INSTITUTIONS } from './ledger-tables.ts';
import type { StateChange, StateReader } from './state.ts';
import { decodeRecord } from './table.ts';

/** A change of who takes part in making blocks: the key, and its power from then on; 0: none. */
export interface ValidatorUpdate {
  /** A consensus key, suite ed25519. */
  readonly key: Uint8Array;
  readonly power: 0 | 1;
}

/** The consensus keys of a state's institutions, in the order of their ids. */
export function consensusKeys(state: Pick<StateReader, 'scan'>): readonly Uint8Array[] {
  return state
    .scan(institutionTable.prefix, { limit: MAX_INSTITUTIONS })
    .map(({ value }) => decodeRecord(institutionTable, value).consensus);
}

/**
 * What a block changes of the consensus keys, ascending by key: every institution has one vote.
 * `before` is the state before the block. CometBFT lets it count from the second block after.
 */
export function validatorUpdates(
  before: Pick<StateReader, 'get'>,
  changes: readonly StateChange[],
): readonly ValidatorUpdate[] {
  const updates: ValidatorUpdate[] = [];
  for (const { key: stateKey, value } of changes) {
    if (!isOfInstitution(stateKey)) continue;
    const old = consensusOf(before.get(stateKey));
    const now = consensusOf(value);
    if (old !== undefined && now !== undefined && equalBytes(old, now)) continue;
    if (old !== undefined) updates.push({ key: old, power: 0 });
    if (now !== undefined) updates.push({ key: now, power: 1 });
  }
  updates.sort((left, right) => compareBytes(left.key, right.key));
  const isTwice = updates.some(({ key }, index) => {
    const next = updates[index + 1];
    return next !== undefined && equalBytes(key, next.key);
  });
  assert(!isTwice, 'validators: one key changes twice in a block');
  return updates;
}

function isOfInstitution(stateKey: Uint8Array): boolean {
  const { prefix } = institutionTable;
  return stateKey.length > prefix.length && prefix.every((byte, i) => stateKey[i] === byte);
}

function consensusOf(value: Uint8Array | undefined): Uint8Array | undefined {
  return value === undefined ? undefined : decodeRecord(institutionTable, value).consensus;
}
