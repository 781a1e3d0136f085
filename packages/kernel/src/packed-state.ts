import { assert, compareBytes, equalBytes, u32be } from '@madang/base';
import { type ByteSpace, memorySpace } from './byte-space.ts';
import type { ScanOptions, StateEntry, WritableState } from './state.ts';

// A state in a space of bytes instead of an object for each key: a verifier that does the acts of a
// large election again holds several keys for each voter. Besides the space an entry takes between
// 10 and 22 bytes.

/** Length of the key, room for the value, length of the value; 4 bytes each. */
const HEAD_BYTES = 12;
const ROOM_AT = 4;
const LENGTH_AT = 8;
const REMOVED = 0xffff_ffff;
const MOST_BYTES = 0xffff_ffff;
/** Most values are shorter, and so are read together with their keys. */
const SHORT_BYTES = 256;
const FIRST_SLOTS = 1 << 10;

interface Packed {
  readonly space: ByteSpace;
  /** For each entry two numbers: where it begins, plus 1, as 0 is free; the hash of its key. */
  slots: Uint32Array;
  count: number;
}

/** An entry as far as it was read: head, key, and of the value what is short. */
interface Entry {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** An empty state in an empty space, which takes about the bytes of its keys and values. */
export function packedState(space: ByteSpace = memorySpace()): WritableState {
  const packed: Packed = { space, slots: new Uint32Array(2 * FIRST_SLOTS), count: 0 };
  return {
    get: (stateKey) => {
      const { entry } = find(packed, stateKey);
      return entry && valueOf(packed, entry);
    },
    put: (stateKey, value) => {
      put(packed, stateKey, value);
    },
    remove: (stateKey) => {
      const { entry } = find(packed, stateKey);
      if (entry !== undefined) space.write(entry.at + LENGTH_AT, u32be(REMOVED));
    },
    scan: (prefix, options) => scan(packed, prefix, options),
  };
}

function put(packed: Packed, stateKey: Uint8Array, value: Uint8Array): void {
  const { space } = packed;
  const { slot, entry } = find(packed, stateKey);
  if (entry !== undefined && value.length <= numberAt(entry.bytes, ROOM_AT)) {
    space.write(entry.at + LENGTH_AT, u32be(value.length));
    space.write(entry.at + HEAD_BYTES + stateKey.length, value);
    return;
  }
  packed.slots[slot] = 1 + append(packed, stateKey, value);
  packed.slots[slot + 1] = hashOf(stateKey);
  if (entry !== undefined) return;
  packed.count += 1;
  if (8 * packed.count > 3 * packed.slots.length) widen(packed);
}

/** Appends an entry, and gives where it begins. */
function append({ space }: Packed, stateKey: Uint8Array, value: Uint8Array): number {
  const bytes = new Uint8Array(HEAD_BYTES + stateKey.length + value.length);
  bytes.set(u32be(stateKey.length), 0);
  bytes.set(u32be(value.length), ROOM_AT);
  bytes.set(u32be(value.length), LENGTH_AT);
  bytes.set(stateKey, HEAD_BYTES);
  bytes.set(value, HEAD_BYTES + stateKey.length);
  const at = space.reserve(bytes.length);
  assert(at < MOST_BYTES, 'a state is smaller than 4 GiB');
  space.write(at, bytes);
  return at;
}

/** The slot of a key, and its entry if it has one. */
function find(
  { space, slots }: Packed,
  stateKey: Uint8Array,
): { readonly slot: number; readonly entry?: Entry } {
  const hash = hashOf(stateKey);
  for (let slot = firstSlot(slots, hash); ; slot = nextSlot(slots, slot)) {
    const place = slots[slot] ?? 0;
    if (place === 0) return { slot };
    if (slots[slot + 1] !== hash) continue;
    const at = place - 1;
    const bytes = space.read(at, HEAD_BYTES + stateKey.length + SHORT_BYTES);
    if (equalBytes(keyIn(bytes), stateKey)) return { slot, entry: { at, bytes } };
  }
}

function widen(packed: Packed): void {
  const old = packed.slots;
  const slots = new Uint32Array(2 * old.length);
  for (let from = 0; from < old.length; from += 2) {
    const [place = 0, hash = 0] = [old[from], old[from + 1]];
    if (place === 0) continue;
    let slot = firstSlot(slots, hash);
    while (slots[slot] !== 0) slot = nextSlot(slots, slot);
    slots[slot] = place;
    slots[slot + 1] = hash;
  }
  packed.slots = slots;
}

function firstSlot(slots: Uint32Array, hash: number): number {
  return (2 * hash) % slots.length;
}

function nextSlot(slots: Uint32Array, slot: number): number {
  return (slot + 2) % slots.length;
}

/** FNV-1a, with its bits mixed once more. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Four bytes as `u32be` wrote them. */
function numberAt(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

/** The key of an entry, or the beginning of a long one. */
function keyIn(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(HEAD_BYTES, HEAD_BYTES + numberAt(bytes, 0));
}

/** A copy of the value of an entry; nothing if it was removed. */
function valueOf({ space }: Packed, { at, bytes }: Entry): Uint8Array | undefined {
  const sizeBytes = numberAt(bytes, LENGTH_AT);
  if (sizeBytes === REMOVED) return undefined;
  const from = HEAD_BYTES + numberAt(bytes, 0);
  const isThere = from + sizeBytes <= bytes.length;
  return isThere ? bytes.slice(from, from + sizeBytes) : space.read(at + from, sizeBytes).slice();
}

/** Looks at every entry. */
function scan(
  packed: Packed,
  prefix: Uint8Array,
  { after, limit }: ScanOptions,
): readonly StateEntry[] {
  const { space, slots } = packed;
  const entries: StateEntry[] = [];
  for (let slot = 0; slot < slots.length; slot += 2) {
    const place = slots[slot] ?? 0;
    if (place === 0) continue;
    const at = place - 1;
    const sizeBytes = HEAD_BYTES + numberAt(space.read(at, HEAD_BYTES), 0);
    const bytes = space.read(at, sizeBytes).slice();
    const value = valueOf(packed, { at, bytes });
    const key = keyIn(bytes);
    const isBelow = compareBytes(key.subarray(0, prefix.length), prefix) === 0;
    if (value === undefined || !isBelow) continue;
    if (after === undefined || compareBytes(key, after) > 0) entries.push({ key, value });
  }
  return entries.sort((left, right) => compareBytes(left.key, right.key)).slice(0, limit);
}
