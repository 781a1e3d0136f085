import { assert, compareBytes } from '@madang/base';
import type { Hash } from './backend.ts';
import { sha256 } from './hash.ts';

/** How many bits a path has, and so how deep the trie can be. */
export const PATH_BITS = 256;

/** The node of a subtree without keys: 32 zero bytes (docs/spec/state.md). */
export const emptyNode: Hash = new Uint8Array(32);

/** A key and a value of the state as the trie sees them. */
export interface TrieEntry {
  readonly path: Hash;
  /** H(value). */
  readonly valueHash: Hash;
}

/** Where a state key stands in the trie: H(stateKey). */
export function statePath(stateKey: Uint8Array): Hash {
  return sha256(stateKey);
}

/** The node of a subtree with one key: H(path || H(value)) with the first bit set. */
export function trieLeaf(path: Hash, valueHash: Hash): Hash {
  const node = sha256(path, valueHash);
  node[0] = (node[0] ?? 0) | 0x80;
  return node;
}

/** The node of a subtree with several keys: H(left || right) with the first bit cleared. */
export function trieInner(left: Hash, right: Hash): Hash {
  const node = sha256(left, right);
  node[0] = (node[0] ?? 0) & 0x7f;
  return node;
}

/** Whether a node is {@link emptyNode}. */
export function isEmptyNode(node: Hash): boolean {
  return node.every((byte) => byte === 0);
}

/** Bit `i` of a path, the most significant bit of the first byte being bit 0. */
export function pathBit(path: Hash, i: number): 0 | 1 {
  return ((path[i >> 3] ?? 0) & (0x80 >> (i & 7))) === 0 ? 0 : 1;
}

/**
 * The state root by its definition. Entries stand in ascending order of their paths, no path
 * twice. Hashes everything: it is the reference that a store is held against.
 */
export function trieRoot(entries: readonly TrieEntry[]): Hash {
  for (const [i, entry] of entries.entries()) {
    const before = entries[i - 1];
    assert(
      before === undefined || compareBytes(before.path, entry.path) < 0,
      'trieRoot: paths ascend',
    );
  }
  return subtree(entries, 0);
}

/** The node of the entries that share their first `depth` bits, in ascending order of path. */
export function subtree(entries: readonly TrieEntry[], depth: number): Hash {
  const [only] = entries;
  if (only === undefined) return emptyNode;
  if (entries.length === 1) return trieLeaf(only.path, only.valueHash);
  const [left, right] = splitAt(entries, depth);
  return trieInner(subtree(left, depth + 1), subtree(right, depth + 1));
}

/** The entries whose bit at `depth` is 0 and those where it is 1. */
export function splitAt(
  entries: readonly TrieEntry[],
  depth: number,
): [readonly TrieEntry[], readonly TrieEntry[]] {
  const boundary = entries.findIndex((entry) => pathBit(entry.path, depth) === 1);
  if (boundary < 0) return [entries, []];
  return [entries.slice(0, boundary), entries.slice(boundary)];
}
