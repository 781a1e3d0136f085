import { equalBytes, expectPresent } from '@madang/base';
import {
  emptyNode,
  pathBit,
  proofOfSiblings,
  type StateProof,
  type TrieEntry,
} from '@madang/crypto';
import { damaged } from '../failure.ts';
import { entriesOf } from './entries.ts';
import { type EntryRun, firstWithBit, hashRuns } from './forest.ts';
import {
  bucketKey,
  bucketKeyAt,
  ENTRY_BYTES,
  NODE_BYTES,
  pathHead,
  REGION_COUNT,
  REGION_DEPTH,
  regionOf,
} from './layout.ts';
import { isEmptyAt, isLeafAt, type Nodes, nodeBytes } from './nodes.ts';
import type { TrieReader } from './region.ts';
import { regionHeap, type Trie } from './trie.ts';

/**
 * The proof that a path is in the state, or that it is not (docs/spec/state.md). `reader` is at the
 * state that the trie is at. Reads one bucket, and a region's nodes if they are not in memory.
 */
export function provePath(trie: Trie, reader: TrieReader, path: Uint8Array): StateProof {
  const siblings: Uint8Array[] = [];
  const top = descend({ heap: trie.top, depth: 0, levels: REGION_DEPTH }, path, siblings);
  if (top !== undefined) return terminal(trie, reader, { path, siblings, region: top });
  const region = regionOf(path);
  const heap = regionHeap(trie, reader, region);
  const { bits } = expectPresent(trie.regions[region], 'a loaded region');
  const stopped = descend({ heap, depth: REGION_DEPTH, levels: bits }, path, siblings);
  if (stopped !== undefined) {
    const key = bucketKeyAt(region, onlyLeafBelow(heap, stopped, bits), bits);
    return withTerminal(
      { path, siblings },
      isEmptyAt(heap, stopped) ? undefined : onlyEntry(reader, key),
    );
  }
  const entries = entriesOf(reader.bucket(bucketKey(pathHead(path), bits)));
  return proveInBucket({ entries, depth: REGION_DEPTH + bits }, path, siblings, trie);
}

interface Descent {
  readonly heap: Nodes;
  /** Depth of the heap's root. */
  readonly depth: number;
  readonly levels: number;
}

/**
 * Goes down a heap along a path and collects siblings. Returns the position of a node below which
 * there is at most one key, or nothing if it came to the bottom.
 */
function descend(descent: Descent, path: Uint8Array, siblings: Uint8Array[]): number | undefined {
  const { heap, depth, levels } = descent;
  let position = 1;
  for (let level = 0; level < levels; level++) {
    if (isEmptyAt(heap, position) || isLeafAt(heap, position)) return position;
    position = 2 * position + pathBit(path, depth + level);
    siblings.push(nodeBytes(heap, position ^ 1));
  }
  return undefined;
}

/** The index at the bottom of a heap of the one leaf below a position. */
function onlyLeafBelow(heap: Nodes, from: number, levels: number): number {
  let position = from;
  while (position < 2 ** levels) {
    position = isEmptyAt(heap, 2 * position) ? 2 * position + 1 : 2 * position;
  }
  return position - 2 ** levels;
}

interface Walk {
  readonly path: Uint8Array;
  readonly siblings: Uint8Array[];
}

/** The proof where the walk ended above the regions, at a position of the top heap. */
function terminal(
  trie: Trie,
  reader: TrieReader,
  walk: Walk & { readonly region: number },
): StateProof {
  if (isEmptyAt(trie.top, walk.region)) return withTerminal(walk, undefined);
  const region = onlyLeafBelow(trie.top, walk.region, Math.log2(REGION_COUNT));
  const heap = regionHeap(trie, reader, region);
  const { bits } = expectPresent(trie.regions[region], 'a loaded region');
  const key = bucketKeyAt(region, onlyLeafBelow(heap, 1, bits), bits);
  return withTerminal(walk, onlyEntry(reader, key));
}

function onlyEntry(reader: TrieReader, key: number): TrieEntry {
  const entries = entriesOf(reader.bucket(key));
  if (entries.length !== ENTRY_BYTES) damaged(`bucket ${key} should have one entry`);
  return { path: entries.slice(0, NODE_BYTES), valueHash: entries.slice(NODE_BYTES) };
}

function withTerminal({ path, siblings }: Walk, entry: TrieEntry | undefined): StateProof {
  const proof = proofOfSiblings(siblings);
  return entry === undefined || equalBytes(entry.path, path) ? proof : { ...proof, other: entry };
}

interface Bucket {
  readonly entries: Uint8Array;
  readonly depth: number;
}

function proveInBucket(
  bucket: Bucket,
  path: Uint8Array,
  siblings: Uint8Array[],
  trie: Trie,
): StateProof {
  const bytes = bucket.entries;
  let { depth } = bucket;
  let low = 0;
  let high = bytes.length / ENTRY_BYTES;
  const spans: EntryRun[] = [];
  while (high - low > 1) {
    const run = { bytes, offset: 0, count: high, depth };
    const middle = firstWithBit(run, low, high, depth);
    const isLeft = pathBit(path, depth) === 0;
    depth += 1;
    const [from, to] = isLeft ? [middle, high] : [low, middle];
    spans.push({ bytes, offset: from * ENTRY_BYTES, count: to - from, depth });
    if (isLeft) high = middle;
    else low = middle;
  }
  const roots = hashRuns(spans, trie.hasher);
  for (const [i, { count }] of spans.entries()) {
    siblings.push(count === 0 ? emptyNode : nodeBytes(roots, i));
  }
  const at = low * ENTRY_BYTES;
  const entry =
    low === high
      ? undefined
      : {
          path: bytes.slice(at, at + NODE_BYTES),
          valueHash: bytes.slice(at + NODE_BYTES, at + ENTRY_BYTES),
        };
  return withTerminal({ path, siblings }, entry);
}
