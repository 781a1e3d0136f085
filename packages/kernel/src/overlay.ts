import { compareBytes, equalOptional, oneCharacterEach } from '@madang/base';
import type { ScanOptions, StateChange, StateEntry, StateReader, WritableState } from './state.ts';

/** A state with changes on top that exist in memory only. */
export interface Overlay extends WritableState {
  /** What differs from the state below, ascending by key. */
  changes(): readonly StateChange[];
}

interface Slot {
  readonly name: string;
  readonly key: Uint8Array;
  value: Uint8Array | undefined;
}

/** Begins changes on top of a state, which stays as it is and of which each value is read once. */
export function overlay(below: StateReader): Overlay {
  const slotByName = new Map<string, Slot>();
  const slots: Slot[] = [];
  const beneath = new Map<string, Uint8Array | undefined>();
  const read = (name: string, key: Uint8Array): Uint8Array | undefined => {
    const known = beneath.get(name);
    if (known !== undefined || beneath.has(name)) return known;
    const value = below.get(key);
    beneath.set(name, value);
    return value;
  };
  const set = (key: Uint8Array, value: Uint8Array | undefined): void => {
    const name = oneCharacterEach(key);
    const slot = slotByName.get(name);
    if (slot !== undefined) {
      slot.value = value;
      return;
    }
    const added: Slot = { name, key, value };
    slotByName.set(name, added);
    slots.push(added);
  };
  return {
    get: (key) => {
      const name = oneCharacterEach(key);
      const slot = slotByName.get(name);
      return slot === undefined ? read(name, key) : slot.value;
    },
    scan: (prefix, options) => scanMerged(below, slots, prefix, options),
    put: set,
    remove: (key) => {
      set(key, undefined);
    },
    changes: () =>
      slots
        .filter(({ name, key, value }) => !equalOptional(read(name, key), value))
        .sort((left, right) => compareBytes(left.key, right.key)),
  };
}

function scanMerged(
  below: StateReader,
  slots: readonly Slot[],
  prefix: Uint8Array,
  options: ScanOptions,
): readonly StateEntry[] {
  const { after, limit } = options;
  const changed = slots.filter(
    ({ key }) => startsWith(key, prefix) && (after === undefined || compareBytes(key, after) > 0),
  );
  // Every change hides at most one entry below, so so many more are enough.
  const kept = below
    .scan(prefix, { ...options, limit: limit + changed.length })
    .filter((entry) => !changed.some(({ key }) => compareBytes(key, entry.key) === 0));
  const written: StateEntry[] = [];
  for (const { key, value } of changed) {
    if (value !== undefined) written.push({ key, value });
  }
  return [...kept, ...written]
    .sort((left, right) => compareBytes(left.key, right.key))
    .slice(0, limit);
}

function startsWith(key: Uint8Array, prefix: Uint8Array): boolean {
  return key.length >= prefix.length && prefix.every((byte, index) => key[index] === byte);
}
