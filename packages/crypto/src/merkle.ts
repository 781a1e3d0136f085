import type { Hash } from './backend.ts';
import { sha256 } from './hash.ts';

const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);

/** The hash of an entry as a leaf: H(0x00 || entry) (RFC 6962 section 2.1). */
export function leafHash(entry: Uint8Array): Hash {
  return sha256(LEAF_PREFIX, entry);
}

/** The hash of two subtrees: H(0x01 || left || right) (RFC 6962 section 2.1). */
export function nodeHash(left: Hash, right: Hash): Hash {
  return sha256(NODE_PREFIX, left, right);
}

/** The root of a tree without leaves: H of nothing (RFC 6962 section 2.1). */
export const emptyRoot: Hash = sha256();

/** The hash of adjacent subtrees, given from left to right and larger ones first. */
export function joinSubtrees(hashes: readonly Hash[]): Hash {
  let joined: Hash | undefined;
  for (const hash of hashes.toReversed()) {
    joined = joined === undefined ? hash : nodeHash(hash, joined);
  }
  return joined ?? emptyRoot;
}
