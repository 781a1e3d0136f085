import { expectPresent, fail, ok, type Result } from '@madang/base';
import type { Hash } from './backend.ts';
import { joinSubtrees, nodeHash } from './merkle.ts';
import { rootNodes, type TreeNode } from './merkle-nodes.ts';

/** All that a writer needs of an append-only tree: the hashes of `rootNodes(size)`. */
export interface Frontier {
  readonly size: number;
  readonly hashes: readonly Hash[];
}

/** The frontier of a tree without leaves. */
export const emptyFrontier: Frontier = { size: 0, hashes: [] };

/**
 * The frontier after one more leaf. `onNode` is told each perfect subtree that this leaf
 * completes, itself (level 0) first, so that a store can keep them.
 */
export function appendLeaf(
  frontier: Frontier,
  leaf: Hash,
  onNode?: (node: TreeNode, hash: Hash) => void,
): Frontier {
  const hashes = [...frontier.hashes];
  let hash = leaf;
  let index = frontier.size;
  let level = 0;
  onNode?.({ level, index }, hash);
  while (index % 2 === 1) {
    hash = nodeHash(expectPresent(hashes.pop(), 'an odd index has a left sibling'), hash);
    index = (index - 1) / 2;
    level += 1;
    onNode?.({ level, index }, hash);
  }
  hashes.push(hash);
  return { size: frontier.size + 1, hashes };
}

/** The root of the tree that a frontier stands for. */
export function frontierRoot(frontier: Frontier): Hash {
  return joinSubtrees(frontier.hashes);
}

/** A frontier read back from storage; `BAD_FRONTIER` unless size and hashes can belong together. */
export function frontierFrom(
  size: number,
  hashes: readonly Hash[],
): Result<Frontier, 'BAD_FRONTIER'> {
  if (!Number.isSafeInteger(size) || size < 0) return fail('BAD_FRONTIER');
  if (hashes.length !== rootNodes(size).length) return fail('BAD_FRONTIER');
  return hashes.every((hash) => hash.length === 32) ? ok({ size, hashes }) : fail('BAD_FRONTIER');
}
