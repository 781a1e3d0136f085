import { isEmptyNode, trieInner } from '@madang/crypto';

/** How many bits a path has. */
const PATH_BITS = 256;

/** A whole subtree of the trie: all keys whose paths begin with the same bits. */
export interface StatePart {
  /** How many bits they share. */
  readonly depth: number;
  /** The shared bits; the others are 0. */
  readonly prefix: Uint8Array;
  readonly node: Uint8Array;
}

/** Parts that cover the trie without a gap, and the root that they lead to. */
export interface FoldedState {
  readonly root: Uint8Array;
  readonly parts: readonly StatePart[];
}

/**
 * The root over subtrees that follow each other from the left. Nothing if they do not cover the
 * whole trie exactly once: so nothing can be left out between them.
 */
export function foldState(
  given: readonly { readonly depth: number; readonly node: Uint8Array }[],
): FoldedState | undefined {
  const parts: StatePart[] = [];
  const fold = (depth: number, prefix: Uint8Array): Uint8Array | undefined => {
    const next = given[parts.length];
    if (next === undefined || next.depth < depth) return undefined;
    if (next.depth === depth) {
      parts.push({ ...next, prefix });
      return next.node;
    }
    if (depth >= PATH_BITS) return undefined;
    const left = fold(depth + 1, prefix);
    const right = left === undefined ? undefined : fold(depth + 1, withBit(prefix, depth));
    return left === undefined || right === undefined ? undefined : joinNodes(left, right);
  };
  const root = fold(0, new Uint8Array(PATH_BITS / 8));
  return root === undefined || parts.length !== given.length ? undefined : { root, parts };
}

/** The same path with the bit at `depth` set. */
export function withBit(path: Uint8Array, depth: number): Uint8Array {
  const changed = path.slice();
  changed[depth >> 3] = (changed[depth >> 3] ?? 0) | (0x80 >> (depth & 7));
  return changed;
}

/** The node over two: one that holds a single key stands for both (docs/spec/state.md). */
function joinNodes(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (isEmptyNode(left) && (isEmptyNode(right) || isLeaf(right))) return right;
  if (isEmptyNode(right) && isLeaf(left)) return left;
  return trieInner(left, right);
}

function isLeaf(node: Uint8Array): boolean {
  return ((node[0] ?? 0) & 0x80) !== 0;
}
