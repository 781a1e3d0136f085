import { ENTRY_BYTES, NODE_BYTES } from './layout.ts';
import { allocateNodes, copyNode, markInner, markLeaf, type Nodes } from './nodes.ts';
import type { PairHasher } from './pair-hasher.ts';

/** Entries of one bucket, in ascending order of path, joined in `bytes` from `offset`. */
export interface EntryRun {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly count: number;
  /** Depth of the bucket's own node. */
  readonly depth: number;
}

/** What stands for the empty node among references. */
const EMPTY = -1;

/**
 * The inner nodes of all runs, before they are hashed. References are even for leaves, odd for
 * inner nodes.
 */
interface Plan {
  readonly left: number[];
  readonly right: number[];
  readonly depth: number[];
}

/**
 * The root of each run, hashed together: all leaves first, then all inner nodes of one depth in
 * one call, from the deepest upwards. Root i is at position i of the result.
 */
export function hashRuns(runs: readonly EntryRun[], hasher: PairHasher): Nodes {
  const plan: Plan = { left: [], right: [], depth: [] };
  const roots: number[] = [];
  let leafCount = 0;
  for (const run of runs) {
    roots.push(planRun(plan, run, leafCount));
    leafCount += run.count;
  }
  const leaves = hashLeaves(runs, leafCount, hasher);
  const ranks = rankByDepth(plan.depth);
  const inner = hashInner({ plan, ranks, leaves }, hasher);
  const result = allocateNodes(runs.length);
  for (const [i, root] of roots.entries())
    copyReferenced({ leaves, inner, ranks }, root, result, i);
  return result;
}

/** Plans the subtree of a run; answers with the reference of its root. */
function planRun(plan: Plan, run: EntryRun, firstLeaf: number): number {
  const planSubtree = (low: number, high: number, depth: number): number => {
    if (low === high) return EMPTY;
    if (high - low === 1) return (firstLeaf + low) * 2;
    const middle = firstWithBit(run, low, high, depth);
    const left = planSubtree(low, middle, depth + 1);
    const right = planSubtree(middle, high, depth + 1);
    plan.left.push(left);
    plan.right.push(right);
    return plan.depth.push(depth) * 2 - 1;
  };
  return planSubtree(0, run.count, run.depth);
}

/**
 * The first entry from `low` to before `high` whose path has the bit at `depth` set; `high` if
 * none.
 */
export function firstWithBit(run: EntryRun, low: number, high: number, depth: number): number {
  const mask = 0x80 >> (depth & 7);
  const at = run.offset + (depth >> 3);
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (((run.bytes[at + middle * ENTRY_BYTES] ?? 0) & mask) === 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

function hashLeaves(runs: readonly EntryRun[], count: number, hasher: PairHasher): Nodes {
  const leaves = allocateNodes(count);
  let at = 0;
  for (const { bytes, offset, count: runCount } of runs) {
    hasher.hashPairs(
      bytes.subarray(offset, offset + runCount * ENTRY_BYTES),
      leaves.bytes.subarray(at * NODE_BYTES, (at + runCount) * NODE_BYTES),
    );
    at += runCount;
  }
  for (let i = 0; i < count; i++) markLeaf(leaves, i);
  return leaves;
}

/** Positions of the inner nodes when the deepest come first, and how many each depth has. */
interface Ranks {
  readonly rankOf: Uint32Array;
  readonly ordered: Uint32Array;
  /** From the deepest depth to the shallowest. */
  readonly groupSizes: readonly number[];
}

function rankByDepth(depths: readonly number[]): Ranks {
  const sizes = new Array<number>(257).fill(0);
  for (const depth of depths) sizes[depth] = (sizes[depth] ?? 0) + 1;
  const nextRank = new Array<number>(257).fill(0);
  const groupSizes: number[] = [];
  let total = 0;
  for (let depth = 256; depth >= 0; depth--) {
    nextRank[depth] = total;
    total += sizes[depth] ?? 0;
    if (sizes[depth] !== 0) groupSizes.push(sizes[depth] ?? 0);
  }
  const rankOf = new Uint32Array(depths.length);
  const ordered = new Uint32Array(depths.length);
  for (let i = 0; i < depths.length; i++) {
    const depth = depths[i] ?? 0;
    const rank = nextRank[depth] ?? 0;
    nextRank[depth] = rank + 1;
    rankOf[i] = rank;
    ordered[rank] = i;
  }
  return { rankOf, ordered, groupSizes };
}

interface Planned {
  readonly plan: Plan;
  readonly ranks: Ranks;
  readonly leaves: Nodes;
}

function hashInner({ plan, ranks, leaves }: Planned, hasher: PairHasher): Nodes {
  const inner = allocateNodes(plan.depth.length);
  const sources = { leaves, inner, ranks };
  let first = 0;
  const pairs = allocateNodes(2 * Math.max(0, ...ranks.groupSizes));
  for (const size of ranks.groupSizes) {
    pairs.words.fill(0, 0, size * 16);
    for (let i = 0; i < size; i++) {
      const planned = ranks.ordered[first + i] ?? 0;
      copyReferenced(sources, plan.left[planned] ?? EMPTY, pairs, 2 * i);
      copyReferenced(sources, plan.right[planned] ?? EMPTY, pairs, 2 * i + 1);
    }
    hasher.hashPairs(
      pairs.bytes.subarray(0, size * 2 * NODE_BYTES),
      inner.bytes.subarray(first * NODE_BYTES, (first + size) * NODE_BYTES),
    );
    for (let i = 0; i < size; i++) markInner(inner, first + i);
    first += size;
  }
  return inner;
}

interface Sources {
  readonly leaves: Nodes;
  readonly inner: Nodes;
  readonly ranks: Ranks;
}

function copyReferenced(sources: Sources, reference: number, to: Nodes, toAt: number): void {
  if (reference === EMPTY) return;
  if (reference % 2 === 0) copyNode(sources.leaves, reference >> 1, to, toAt);
  else copyNode(sources.inner, sources.ranks.rankOf[reference >> 1] ?? 0, to, toAt);
}
