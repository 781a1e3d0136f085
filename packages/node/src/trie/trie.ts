import { expectPresent } from '@madang/base';
import type { Writers } from '../store/database.ts';
import { addPatch, applyPatches, ascend, emptyPatches, type Patches } from './ascend.ts';
import {
  type Arena,
  type BucketRecord,
  createArena,
  entriesOf,
  mergeEntries,
  type TrieChange,
} from './entries.ts';
import { type EntryRun, hashRuns } from './forest.ts';
import {
  bitsFor,
  bucketIndex,
  bucketKey,
  ENTRY_BYTES,
  NODE_BYTES,
  pathHead,
  REGION_COUNT,
  REGION_DEPTH,
  regionOf,
} from './layout.ts';
import { allocateNodes, copyNode, type Nodes, nodeBytes } from './nodes.ts';
import { type PairHasher, pairHasher } from './pair-hasher.ts';
import {
  bucketKeyRange,
  encodeRegion,
  loadHeap,
  type Region,
  readRegions,
  type TrieReader,
} from './region.ts';

/** The trie of the newest durable state: its upper nodes in memory, its buckets with the reader. */
export interface Trie {
  readonly regions: Region[];
  /** Heap over the roots of the regions. */
  readonly top: Nodes;
  readonly hasher: PairHasher;
}

/** What a block does to the trie. Nothing of it is in the trie until {@link applyTrie}. */
export interface PreparedTrie {
  readonly root: Uint8Array;
  readonly buckets: readonly BucketRecord[];
  readonly regions: readonly { readonly region: number; readonly record: Uint8Array }[];
  readonly patches: Patches;
  readonly updates: readonly RegionUpdate[];
}

interface RegionUpdate {
  readonly region: number;
  readonly bits: number;
  readonly keyCount: number;
  readonly heap: Nodes;
  readonly buckets: readonly BucketRecord[];
}

/** Reads the roots of all regions; nodes below are read when they are first needed. */
export function openTrie(reader: TrieReader, hasher: PairHasher = pairHasher): Trie {
  const regions = readRegions(reader);
  const top = allocateNodes(2 * REGION_COUNT);
  const patches = emptyPatches([top]);
  let changed: readonly number[] = regions.flatMap(({ root, keyCount }, region) => {
    if (keyCount === 0) return [];
    const patch = addPatch(patches, 0, REGION_COUNT + region);
    patches.nodes.bytes.set(root, patch * NODE_BYTES);
    return [patch];
  });
  for (let depth = REGION_DEPTH; depth > 0; depth--) changed = ascend(patches, changed, hasher);
  applyPatches(patches);
  return { regions, top, hasher };
}

/** The state root. */
export function rootOf(trie: Trie): Uint8Array {
  return nodeBytes(trie.top, 1);
}

/** How many keys the state has. */
export function keyCountOf(trie: Trie): number {
  let count = 0;
  for (const { keyCount } of trie.regions) count += keyCount;
  return count;
}

/** The nodes of a region, read from its buckets if they are not in memory yet. */
export function regionHeap(trie: Trie, reader: TrieReader, region: number): Nodes {
  const known = expectPresent(trie.regions[region], 'there are 1,024 regions');
  if (known.heap !== undefined) return known.heap;
  const heap = loadHeap(reader, region, known, trie.hasher);
  trie.regions[region] = { ...known, heap };
  return heap;
}

/**
 * Computes the trie after a block in memory. Changes ascend by path, no path twice; `reader` is at
 * the state that the trie is at.
 */
export function prepareTrie(
  trie: Trie,
  reader: TrieReader,
  changes: readonly TrieChange[],
): PreparedTrie {
  const arena = createArena();
  const updates: RegionUpdate[] = [];
  for (const { region, from, to } of regionRuns(changes)) {
    updates.push(updateRegion({ trie, reader, arena }, region, changes.slice(from, to)));
  }
  const buckets = updates.flatMap((update) => update.buckets);
  const roots = hashBuckets(updates, trie.hasher);
  const patches = emptyPatches([...updates.map((update) => update.heap), trie.top]);
  const regionPatches = climbRegions({ patches, updates, roots }, trie.hasher);
  const root = climbTop({ patches, updates, regionPatches }, trie);
  const regions = updates.map((update, i) => ({
    region: update.region,
    record: encodeRegion({
      bits: update.bits,
      keyCount: update.keyCount,
      root: nodeBytes(patches.nodes, regionPatches[i] ?? 0),
    }),
  }));
  return { root, buckets, regions, patches, updates };
}

