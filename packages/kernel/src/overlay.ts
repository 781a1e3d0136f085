import { compareBytes, oneCharacterEach } from '@madang/base';
import type { ScanOptions, StateChange, StateEntry, StateReader } from './state.ts';

/** A state with changes on top that exist in memory only. */
export interface Overlay extends StateReader {
  put(stateKey: Uint8Array, value: Uint8Array): void;
  remove(stateKey: Uint8Array): void;
  /** What differs from the state below, ascending by key. */
  changes(): readonly StateChange[];
}

interface Slot {
  readonly key: Uint8Array;
  value: Uint8Array | undefined;
}

/** Begins changes on top of a state. */
export function overlay(below: StateReader): Overlay {
  const slotByName = new Map<string, Slot>();
  const slots: Slot[] = [];
  const set = (key: Uint8Array, value: Uint8Array | undefined): void => {
    const name = oneCharacterEach(key);
    const slot = slotByName.get(name);
    if (slot !== undefined) {
      slot.value = value;
      return;
    }
    const added: Slot = { key, value };
    slotByName.set(name, added);
    slots.push(added);
  };
  return {
    get: (key) => {
      const slot = slotByName.get(oneCharacterEach(key));
      return slot === undefined ? below.get(key) : slot.value;
    },
    scan: (prefix, options) => scanMerged(below, slots, prefix, options),
    put: set,
    remove: (key) => {
      set(key, undefined);
    },
    changes: () =>
      slots
        .filter(({ key, value }) => !isSame(below.get(key), value))
        .sort((left, right) => compareBytes(left.key, right.key)),
  };
}

function isSame(before: Uint8Array | undefined, after: Uint8Array | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return compareBytes(before, after) === 0;
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
