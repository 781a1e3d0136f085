import { compareBytes, expectPresent } from '@madang/base';
import type { ScanOptions, StateEntry, WritableState } from './state.ts';

// A state in a few large pieces of memory instead of an object for each key: a verifier that does
// the acts of a large election again holds several keys for each voter.

const CHUNK_BYTES = 1 << 20;
/** Entries begin at multiples of 4 bytes, which are counted: 32 bits address 16 GiB. */
const UNIT_BITS = 2;
const UNITS_BITS = 18;
const UNITS = 1 << UNITS_BITS;
/** Length of the key, room for the value, length of the value; 4 bytes each, little-endian. */
const HEAD_BYTES = 12;
const REMOVED = 0xffff_ffff;
const FIRST_SLOTS = 1 << 10;

interface Chunk {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Where an entry stands. */
interface Place extends Chunk {
  readonly at: number;
}

interface Packed {
  readonly chunks: Chunk[];
  /** Bytes of the last chunk that are taken. */
  usedBytes: number;
  /** Addresses of entries plus 1, by the hash of their keys and the next free one; 0 is free. */
  slots: Uint32Array;
  count: number;
}

/** An empty state that takes about the bytes of its keys and values. */
export function packedState(): WritableState {
  const packed: Packed = {
    chunks: [],
    usedBytes: CHUNK_BYTES,
    slots: new Uint32Array(FIRST_SLOTS),
    count: 0,
  };
  return {
    get: (stateKey) => {
      const found = placeOf(packed, packed.slots[slotOf(packed, stateKey)]);
      return found && valueAt(found);
    },
    put: (stateKey, value) => {
      put(packed, stateKey, value);
    },
    remove: (stateKey) => {
      const found = placeOf(packed, packed.slots[slotOf(packed, stateKey)]);
      found?.view.setUint32(found.at + 8, REMOVED, true);
    },
    scan: (prefix, options) => scan(packed, prefix, options),
  };
}

function put(packed: Packed, stateKey: Uint8Array, value: Uint8Array): void {
  const slot = slotOf(packed, stateKey);
  const found = placeOf(packed, packed.slots[slot]);
  if (found !== undefined && value.length <= found.view.getUint32(found.at + 4, true)) {
    found.view.setUint32(found.at + 8, value.length, true);
    found.bytes.set(value, found.at + HEAD_BYTES + stateKey.length);
    return;
  }
  packed.slots[slot] = 1 + append(packed, stateKey, value);
  if (found !== undefined) return;
  packed.count += 1;
  if (2 * packed.count > packed.slots.length) widen(packed);
}

/** Appends an entry, and gives its address. */
function append(packed: Packed, stateKey: Uint8Array, value: Uint8Array): number {
  const sizeBytes = HEAD_BYTES + stateKey.length + value.length;
  if (packed.usedBytes + sizeBytes > CHUNK_BYTES) {
    const bytes = new Uint8Array(Math.max(CHUNK_BYTES, sizeBytes));
    packed.chunks.push({ bytes, view: new DataView(bytes.buffer) });
    packed.usedBytes = 0;
  }
  const at = packed.usedBytes;
  const address = (packed.chunks.length - 1) * UNITS + (at >> UNIT_BITS);
  packed.usedBytes = ((at + sizeBytes + 3) >> UNIT_BITS) << UNIT_BITS;
  const { bytes, view } = chunkAt(packed, address);
  view.setUint32(at, stateKey.length, true);
  view.setUint32(at + 4, value.length, true);
  view.setUint32(at + 8, value.length, true);
  bytes.set(stateKey, at + HEAD_BYTES);
  bytes.set(value, at + HEAD_BYTES + stateKey.length);
  return address;
}

/** The slot of a key: where its address stands, or would. */
function slotOf(packed: Packed, stateKey: Uint8Array): number {
  const mask = packed.slots.length - 1;
  let slot = hashOf(stateKey) & mask;
  for (;;) {
    const found = placeOf(packed, packed.slots[slot]);
    if (found === undefined || isKeyAt(found, stateKey)) return slot;
    slot = (slot + 1) & mask;
  }
}

function widen(packed: Packed): void {
  const old = packed.slots;
  packed.slots = new Uint32Array(2 * old.length);
  for (const address of old) {
    const found = placeOf(packed, address);
    if (found !== undefined) packed.slots[slotOf(packed, keyAt(found))] = address;
  }
}

/** FNV-1a, with its bits mixed once more. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function placeOf(packed: Packed, oneMore: number | undefined): Place | undefined {
  if (oneMore === undefined || oneMore === 0) return undefined;
  const address = oneMore - 1;
  return { ...chunkAt(packed, address), at: (address & (UNITS - 1)) << UNIT_BITS };
}

function chunkAt({ chunks }: Packed, address: number): Chunk {
  return expectPresent(chunks[address >>> UNITS_BITS], 'an address lies in a chunk');
}

function isKeyAt({ bytes, view, at }: Place, stateKey: Uint8Array): boolean {
  if (view.getUint32(at, true) !== stateKey.length) return false;
  for (let i = 0; i < stateKey.length; i++) {
    if (bytes[at + HEAD_BYTES + i] !== stateKey[i]) return false;
  }
  return true;
}

function keyAt({ bytes, view, at }: Place): Uint8Array {
  return bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + view.getUint32(at, true));
}

/** A copy of the value of an entry; nothing if it was removed. */
function valueAt({ bytes, view, at }: Place): Uint8Array | undefined {
  const sizeBytes = view.getUint32(at + 8, true);
  if (sizeBytes === REMOVED) return undefined;
  const from = at + HEAD_BYTES + view.getUint32(at, true);
  return bytes.slice(from, from + sizeBytes);
}

/** Looks at every entry. */
function scan(
  packed: Packed,
  prefix: Uint8Array,
  { after, limit }: ScanOptions,
): readonly StateEntry[] {
  const entries: StateEntry[] = [];
  for (const address of packed.slots) {
    const found = placeOf(packed, address);
    const value = found && valueAt(found);
    if (found === undefined || value === undefined) continue;
    const key = keyAt(found).slice();
    const isBelow = compareBytes(key.subarray(0, prefix.length), prefix) === 0;
    if (isBelow && (after === undefined || compareBytes(key, after) > 0)) {
      entries.push({ key, value });
    }
  }
  return entries.sort((left, right) => compareBytes(left.key, right.key)).slice(0, limit);
}