/** Puts the records of a prepared block into its commit. */
export function putTrie(
  { buckets, regions }: PreparedTrie,
  tables: Pick<Writers, 'buckets' | 'regions'>,
): void {
  for (const { key, bytes, offset, count } of buckets) {
    const end = offset + NODE_BYTES + ENTRY_BYTES * count;
    if (count === 0) tables.buckets.remove(key);
    else tables.buckets.put(key, bytes.subarray(offset, end));
  }
  for (const { region, record } of regions) tables.regions.put(region, record);
}

/** Makes a prepared block the trie's state; call it once its records are durable. */
export function applyTrie(trie: Trie, prepared: PreparedTrie): void {
  applyPatches(prepared.patches);
  for (const { region, bits, keyCount, heap } of prepared.updates) {
    trie.regions[region] = { bits, keyCount, heap, root: nodeBytes(heap, 1) };
  }
}

interface RegionRun {
  readonly region: number;
  readonly from: number;
  readonly to: number;
}

function regionRuns(changes: readonly TrieChange[]): RegionRun[] {
  const runs: RegionRun[] = [];
  let from = 0;
  for (const [i, { path }] of changes.entries()) {
    const region = regionOf(path);
    const next = changes[i + 1];
    if (next !== undefined && regionOf(next.path) === region) continue;
    runs.push({ region, from, to: i + 1 });
    from = i + 1;
  }
  return runs;
}

interface Update {
  readonly trie: Trie;
  readonly reader: TrieReader;
  readonly arena: Arena;
}

function updateRegion(
  update: Update,
  region: number,
  changes: readonly TrieChange[],
): RegionUpdate {
  const heap = regionHeap(update.trie, update.reader, region);
  const { bits, keyCount } = expectPresent(update.trie.regions[region], 'a loaded region');
  const touched = updateBuckets(update, bits, changes);
  const keyCountAfter = keyCount + touched.added;
  const bitsAfter = bitsFor(region, keyCountAfter, bits);
  if (bitsAfter === bits) {
    return { region, bits, keyCount: keyCountAfter, heap, buckets: touched.buckets };
  }
  const buckets = splitRegion(update, { region, bits: bitsAfter }, changes);
  const larger = allocateNodes(2 ** (bitsAfter + 1));
  return { region, bits: bitsAfter, keyCount: keyCountAfter, heap: larger, buckets };
}

interface TouchedBuckets {
  readonly buckets: readonly BucketRecord[];
  /** Keys added less keys removed. */
  readonly added: number;
}

function updateBuckets(
  { reader, arena }: Update,
  bits: number,
  changes: readonly TrieChange[],
): TouchedBuckets {
  const buckets: BucketRecord[] = [];
  let added = 0;
  let from = 0;
  while (from < changes.length) {
    const key = bucketKey(pathHead(changeAt(changes, from).path), bits);
    let to = from + 1;
    while (to < changes.length && bucketKey(pathHead(changeAt(changes, to).path), bits) === key) {
      to += 1;
    }
    const entries = entriesOf(reader.bucket(key));
    const record = writeBucket(arena, key, entries, changes.slice(from, to));
    added += record.count - entries.length / ENTRY_BYTES;
    buckets.push(record);
    from = to;
  }
  return { buckets, added };
}

function changeAt(changes: readonly TrieChange[], index: number): TrieChange {
  return expectPresent(changes[index], 'an index below the length');
}

function writeBucket(
  arena: Arena,
  key: number,
  entries: Uint8Array,
  changes: readonly TrieChange[],
): BucketRecord {
  const room = NODE_BYTES + entries.length + changes.length * ENTRY_BYTES;
  const { bytes, offset } = arena.reserve(room);
  const end = mergeEntries(entries, changes, bytes, offset + NODE_BYTES);
  arena.shrinkTo(end);
  return { key, bytes, offset, count: (end - offset - NODE_BYTES) / ENTRY_BYTES };
}

