import { equalBytes } from '@madang/base';
import type { Hash } from './backend.ts';
import { emptyRoot, nodeHash } from './merkle.ts';

const HASH_BYTES = 32;

/** A claim that a leaf stands at an index of a tree. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  /** The hash of the leaf, from `leafHash`. */
  readonly leaf: Hash;
  /** The proof's hashes joined. */
  readonly proof: Uint8Array;
  readonly root: Hash;
}

/** A claim that a tree begins with all leaves of an older one. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Hash;
  readonly newRoot: Hash;
  /** The proof's hashes joined. */
  readonly proof: Uint8Array;
}

/**
 * Whether an inclusion proof proves its claim (RFC 9162 section 2.1.3.2). False on any malformed
 * input.
 */
export function verifyInclusion(claim: InclusionClaim): boolean {
  const path = hashesOf(claim.proof);
  if (path === undefined || !isSize(claim.size) || !isSize(claim.index)) return false;
  if (claim.index >= claim.size || !isHash(claim.leaf) || !isHash(claim.root)) return false;
  const position = { index: claim.index, last: claim.size - 1 };
  let node = claim.leaf;
  for (const sibling of path) {
    if (position.last === 0) return false;
    node = climb(position) === 'sibling-left' ? nodeHash(sibling, node) : nodeHash(node, sibling);
  }
  return position.last === 0 && equalBytes(node, claim.root);
}

/**
 * Whether a consistency proof proves its claim (RFC 9162 section 2.1.4.2). Trees of one size are
 * consistent if equal, and every tree continues the empty one; both with an empty proof.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const path = hashesOf(claim.proof);
  if (path === undefined || !isSize(claim.oldSize) || !isSize(claim.newSize)) return false;
  if (claim.oldSize > claim.newSize || !isHash(claim.oldRoot) || !isHash(claim.newRoot)) {
    return false;
  }
  if (claim.oldSize === claim.newSize) {
    return path.length === 0 && equalBytes(claim.oldRoot, claim.newRoot);
  }
  if (claim.oldSize === 0) return path.length === 0 && equalBytes(claim.oldRoot, emptyRoot);
  return path.length > 0 && isGrowthProven(claim, path);
}

function isGrowthProven(claim: ConsistencyClaim, path: readonly Hash[]): boolean {
  const whole = isPowerOfTwo(claim.oldSize) ? [claim.oldRoot, ...path] : path;
  const roots = climbBoth(claim, whole);
  return (
    roots !== undefined &&
    equalBytes(roots.oldRoot, claim.oldRoot) &&
    equalBytes(roots.newRoot, claim.newRoot)
  );
}

/** The roots that a tree has and had, by one proof. */
export interface GrownRoots {
  /** Of the first `oldSize` leaves of the tree that has `newRoot`. */
  readonly oldRoot: Hash;
  readonly newRoot: Hash;
}

/** Both roots to which a proof leads whose first hash is given in every case. */
export function climbBoth(
  { oldSize, newSize }: Pick<ConsistencyClaim, 'oldSize' | 'newSize'>,
  [start, ...rest]: readonly Hash[],
): GrownRoots | undefined {
  if (start === undefined) return undefined;
  const position = { index: oldSize - 1, last: newSize - 1 };
  while (position.index % 2 === 1) ascend(position);
  let oldRoot = start;
  let newRoot = start;
  for (const sibling of rest) {
    if (position.last === 0) return undefined;
    if (climb(position) === 'sibling-left') {
      oldRoot = nodeHash(sibling, oldRoot);
      newRoot = nodeHash(sibling, newRoot);
    } else {
      newRoot = nodeHash(newRoot, sibling);
    }
  }
  return position.last === 0 ? { oldRoot, newRoot } : undefined;
}

/** Whether a number from 1 on is one; without bit operators, which would cut above 2^31. */
export function isPowerOfTwo(size: number): boolean {
  let rest = size;
  while (rest % 2 === 0 && rest > 0) rest = Math.floor(rest / 2);
  return rest === 1;
}

/** A node's index in its level and that of the level's last node: `fn` and `sn` of RFC 9162. */
interface Position {
  index: number;
  last: number;
}

/** Moves to the parent that the next sibling makes, past levels where the node has none. */
function climb(position: Position): 'sibling-left' | 'sibling-right' {
  const isRight = position.index % 2 === 1;
  const isLast = position.index === position.last;
  if (!isRight && isLast) {
    while (position.index % 2 === 0 && position.index !== 0) ascend(position);
  }
  ascend(position);
  return isRight || isLast ? 'sibling-left' : 'sibling-right';
}

/** Halves without bit operators, which would cut sizes above 2^31. */
function ascend(position: Position): void {
  position.index = Math.floor(position.index / 2);
  position.last = Math.floor(position.last / 2);
}

/** The hashes of a proof; nothing if its length is not one that hashes have. */
export function hashesOf(proof: Uint8Array): readonly Hash[] | undefined {
  if (proof.length % HASH_BYTES !== 0) return undefined;
  const hashes: Hash[] = [];
  for (let offset = 0; offset < proof.length; offset += HASH_BYTES) {
    hashes.push(proof.subarray(offset, offset + HASH_BYTES));
  }
  return hashes;
}

/** Whether a number can be a size or an index. */
export function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_BYTES;
}
