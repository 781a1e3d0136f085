import { sameBytes, splitHashes } from './bytes.mjs';
import { MAX_ENTRY_BYTES } from './records.mjs';
import { GrowingTree, leafHash, rootOf, TILE_WIDTH } from './tree.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';

/*
 * The layout of C2SP tlog-tiles. A part at the right edge of the tree is published by its width
 * (`.p/<width>`) and may be gone once the full one is there, so each read tries both.
 */

const MAX_BUNDLE_BYTES = TILE_WIDTH * (2 + MAX_ENTRY_BYTES);

/** @typedef {import('./source.mjs').Source} Source */

/**
 * The path elements of a tile index: groups of three digits, all but the last beginning with x.
 * @param {number} index
 */
export function tileIndexPath(index) {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}

/**
 * Hashes in the tile `index` of a level in a log of `size` entries.
 * @param {number} level
 * @param {number} index
 * @param {number} size
 */
export function tileWidth(level, index, size) {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/**
 * @param {Source} source
 * @param {string} name path without the suffix for a part
 * @param {number} width
 * @param {number} maxBytes
 */
async function readPartOrFull(source, name, width, maxBytes) {
  const partial =
    width < TILE_WIDTH ? await source.read(`${name}.p/${width}`, maxBytes) : undefined;
  const bytes = partial ?? (await source.read(name, maxBytes));
  if (bytes === undefined) throw new CannotCheck('TILE_MISSING', { name });
  return { bytes, width: partial ? width : TILE_WIDTH };
}

/**
 * The first `width` hashes of a tile. Throws a CannotCheck if it is not there.
 * @param {Source} source
 * @param {number} level
 * @param {number} index
 * @param {number} width
 */
export async function readTile(source, level, index, width) {
  const name = `tile/${level}/${tileIndexPath(index)}`;
  const found = await readPartOrFull(source, name, width, TILE_WIDTH * 32);
  const hashes = splitHashes(found.bytes);
  if (hashes?.length !== found.width) throw new Mismatch('TILE_MALFORMED', { name });
  return hashes.slice(0, width);
}

/**
 * The first `width` entries of a bundle. Throws a CannotCheck if it is not there.
 * @param {Source} source
 * @param {number} index
 * @param {number} width
 */
export async function readBundle(source, index, width) {
  const name = `tile/entries/${tileIndexPath(index)}`;
  const found = await readPartOrFull(source, name, width, MAX_BUNDLE_BYTES);
  const entries = splitEntries(found.bytes);
  if (entries?.length !== found.width) throw new Mismatch('BUNDLE_MALFORMED', { name });
  return entries.slice(0, width);
}

/** @param {Uint8Array} bundle */
function splitEntries(bundle) {
  const entries = [];
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  for (let at = 0; at < bundle.length; ) {
    if (at + 2 > bundle.length) return undefined;
    const end = at + 2 + view.getUint16(at);
    if (end > bundle.length) return undefined;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/**
 * The tree at `size`, taken from the hashes published for a log of `published` entries. Nothing of
 * it is proven until its root has been compared with that of a checkpoint.
 * @param {Source} source
 * @param {number} size
 * @param {number} published
 */
export async function treeFromTiles(source, size, published) {
  const tree = new GrowingTree();
  tree.size = size;
  for (let level = 0; size >= TILE_WIDTH ** level; level += 1) {
    const hashes = Math.floor(size / TILE_WIDTH ** level);
    const index = Math.floor(hashes / TILE_WIDTH);
    const width = hashes % TILE_WIDTH;
    const available = tileWidth(level, index, published);
    const tile = width === 0 ? [] : await readTile(source, level, index, available);
    tree.levels[level] = tile.slice(0, width);
  }
  return tree;
}

/**
 * The last entry of a tree that came from tiles and whose root has been found right. Throws a
 * Mismatch if what is published is not that entry.
 * @param {Source} source
 * @param {GrowingTree} tree
 * @param {number} published
 */
export async function lastEntry(source, tree, published) {
  const index = Math.floor((tree.size - 1) / TILE_WIDTH);
  const entries = await readBundle(source, index, tileWidth(0, index, published));
  const covered = entries.slice(0, tree.size - index * TILE_WIDTH);
  const hashes = covered.map(leafHash);
  await requireRightEdge(source, tree, hashes);
  return covered[covered.length - 1];
}

/**
 * Climbs from the tile that holds the last leaf to the first level whose open tile is not empty.
 * @param {Source} source
 * @param {GrowingTree} tree
 * @param {Uint8Array[]} leaves the hashes of the tile that holds the last leaf
 */
async function requireRightEdge(source, tree, leaves) {
  let hashes = leaves;
  for (let level = 0; ; level += 1) {
    const open = tree.levels[level] ?? [];
    const last = open.at(-1);
    const edge = hashes[hashes.length - 1];
    if (last !== undefined) {
      if (!sameBytes(last, edge)) throw new Mismatch('EDGE_DIFFERS', { level });
      return;
    }
    const above = tree.levels[level + 1]?.at(-1);
    const hash = rootOf(hashes);
    if (above !== undefined) {
      if (!sameBytes(above, hash)) throw new Mismatch('EDGE_DIFFERS', { level: level + 1 });
      return;
    }
    const index = tree.size / TILE_WIDTH ** (level + 2) - 1;
    hashes = await readTile(source, level + 1, index, TILE_WIDTH);
    if (!sameBytes(hashes[TILE_WIDTH - 1], hash)) {
      throw new Mismatch('EDGE_DIFFERS', { level: level + 1 });
    }
  }
}
