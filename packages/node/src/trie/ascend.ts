import { NODE_BYTES } from './layout.ts';
import { allocateNodes, copyNode, isEmptyAt, isLeafAt, markInner, type Nodes } from './nodes.ts';
import type { PairHasher } from './pair-hasher.ts';

/**
 * New nodes for several heaps, kept beside them until their block is durable. Patch i belongs at
 * `position[i]` of heap `slot[i]`, and its node is at position i of `nodes`. A heap is a perfect
 * binary tree with its root at position 1 and the children of p at 2p and 2p + 1.
 */
export interface Patches {
  readonly heaps: readonly Nodes[];
  readonly slot: number[];
  readonly position: number[];
  nodes: Nodes;
}

/** No patches yet for these heaps. */
export function emptyPatches(heaps: readonly Nodes[]): Patches {
  return { heaps, slot: [], position: [], nodes: allocateNodes(256) };
}

/** Adds a patch whose node is still empty and returns its number. */
export function addPatch(patches: Patches, slot: number, position: number): number {
  patches.slot.push(slot);
  const patch = patches.position.push(position) - 1;
  if ((patch + 1) * NODE_BYTES > patches.nodes.bytes.length) {
    const larger = allocateNodes((patch + 1) * 2);
    larger.words.set(patches.nodes.words);
    patches.nodes = larger;
  }
  return patch;
}

/** Writes all patches into their heaps. */
export function applyPatches(patches: Patches): void {
  for (let i = 0; i < patches.position.length; i++) {
    const heap = patches.heaps[patches.slot[i] ?? 0];
    if (heap !== undefined) copyNode(patches.nodes, i, heap, patches.position[i] ?? 0);
  }
}

/**
 * The parents of changed nodes: one level up, all hashed in one call. `changed` are patches of one
 * level of their heaps; those of one heap stand together and ascend.
 */
export function ascend(
  patches: Patches,
  changed: readonly number[],
  hasher: PairHasher,
): readonly number[] {
  const pairs = allocateNodes(2 * changed.length);
  const hashed: number[] = [];
  const parents: number[] = [];
  for (let i = 0; i < changed.length; i++) {
    const patch = changed[i] ?? 0;
    const sibling = siblingAmong(patches, patch, changed[i + 1]);
    if (sibling !== undefined) i += 1;
    loadPair(patches, { patch, sibling }, pairs, hashed.length);
    const slot = patches.slot[patch] ?? 0;
    const parent = addPatch(patches, slot, (patches.position[patch] ?? 0) >> 1);
    parents.push(parent);
    const only = onlyChild(pairs, hashed.length);
    if (only === undefined) hashed.push(parent);
    else copyNode(pairs, only, patches.nodes, parent);
  }
  hashPairsInto(pairs, hashed, patches, hasher);
  return parents;
}

function siblingAmong(
  patches: Patches,
  patch: number,
  next: number | undefined,
): number | undefined {
  if (next === undefined || patches.slot[next] !== patches.slot[patch]) return undefined;
  const position = patches.position[patch] ?? 0;
  return patches.position[next] === (position ^ 1) ? next : undefined;
}

interface Couple {
  readonly patch: number;
  readonly sibling: number | undefined;
}

function loadPair(patches: Patches, couple: Couple, pairs: Nodes, at: number): void {
  const position = patches.position[couple.patch] ?? 0;
  const side = position & 1;
  copyNode(patches.nodes, couple.patch, pairs, 2 * at + side);
  const other = 2 * at + 1 - side;
  if (couple.sibling !== undefined) {
    copyNode(patches.nodes, couple.sibling, pairs, other);
    return;
  }
  const heap = patches.heaps[patches.slot[couple.patch] ?? 0];
  if (heap !== undefined) copyNode(heap, position ^ 1, pairs, other);
}

/**
 * The child that stands for both, where a subtree holds at most one key (docs/spec/state.md):
 * nothing is hashed then.
 */
function onlyChild(pairs: Nodes, at: number): number | undefined {
  const left = 2 * at;
  const right = left + 1;
  if (isEmptyAt(pairs, left)) {
    return isLeafAt(pairs, right) || isEmptyAt(pairs, right) ? right : undefined;
  }
  return isLeafAt(pairs, left) && isEmptyAt(pairs, right) ? left : undefined;
}

function hashPairsInto(
  pairs: Nodes,
  parents: readonly number[],
  patches: Patches,
  hasher: PairHasher,
): void {
  const hashes = allocateNodes(parents.length);
  hasher.hashPairs(pairs.bytes.subarray(0, parents.length * 2 * NODE_BYTES), hashes.bytes);
  for (const [i, parent] of parents.entries()) {
    markInner(hashes, i);
    copyNode(hashes, i, patches.nodes, parent);
  }
}
