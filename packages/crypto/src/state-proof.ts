import { concat, equalBytes } from '@madang/base';
import type { Hash } from './backend.ts';
import { sha256 } from './hash.ts';
import {
  emptyNode,
  isEmptyNode,
  PATH_BITS,
  pathBit,
  splitAt,
  statePath,
  subtree,
  type TrieEntry,
  trieInner,
  trieLeaf,
} from './trie.ts';

const HASH_BYTES = 32;
const STATE_KEY_BYTES_MAX = 256;
const VALUE_BYTES_MAX = 65_536;

/** What proves that a key is in the state or is not (docs/spec/state.md). */
export interface StateProof {
  /** The number of levels between the terminal node and the root, 0 to 256. */
  readonly depth: number;
  /** ceil(depth / 8) bytes; bit i (most significant first) set: the sibling at i + 1 is listed. */
  readonly bitmap: Uint8Array;
  /** The listed siblings joined, 32 bytes each, from the root downwards. */
  readonly siblings: Uint8Array;
  /** In a proof of absence, the key that stands where the absent one would. */
  readonly other?: TrieEntry;
}

/** A claim that the state holds a value under a key. */
export interface PresenceClaim {
  readonly root: Hash;
  readonly stateKey: Uint8Array;
  readonly value: Uint8Array;
  readonly proof: StateProof;
}

/** A claim that the state holds nothing under a key. */
export interface AbsenceClaim {
  readonly root: Hash;
  readonly stateKey: Uint8Array;
  readonly proof: StateProof;
}

/** Whether a proof proves that the state holds this value. False on any malformed input. */
export function verifyPresence(claim: PresenceClaim): boolean {
  if (claim.proof.other !== undefined || claim.value.length > VALUE_BYTES_MAX) return false;
  if (claim.stateKey.length > STATE_KEY_BYTES_MAX) return false;
  const path = statePath(claim.stateKey);
  return leadsToRoot(claim.root, path, trieLeaf(path, sha256(claim.value)), claim.proof);
}

/**
 * Whether a proof proves that the state holds nothing under the key. False on any malformed
 * input.
 */
export function verifyAbsence(claim: AbsenceClaim): boolean {
  const { other, depth } = claim.proof;
  if (claim.stateKey.length > STATE_KEY_BYTES_MAX) return false;
  const path = statePath(claim.stateKey);
  if (other === undefined) return leadsToRoot(claim.root, path, emptyNode, claim.proof);
  if (other.path.length !== HASH_BYTES || other.valueHash.length !== HASH_BYTES) return false;
  if (equalBytes(other.path, path) || commonBits(other.path, path) < depth) return false;
  return leadsToRoot(claim.root, path, trieLeaf(other.path, other.valueHash), claim.proof);
}

/**
 * The proof about a path in the state of these entries (ascending paths): of presence if the path
 * is among them, else of absence. Hashes everything: the reference that a store is held against.
 */
export function proveState(entries: readonly TrieEntry[], path: Hash): StateProof {
  const siblings: Hash[] = [];
  let around = entries;
  while (around.length > 1) {
    const depth = siblings.length;
    const [left, right] = splitAt(around, depth);
    const isLeft = pathBit(path, depth) === 0;
    siblings.push(subtree(isLeft ? right : left, depth + 1));
    around = isLeft ? left : right;
  }
  const [terminal] = around;
  const proof = proofOfSiblings(siblings);
  if (terminal === undefined || equalBytes(terminal.path, path)) return proof;
  return { ...proof, other: terminal };
}

/** Packs siblings, given from the root downwards and empty ones included, into a proof. */
export function proofOfSiblings(siblings: readonly Hash[]): StateProof {
  const bitmap = new Uint8Array(Math.ceil(siblings.length / 8));
  const listed: Hash[] = [];
  for (const [i, sibling] of siblings.entries()) {
    if (isEmptyNode(sibling)) continue;
    bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (0x80 >> (i & 7));
    listed.push(sibling);
  }
  return { depth: siblings.length, bitmap, siblings: concat(...listed) };
}

function leadsToRoot(root: Hash, path: Hash, terminal: Hash, proof: StateProof): boolean {
  const siblings = siblingsOf(proof);
  if (siblings === undefined) return false;
  let node = terminal;
  for (let depth = siblings.length; depth >= 1; depth--) {
    const sibling = siblings[depth - 1] ?? emptyNode;
    node = pathBit(path, depth - 1) === 0 ? trieInner(node, sibling) : trieInner(sibling, node);
  }
  return equalBytes(node, root);
}

/** All siblings from the root downwards, or nothing if the proof is not in its one valid form. */
function siblingsOf(proof: StateProof): readonly Hash[] | undefined {
  if (!isDepth(proof.depth) || !isBitmapOf(proof.depth, proof.bitmap)) return undefined;
  const siblings: Hash[] = [];
  let offset = 0;
  for (let i = 0; i < proof.depth; i++) {
    if (pathBit(proof.bitmap, i) === 0) {
      siblings.push(emptyNode);
      continue;
    }
    const sibling = proof.siblings.subarray(offset, offset + HASH_BYTES);
    if (isEmptyNode(sibling)) return undefined;
    siblings.push(sibling);
    offset += HASH_BYTES;
  }
  return offset === proof.siblings.length ? siblings : undefined;
}

function isDepth(depth: number): boolean {
  return Number.isInteger(depth) && depth >= 0 && depth <= PATH_BITS;
}

/** One bit for each level, and those after the last level 0. */
function isBitmapOf(depth: number, bitmap: Uint8Array): boolean {
  if (bitmap.length !== Math.ceil(depth / 8)) return false;
  return depth % 8 === 0 || ((bitmap.at(-1) ?? 0) & (0xff >> (depth % 8))) === 0;
}

function commonBits(left: Hash, right: Hash): number {
  let bits = 0;
  while (bits < PATH_BITS && pathBit(left, bits) === pathBit(right, bits)) bits += 1;
  return bits;
}