/** Rewrites all buckets of a region with more bits. */
function splitRegion(
  { reader, arena }: Update,
  target: { readonly region: number; readonly bits: number },
  changes: readonly TrieChange[],
): readonly BucketRecord[] {
  const { first, last } = bucketKeyRange(target.region);
  const stored = [...reader.buckets(first, last)];
  const before = Buffer.concat(stored.map(({ value }) => entriesOf(value)));
  const after = new Uint8Array(before.length + changes.length * ENTRY_BYTES);
  const end = mergeEntries(before, changes, after, 0);
  const buckets = new Map<number, BucketRecord>();
  for (const { key } of stored) buckets.set(key, { key, bytes: after, offset: 0, count: 0 });
  let from = 0;
  while (from < end) {
    const key = bucketKey(pathHead(after.subarray(from)), target.bits);
    let to = from + ENTRY_BYTES;
    while (to < end && bucketKey(pathHead(after.subarray(to, to + 4)), target.bits) === key) {
      to += ENTRY_BYTES;
    }
    buckets.set(key, writeBucket(arena, key, after.subarray(from, to), []));
    from = to;
  }
  return [...buckets.values()].sort((left, right) => left.key - right.key);
}

/** Hashes the buckets of all updates and writes each root into its record. */
function hashBuckets(updates: readonly RegionUpdate[], hasher: PairHasher): Nodes {
  const runs = updates.flatMap(({ bits, buckets }) =>
    buckets.map(({ bytes, offset, count }): EntryRun => {
      return { bytes, offset: offset + NODE_BYTES, count, depth: REGION_DEPTH + bits };
    }),
  );
  const roots = hashRuns(runs, hasher);
  for (const [i, { bytes, offset, count }] of runs.entries()) {
    if (count > 0) bytes.set(nodeBytes(roots, i), offset - NODE_BYTES);
  }
  return roots;
}

interface Climb {
  readonly patches: Patches;
  readonly updates: readonly RegionUpdate[];
  readonly roots: Nodes;
}

/**
 * From the buckets to the roots of their regions, all regions together. Returns each region's
 * patch.
 */
function climbRegions({ patches, updates, roots }: Climb, hasher: PairHasher): number[] {
  const entering = new Map<number, number[]>();
  let bucketAt = 0;
  for (const [slot, { bits, buckets }] of updates.entries()) {
    const changed = entering.get(bits) ?? [];
    for (const { key } of buckets) {
      const patch = addPatch(patches, slot, 2 ** bits + bucketIndex(key, bits));
      copyNode(roots, bucketAt, patches.nodes, patch);
      bucketAt += 1;
      changed.push(patch);
    }
    entering.set(bits, changed);
  }
  let changed: readonly number[] = [];
  for (let level = Math.max(0, ...entering.keys()); level > 0; level--) {
    changed = ascend(patches, [...changed, ...(entering.get(level) ?? [])], hasher);
  }
  const patchBySlot: number[] = [];
  for (const patch of [...changed, ...(entering.get(0) ?? [])]) {
    patchBySlot[patches.slot[patch] ?? 0] = patch;
  }
  return patchBySlot;
}

interface TopClimb {
  readonly patches: Patches;
  readonly updates: readonly RegionUpdate[];
  readonly regionPatches: readonly number[];
}

function climbTop({ patches, updates, regionPatches }: TopClimb, trie: Trie): Uint8Array {
  if (updates.length === 0) return rootOf(trie);
  let changed: readonly number[] = updates.map(({ region }, slot) => {
    const patch = addPatch(patches, updates.length, REGION_COUNT + region);
    copyNode(patches.nodes, regionPatches[slot] ?? 0, patches.nodes, patch);
    return patch;
  });
  for (let depth = REGION_DEPTH; depth > 0; depth--) {
    changed = ascend(patches, changed, trie.hasher);
  }
  return nodeBytes(patches.nodes, changed[0] ?? 0);
}
