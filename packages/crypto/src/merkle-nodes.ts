import { assert, concat } from '@madang/base';
import type { Hash } from './backend.ts';
import { joinSubtrees } from './merkle.ts';

/**
 * A perfect subtree: over the leaves from `index · 2^level` to before `(index + 1) · 2^level`.
 * Once its last leaf is written its hash never changes, so a store can keep it.
 */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/**
 * How to make a proof: for each of its hashes, in order, the perfect subtrees that join to it,
 * from left to right. {@link assembleProof} reads and joins them.
 */
export type ProofPlan = ReadonlyArray<readonly TreeNode[]>;

interface LeafRange {
  readonly begin: number;
  readonly end: number;
}

/** The plan of the inclusion proof of leaf `index` in a tree of `size` (RFC 6962 section 2.1.1). */
export function inclusionProofNodes(index: number, size: number): ProofPlan {
  assertSize(size);
  assert(Number.isSafeInteger(index) && index >= 0 && index < size, 'leaf index out of range');
  const siblings: LeafRange[] = [];
  let range: LeafRange = { begin: 0, end: size };
  while (range.end - range.begin > 1) {
    const [left, right] = split(range);
    const isLeft = index < left.end;
    siblings.push(isLeft ? right : left);
    range = isLeft ? left : right;
  }
  return siblings.toReversed().map(perfectSubtrees);
}

/**
 * The plan of the consistency proof between the trees of `oldSize` and `newSize` leaves (RFC 6962
 * section 2.1.2). It is empty if the sizes are equal or the older tree is empty.
 */
export function consistencyProofNodes(oldSize: number, newSize: number): ProofPlan {
  assertSize(newSize);
  assert(Number.isSafeInteger(oldSize) && oldSize >= 0 && oldSize <= newSize, 'size out of range');
  if (oldSize === 0) return [];
  const parts: LeafRange[] = [];
  let range: LeafRange = { begin: 0, end: newSize };
  while (oldSize < range.end) {
    const [left, right] = split(range);
    const isLeft = oldSize <= left.end;
    parts.push(isLeft ? right : left);
    range = isLeft ? left : right;
  }
  if (range.begin > 0) parts.push(range);
  return parts.toReversed().map(perfectSubtrees);
}

/** The perfect subtrees that join to the root of a tree of `size` leaves. */
export function rootNodes(size: number): readonly TreeNode[] {
  assertSize(size);
  return perfectSubtrees({ begin: 0, end: size });
}

/** The proof of a plan: its hashes joined, 32 bytes each, `read` giving those of the subtrees. */
export function assembleProof(plan: ProofPlan, read: (node: TreeNode) => Hash): Uint8Array {
  return concat(...plan.map((nodes) => joinSubtrees(nodes.map(read))));
}

/** Splits where RFC 6962 does: at the largest power of two smaller than the number of leaves. */
function split(range: LeafRange): [LeafRange, LeafRange] {
  const size = range.end - range.begin;
  let half = 1;
  while (half * 2 < size) half *= 2;
  const middle = range.begin + half;
  return [
    { begin: range.begin, end: middle },
    { begin: middle, end: range.end },
  ];
}

function perfectSubtrees(range: LeafRange): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  let begin = range.begin;
  while (begin < range.end) {
    let level = 0;
    let width = 1;
    while (width * 2 <= range.end - begin) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: begin / width });
    begin += width;
  }
  return nodes;
}

function assertSize(size: number): void {
  assert(Number.isSafeInteger(size) && size >= 0, 'a tree size is a safe integer of at least 0');
}
