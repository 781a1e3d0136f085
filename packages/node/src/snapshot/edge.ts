import { equalBytes } from '@madang/base';
import { joinSubtrees, rootNodes } from '@madang/crypto';

/** Hashes in a full tile, and levels of the tree that one tile spans (C2SP tlog-tiles). */
const TILE_WIDTH = 256;
const TILE_LEVELS = 8;
const HASH_BYTES = 32;

/** The last tile of a level: its index, and how many hashes it has (1 to 256). */
export interface EdgeTile {
  readonly index: number;
  readonly width: number;
}

/**
 * The right edge of a log: the last tile of each level. It is all of the old hashes that are needed
 * to append, and to prove the last entry and everything after it.
 */
export function edgeWidths(logSize: number): readonly EdgeTile[] {
  const tiles: EdgeTile[] = [];
  for (let count = logSize; count > 0; count = Math.floor(count / TILE_WIDTH)) {
    const index = Math.ceil(count / TILE_WIDTH) - 1;
    tiles.push({ index, width: count - index * TILE_WIDTH });
  }
  return tiles;
}

/** The hashes of the perfect subtrees of the root, from the edge's tiles. */
export function edgeFrontier(logSize: number, edge: readonly Uint8Array[]): readonly Uint8Array[] {
  const widths = edgeWidths(logSize);
  return rootNodes(logSize).map((node) => {
    const level = Math.floor(node.level / TILE_LEVELS);
    const span = 2 ** (node.level % TILE_LEVELS);
    const from = node.index * span - (widths[level]?.index ?? 0) * TILE_WIDTH;
    return perfect(hashesOf(edge[level] ?? new Uint8Array()).slice(from, from + span));
  });
}

/** Whether each full tile of the edge leads to the last hash of the level above. */
export function isEdgeJoined(edge: readonly Uint8Array[]): boolean {
  return edge.every((tile, level) => {
    const hashes = hashesOf(tile);
    if (hashes.length < TILE_WIDTH) return true;
    const above = hashesOf(edge[level + 1] ?? new Uint8Array()).at(-1);
    return above !== undefined && equalBytes(perfect(hashes), above);
  });
}

/** The hashes of a tile. */
export function hashesOf(tile: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.floor(tile.length / HASH_BYTES) }, (_, i) =>
    tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}

/** The root over a power of two of hashes. */
function perfect(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length <= 1) return hashes[0] ?? new Uint8Array();
  const half = Math.floor(hashes.length / 2);
  return joinSubtrees([perfect(hashes.slice(0, half)), perfect(hashes.slice(half))]);
}
