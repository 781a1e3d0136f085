import { assert, expectPresent } from '@madang/base';
import type { Hash } from './backend.ts';
import { joinSubtrees, nodeHash } from './merkle.ts';
import {
  assembleProof,
  consistencyProofNodes,
  inclusionProofNodes,
  rootNodes,
  type TreeNode,
} from './merkle-nodes.ts';

/** A whole tree in memory: `levels[l][i]` is the hash of the perfect subtree {level l, index i}. */
export interface MerkleTree {
  readonly size: number;
  readonly levels: ReadonlyArray<readonly Hash[]>;
}

/** Hashes a whole tree once, so that many proofs of it cost no further hashing of its inside. */
export function merkleTree(leafHashes: readonly Hash[]): MerkleTree {
  const levels: Array<readonly Hash[]> = [leafHashes];
  let below = leafHashes;
  while (below.length > 1) {
    below = pairs(below);
    levels.push(below);
  }
  return { size: leafHashes.length, levels };
}

function pairs(below: readonly Hash[]): readonly Hash[] {
  const level: Hash[] = [];
  for (let i = 1; i < below.length; i += 2) {
    const left = expectPresent(below[i - 1], 'i - 1 is below the length');
    level.push(nodeHash(left, expectPresent(below[i], 'i is below the length')));
  }
  return level;
}

/** The root of a tree (RFC 6962 section 2.1). */
export function treeRoot(tree: MerkleTree): Hash {
  return joinSubtrees(rootNodes(tree.size).map((node) => hashAt(tree, node)));
}

/** The inclusion proof of a leaf of a tree: the hashes of RFC 6962 section 2.1.1, joined. */
export function treeInclusionProof(tree: MerkleTree, index: number): Uint8Array {
  return assembleProof(inclusionProofNodes(index, tree.size), (node) => hashAt(tree, node));
}

/** The proof that a tree continues its first `oldSize` leaves: RFC 6962 section 2.1.2, joined. */
export function treeConsistencyProof(tree: MerkleTree, oldSize: number): Uint8Array {
  return assembleProof(consistencyProofNodes(oldSize, tree.size), (node) => hashAt(tree, node));
}

function hashAt(tree: MerkleTree, node: TreeNode): Hash {
  const hash = tree.levels[node.level]?.[node.index];
  assert(hash !== undefined, 'a plan names only subtrees of its tree');
  return hash;
}

/** The root over leaf hashes. Hashes everything: keep a {@link merkleTree} to do more. */
export function rootFromLeafHashes(leafHashes: readonly Hash[]): Hash {
  return treeRoot(merkleTree(leafHashes));
}

/** One inclusion proof. Hashes everything: for many proofs keep a {@link merkleTree}. */
export function inclusionProof(leafHashes: readonly Hash[], index: number): Uint8Array {
  return treeInclusionProof(merkleTree(leafHashes), index);
}

/** One consistency proof. Hashes everything: for many proofs keep a {@link merkleTree}. */
export function consistencyProof(leafHashes: readonly Hash[], oldSize: number): Uint8Array {
  return treeConsistencyProof(merkleTree(leafHashes), oldSize);
}
