import { sameBytes } from './bytes.mjs';
import { readBundle, readTile, tileWidth } from './tiles.mjs';
import { GrowingTree, leafHash, TILE_WIDTH } from './tree.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';

/**
 * @typedef {import('./source.mjs').Source} Source
 * @typedef {{ source: Source, size: number, tree?: GrowingTree,
 *   onEntries: (entries: Uint8Array[], first: number) => void | Promise<void>,
 *   onTileProblem: (problem: Mismatch | CannotCheck) => void,
 *   onProgress?: (done: number, size: number) => void }} Walk
 */

/**
 * Reads every entry from the tree's size up to `size`, hashes it into the tree and compares each
 * published tile with the hashes so computed. Holds one bundle and one tile of each level at a
 * time. Throws a Mismatch or CannotCheck if a bundle cannot be read.
 * @param {Walk} walk
 * @returns {Promise<GrowingTree>}
 */
export async function walkLog(walk) {
  const { source, size, tree = new GrowingTree(), onEntries, onTileProblem, onProgress } = walk;
  let next = nextBundle(source, tree.size, size);
  while (tree.size < size) {
    const first = tree.size;
    const { entries, skip } = await next;
    const wanted = entries.slice(skip, skip + size - first);
    // The next bundle is on its way while this one is looked at.
    next = nextBundle(source, first + wanted.length, size);
    next.catch(() => undefined);
    for (const tile of wanted.flatMap((entry) => tree.append(leafHash(entry)))) {
      await compareTile(source, tile, TILE_WIDTH, onTileProblem);
    }
    await onEntries(wanted, first);
    onProgress?.(tree.size, size);
  }
  for (const [level, hashes] of tree.levels.entries()) {
    if (hashes.length === 0) continue;
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    await compareTile(source, { level, index, hashes }, hashes.length, onTileProblem);
  }
  return tree;
}

/**
 * @param {Source} source
 * @param {number} from index of the first entry wanted
 * @param {number} size
 */
async function nextBundle(source, from, size) {
  if (from >= size) return { entries: [], skip: 0 };
  const index = Math.floor(from / TILE_WIDTH);
  const entries = await readBundle(source, index, tileWidth(0, index, size));
  return { entries, skip: from % TILE_WIDTH };
}

/**
 * @param {Source} source
 * @param {import('./tree.mjs').Tile} tile as computed
 * @param {number} width
 * @param {Walk['onTileProblem']} onTileProblem
 */
async function compareTile(source, { level, index, hashes }, width, onTileProblem) {
  try {
    const published = await readTile(source, level, index, width);
    const at = hashes.findIndex((hash, position) => !sameBytes(hash, published[position]));
    if (at < 0) return;
    const entry = (index * TILE_WIDTH + at) * TILE_WIDTH ** level;
    throw new Mismatch('TILE_DIFFERS', { level, index, entry });
  } catch (error) {
    if (!(error instanceof Mismatch || error instanceof CannotCheck)) throw error;
    onTileProblem(error);
  }
}
