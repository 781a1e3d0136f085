import { sameBytes, sha256, splitHashes } from './bytes.mjs';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** @param {Uint8Array} entry */
export function leafHash(entry) {
  return sha256(LEAF, entry);
}

/**
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
export function nodeHash(left, right) {
  return sha256(NODE, left, right);
}

/**
 * Whether `proof` leads from a leaf to a root (RFC 9162 §2.1.3.2).
 * @param {{ index: bigint, size: bigint, leaf: Uint8Array, root: Uint8Array }} claim
 * @param {Uint8Array} proof joined hashes
 */
export function includes({ index, size, leaf, root }, proof) {
  const path = splitHashes(proof);
  if (path === undefined || index >= size) return false;
  let position = index;
  let last = size - 1n;
  let node = leaf;
  for (const sibling of path) {
    if (last === 0n) return false;
    if (position % 2n === 1n || position === last) {
      node = nodeHash(sibling, node);
      while (position % 2n === 0n && position !== 0n) {
        position /= 2n;
        last /= 2n;
      }
    } else {
      node = nodeHash(node, sibling);
    }
    position /= 2n;
    last /= 2n;
  }
  return last === 0n && sameBytes(node, root);
}

/**
 * A log's size and root at one moment.
 * @typedef {{ size: bigint, root: Uint8Array }} TreeHead
 */

/**
 * Whether the log under `newer` begins with the log under `older` (RFC 9162 §2.1.4.2). For equal
 * sizes the roots are equal and the proof is empty; an empty older log proves nothing.
 * @param {TreeHead} older
 * @param {TreeHead} newer
 * @param {Uint8Array} proof joined hashes
 */
export function extendsHead(older, newer, proof) {
  const path = splitHashes(proof);
  if (path === undefined || older.size === 0n || older.size > newer.size) return false;
  if (older.size === newer.size) return path.length === 0 && sameBytes(older.root, newer.root);
  const isPowerOfTwo = (older.size & (older.size - 1n)) === 0n;
  const steps = isPowerOfTwo ? [older.root, ...path] : path;
  const folded = foldConsistency(older.size - 1n, newer.size - 1n, steps);
  return (
    folded !== undefined &&
    sameBytes(folded.older, older.root) &&
    sameBytes(folded.newer, newer.root)
  );
}

/**
 * The roots to which a prefix proof leads: of the first `size` entries, and of the whole
 * (docs/spec/equivocation.md). Undefined if it leads nowhere.
 * @param {bigint} size
 * @param {bigint} whole
 * @param {Uint8Array} proof joined hashes
 */
export function rootsOfPrefix(size, whole, proof) {
  const path = splitHashes(proof);
  if (path === undefined || size === 0n || size >= whole) return undefined;
  return foldConsistency(size - 1n, whole - 1n, path);
}

/**
 * @param {bigint} first
 * @param {bigint} second
 * @param {Uint8Array[]} steps
 */
function foldConsistency(first, second, [seed, ...steps]) {
  if (seed === undefined) return undefined;
  let [fn, sn] = [first, second];
  while (fn % 2n === 1n) [fn, sn] = [fn / 2n, sn / 2n];
  let older = seed;
  let newer = seed;
  for (const step of steps) {
    if (sn === 0n) return undefined;
    if (fn % 2n === 1n || fn === sn) {
      older = nodeHash(step, older);
      newer = nodeHash(step, newer);
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn / 2n, sn / 2n];
    } else {
      newer = nodeHash(newer, step);
    }
    [fn, sn] = [fn / 2n, sn / 2n];
  }
  return sn === 0n ? { older, newer } : undefined;
}

/** Hashes in one tile. */
export const TILE_WIDTH = 256;

/**
 * @typedef {{ level: number, index: number, hashes: Uint8Array[] }} Tile
 */

/** A tree that grows by one leaf at a time and remembers only its open tiles. */
export class GrowingTree {
  constructor() {
    this.size = 0;
    /** @type {Uint8Array[][]} the hashes of the open tile of each level */
    this.levels = [[]];
  }

  /**
   * @param {Uint8Array} leaf a leaf hash
   * @returns {Tile[]} the tiles that this leaf has filled
   */
  append(leaf) {
    this.size += 1;
    const filled = [];
    let hash = leaf;
    for (let level = 0, span = TILE_WIDTH; ; level += 1, span *= TILE_WIDTH) {
      this.levels[level] ??= [];
      const open = this.levels[level];
      open.push(hash);
      if (open.length < TILE_WIDTH) return filled;
      filled.push({ level, index: this.size / span - 1, hashes: open });
      this.levels[level] = [];
      hash = rootOf(open);
    }
  }

  /** The root over all leaves so far. */
  root() {
    return foldPeaks(this.levels.flatMap((hashes) => peaksOf(hashes).reverse()));
  }
}

/**
 * The root of a tree over perfect subtrees of equal height.
 * @param {Uint8Array[]} hashes
 */
export function rootOf(hashes) {
  return foldPeaks(peaksOf(hashes).reverse());
}

/**
 * The roots of the largest perfect subtrees, from the left.
 * @param {Uint8Array[]} hashes
 */
function peaksOf(hashes) {
  /** @type {{ height: number, hash: Uint8Array }[]} */
  const peaks = [];
  for (const hash of hashes) {
    let peak = { height: 0, hash };
    while (peaks.at(-1)?.height === peak.height) {
      const left = /** @type {{ hash: Uint8Array }} */ (peaks.pop());
      peak = { height: peak.height + 1, hash: nodeHash(left.hash, peak.hash) };
    }
    peaks.push(peak);
  }
  return peaks.map((peak) => peak.hash);
}

/** @param {Uint8Array[]} peaks from the right */
function foldPeaks([right, ...others]) {
  if (right === undefined) return sha256();
  return others.reduce((folded, left) => nodeHash(left, folded), right);
}
