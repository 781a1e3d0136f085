import { expectOk } from '@madang/base';
import { statePath } from '@madang/crypto';
import type { StateChange } from '@madang/kernel';
import type { ExecutedBlock, Store } from '@madang/node';

const VALUE_BYTES = 100;
/** Keys of a block while loading: large ones for the first half, smaller ones then, which use up
 * the free pages that large ones leave and that a life in small blocks never has. */
const LOAD_KEYS = 500_000;
const SETTLE_KEYS = 50_000;
const REGIONS = 1_024;
const PREFIX = new TextEncoder().encode('document/records/');

/** A number of keys as figures are named after it: `10k`, `1M`. */
export function nameOfCount(keyCount: number): string {
  return keyCount >= 1_000_000 ? `${keyCount / 1_000_000}M` : `${keyCount / 1_000}k`;
}

/**
 * Puts keys into the state, neighbours in the trie together, so that each bucket is written once.
 */
export async function fillState(store: Store, keyCount: number): Promise<void> {
  const ordered = byRegion(keyCount);
  let from = 0;
  while (from < keyCount) {
    const to = from + (from < keyCount / 2 ? LOAD_KEYS : SETTLE_KEYS);
    const numbers = ordered.subarray(from, to);
    from = to;
    const changes = Array.from(numbers, (n) => ({ key: keyOf(n), value: valueOf(n, 0) }));
    await addBlock(store, changes);
  }
}

/** Writes a block that changes the state and has no transactions, one ms after the one before. */
export async function addBlock(store: Store, changes: readonly StateChange[]): Promise<void> {
  const { height, timeMs, params, paramsHash } = store.head();
  const block: ExecutedBlock = {
    height: height + 1,
    timeMs: timeMs + 1,
    changes: changes.toSorted((left, right) => Buffer.compare(left.key, right.key)),
    transactions: [],
    params,
    paramsHash,
  };
  expectOk(await store.commit(store.prepare(block)), 'a block is written');
}

/** The numbers below `keyCount`, those first whose keys come first in the trie. */
function byRegion(keyCount: number): Uint32Array {
  const regionOf = new Uint16Array(keyCount);
  const firstOf = new Uint32Array(REGIONS + 1);
  for (let n = 0; n < keyCount; n++) {
    const path = statePath(keyOf(n));
    const region = ((path[0] ?? 0) << 2) | ((path[1] ?? 0) >> 6);
    regionOf[n] = region;
    firstOf[region + 1] = (firstOf[region + 1] ?? 0) + 1;
  }
  for (let r = 0; r < REGIONS; r++) firstOf[r + 1] = (firstOf[r + 1] ?? 0) + (firstOf[r] ?? 0);
  const ordered = new Uint32Array(keyCount);
  for (let n = 0; n < keyCount; n++) {
    const region = regionOf[n] ?? 0;
    const at = firstOf[region] ?? 0;
    ordered[at] = n;
    firstOf[region] = at + 1;
  }
  return ordered;
}

/** A state key as long and as scattered as those of documents: a prefix and 32 bytes. */
export function keyOf(n: number): Uint8Array {
  const key = new Uint8Array(PREFIX.length + 32);
  key.set(PREFIX);
  const view = new DataView(key.buffer, PREFIX.length);
  let mixed = n;
  for (let at = 0; at < 32; at += 4) {
    // The finaliser of MurmurHash3: every bit of the number moves half of the bits.
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) + n;
    view.setUint32(at, mixed ^ (mixed >>> 16));
  }
  view.setUint32(28, n);
  return key;
}

/** A value of 100 bytes, another one for each version. */
export function valueOf(n: number, version: number): Uint8Array {
  const value = new Uint8Array(VALUE_BYTES);
  new Float64Array(value.buffer, 0, 2).set([n, version]);
  return value;
}
