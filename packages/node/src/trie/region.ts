import { equalBytes } from '@madang/base';
import { damaged } from '../failure.ts';
import { addPatch, applyPatches, ascend, emptyPatches } from './ascend.ts';
import { bucketIndex, bucketKeyAt, NODE_BYTES, REGION_COUNT } from './layout.ts';
import { allocateNodes, type Nodes, nodeBytes } from './nodes.ts';
import type { PairHasher } from './pair-hasher.ts';

/** Where the trie reads its records, all of one moment. */
export interface TrieReader {
  region(region: number): Uint8Array | undefined;
  bucket(key: number): Uint8Array | undefined;
  /** Bucket records with keys from `first` to `last`, ascending. */
  buckets(
    first: number,
    last: number,
  ): Iterable<{ readonly key: number; readonly value: Uint8Array }>;
}

/**
 * What is kept of a region: its layout, its keys and, once needed, its nodes from bucket to root.
 */
export interface Region {
  readonly bits: number;
  readonly keyCount: number;
  readonly root: Uint8Array;
  readonly heap?: Nodes;
}

const EMPTY_REGION: Region = { bits: 0, keyCount: 0, root: new Uint8Array(NODE_BYTES) };
const RECORD_BYTES = 5 + NODE_BYTES;

/** The record of a region: bits (1 byte), number of keys (4, big-endian), root (32). */
export function encodeRegion(region: Region): Uint8Array {
  const record = new Uint8Array(RECORD_BYTES);
  record[0] = region.bits;
  new DataView(record.buffer).setUint32(1, region.keyCount);
  record.set(region.root, 5);
  return record;
}

/** Reads a region's record; an absent one is a region without keys. */
export function readRegion(reader: TrieReader, region: number): Region {
  const record = reader.region(region);
  if (record === undefined) return EMPTY_REGION;
  if (record.length !== RECORD_BYTES) damaged(`region ${region} has a record of another form`);
  const view = new DataView(record.buffer, record.byteOffset);
  return { bits: view.getUint8(0), keyCount: view.getUint32(1), root: record.slice(5) };
}

/** All regions as they are stored. */
export function readRegions(reader: TrieReader): Region[] {
  return Array.from({ length: REGION_COUNT }, (_, region) => readRegion(reader, region));
}

/** The first and the last key that a bucket of a region can have. */
export function bucketKeyRange(region: number): { readonly first: number; readonly last: number } {
  return { first: bucketKeyAt(region, 0, 0), last: bucketKeyAt(region + 1, 0, 0) - 1 };
}

/**
 * Builds a region's nodes from its bucket records and holds the result against the stored root,
 * so that a damaged bucket is found before anything is built on it.
 */
export function loadHeap(
  reader: TrieReader,
  region: number,
  stored: Region,
  hasher: PairHasher,
): Nodes {
  const heap = allocateNodes(2 ** (stored.bits + 1));
  const patches = emptyPatches([heap]);
  let changed: readonly number[] = loadBuckets();
  for (let level = stored.bits; level > 0; level--) changed = ascend(patches, changed, hasher);
  applyPatches(patches);
  if (!equalBytes(nodeBytes(heap, 1), stored.root)) {
    damaged(`the buckets of region ${region} do not lead to its root`);
  }
  return heap;

  function loadBuckets(): number[] {
    const loaded: number[] = [];
    const { first, last } = bucketKeyRange(region);
    for (const { key, value } of reader.buckets(first, last)) {
      const patch = addPatch(patches, 0, 2 ** stored.bits + bucketIndex(key, stored.bits));
      patches.nodes.bytes.set(value.subarray(0, NODE_BYTES), patch * NODE_BYTES);
      loaded.push(patch);
    }
    return loaded;
  }
}
