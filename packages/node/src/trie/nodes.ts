import { NODE_BYTES, NODE_WORDS } from './layout.ts';

/** Nodes in memory, seen as bytes and as words. Copying words is several times faster here. */
export interface Nodes {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
}

/** Room for `count` nodes, all empty. */
export function allocateNodes(count: number): Nodes {
  const words = new Uint32Array(count * NODE_WORDS);
  return { words, bytes: new Uint8Array(words.buffer) };
}

/** Copies one node. Positions count nodes. */
export function copyNode(from: Nodes, fromAt: number, to: Nodes, toAt: number): void {
  const source = from.words;
  const target = to.words;
  const s = fromAt * NODE_WORDS;
  const t = toAt * NODE_WORDS;
  target[t] = source[s] ?? 0;
  target[t + 1] = source[s + 1] ?? 0;
  target[t + 2] = source[s + 2] ?? 0;
  target[t + 3] = source[s + 3] ?? 0;
  target[t + 4] = source[s + 4] ?? 0;
  target[t + 5] = source[s + 5] ?? 0;
  target[t + 6] = source[s + 6] ?? 0;
  target[t + 7] = source[s + 7] ?? 0;
}

/** Whether a node is the empty one. */
export function isEmptyAt(nodes: Nodes, at: number): boolean {
  const end = (at + 1) * NODE_WORDS;
  for (let word = at * NODE_WORDS; word < end; word++) {
    if (nodes.words[word] !== 0) return false;
  }
  return true;
}

/** Whether a node is a leaf: its first bit is set. */
export function isLeafAt(nodes: Nodes, at: number): boolean {
  return ((nodes.bytes[at * NODE_BYTES] ?? 0) & 0x80) !== 0;
}

/** Marks a hash as a leaf. */
export function markLeaf(nodes: Nodes, at: number): void {
  nodes.bytes[at * NODE_BYTES] = (nodes.bytes[at * NODE_BYTES] ?? 0) | 0x80;
}

/** Marks a hash as an inner node. */
export function markInner(nodes: Nodes, at: number): void {
  nodes.bytes[at * NODE_BYTES] = (nodes.bytes[at * NODE_BYTES] ?? 0) & 0x7f;
}

/** A copy of a node's bytes. */
export function nodeBytes(nodes: Nodes, at: number): Uint8Array {
  return nodes.bytes.slice(at * NODE_BYTES, (at + 1) * NODE_BYTES);
}
