import { expectOk, expectPresent } from '@madang/base';
import {
  appendLeaf,
  assembleProof,
  consistencyProofNodes,
  type Frontier,
  frontierFrom,
  frontierRoot,
  inclusionProofNodes,
  joinSubtrees,
  leafHash,
  rootNodes,
  type TreeNode,
} from '@madang/crypto';
import { damaged } from '../failure.ts';
import type { TableReader, TableWriter } from './database.ts';

/** Hashes in a full tile, and levels of the tree that one tile spans (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
const TILE_LEVELS = 8;
const HASH_BYTES = 32;

/** The log's tree: its right edge in memory, everything else in tiles. */
export interface LogTree {
  frontier: Frontier;
  /** Hashes of perfect subtrees that were written or computed lately. */
  readonly recent: RecentNodes;
}

/** What a block adds to the tree, in memory. */
export interface PreparedTree {
  readonly frontier: Frontier;
  readonly root: Uint8Array;
  readonly tiles: ReadonlyMap<string, Tile>;
  readonly nodes: readonly KnownNode[];
}

interface Tile {
  readonly level: number;
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
}

interface KnownNode {
  readonly node: TreeNode;
  readonly hash: Uint8Array;
}

/** The tree of a stored size; its frontier is read from the tiles. */
export function openLogTree(size: number, tiles: TableReader<Uint8Array>): LogTree {
  const tree: LogTree = { frontier: { size: 0, hashes: [] }, recent: recentNodes() };
  const hashes = rootNodes(size).map((node) => readNode(tree, tiles, node));
  tree.frontier = expectOk(frontierFrom(size, hashes), 'a hash for each node of the root');
  return tree;
}

/** Appends entries in memory. */
export function prepareTree(
  tree: LogTree,
  tiles: TableReader<Uint8Array>,
  entries: readonly Uint8Array[],
): PreparedTree {
  const changed = new Map<string, { level: number; index: number; hashes: Uint8Array[] }>();
  const nodes: KnownNode[] = [];
  let { frontier } = tree;
  const remember = (node: TreeNode, hash: Uint8Array): void => {
    nodes.push({ node, hash });
    if (node.level % TILE_LEVELS !== 0) return;
    const level = node.level / TILE_LEVELS;
    const index = Math.floor(node.index / TILE_WIDTH);
    const name = `${String(level)}/${String(index)}`;
    const width = node.index % TILE_WIDTH;
    const tile = changed.get(name) ?? {
      level,
      index,
      hashes: readTile(tiles, { level, index }, width),
    };
    tile.hashes.push(hash);
    changed.set(name, tile);
  };
  for (const entry of entries) frontier = appendLeaf(frontier, leafHash(entry), remember);
  return { frontier, root: frontierRoot(frontier), tiles: changed, nodes };
}

/** Puts the changed tiles into a commit. */
export function putTiles(prepared: PreparedTree, table: TableWriter<Uint8Array>): void {
  for (const { level, index, hashes } of prepared.tiles.values()) {
    table.put(tileKey(level, index), new Uint8Array(Buffer.concat(hashes)));
  }
}

/** Makes the appended entries part of the tree, once the commit is durable. */
export function applyTree(tree: LogTree, prepared: PreparedTree): void {
  tree.frontier = prepared.frontier;
  for (const { node, hash } of prepared.nodes) tree.recent.set(node, hash);
}

/**
 * The tile of a level and index with exactly `width` hashes (1 to 256); nothing if there are fewer.
 */
export function tileBytes(
  tiles: TableReader<Uint8Array>,
  { level, index }: TreeNode,
  width: number,
): Uint8Array | undefined {
  const tile = tiles.get(tileKey(level, index));
  if (tile === undefined || tile.length < width * HASH_BYTES) return undefined;
  return tile.slice(0, width * HASH_BYTES);
}

/** The inclusion proof of an entry in the tree of a size (RFC 6962). */
export function inclusionFrom(
  tree: LogTree,
  tiles: TableReader<Uint8Array>,
  { index, size }: { readonly index: number; readonly size: number },
): Uint8Array {
  return assembleProof(inclusionProofNodes(index, size), (node) => readNode(tree, tiles, node));
}

/** The consistency proof between two sizes (RFC 6962). */
export function consistencyFrom(
  tree: LogTree,
  tiles: TableReader<Uint8Array>,
  { oldSize, newSize }: { readonly oldSize: number; readonly newSize: number },
): Uint8Array {
  const plan = consistencyProofNodes(oldSize, newSize);
  return assembleProof(plan, (node) => readNode(tree, tiles, node));
}

/** The root of the tree as it was at a size. */
export function rootAt(tree: LogTree, tiles: TableReader<Uint8Array>, size: number): Uint8Array {
  return joinSubtrees(rootNodes(size).map((node) => readNode(tree, tiles, node)));
}

function readNode(tree: LogTree, tiles: TableReader<Uint8Array>, node: TreeNode): Uint8Array {
  const known = tree.recent.get(node);
  if (known !== undefined) return known;
  const level = Math.floor(node.level / TILE_LEVELS);
  const span = 2 ** (node.level % TILE_LEVELS);
  const first = node.index * span;
  const index = Math.floor(first / TILE_WIDTH);
  const from = first % TILE_WIDTH;
  const hashes = readTile(tiles, { level, index }, from + span).slice(from);
  const hash = foldPerfect(hashes);
  tree.recent.set(node, hash);
  return hash;
}

/** The hash of the perfect subtree over a full tile. */
export function foldTile(tile: Uint8Array): Uint8Array {
  return foldPerfect(
    Array.from({ length: TILE_WIDTH }, (_, i) =>
      tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
    ),
  );
}

/** The root over a power of two of hashes. */
function foldPerfect(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) above.push(joinSubtrees(level.slice(i, i + 2)));
    level = above;
  }
  return expectPresent(level[0], 'a perfect subtree has at least one leaf');
}

/** The first `width` hashes of a tile. */
function readTile(
  tiles: TableReader<Uint8Array>,
  { level, index }: TreeNode,
  width: number,
): Uint8Array[] {
  if (width === 0) return [];
  const tile = tileBytes(tiles, { level, index }, width);
  if (tile === undefined) return damaged(`tile ${String(level)}/${String(index)} is missing`);
  return Array.from({ length: width }, (_, i) =>
    tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}

/** Which tile a key is of. */
export function decodeTileKey(key: Uint8Array): TreeNode {
  const index = new DataView(key.buffer, key.byteOffset).getBigUint64(1);
  return { level: key[0] ?? 0, index: Number(index) };
}

/** The key of a tile: its level (1 byte), its index (8). */
export function tileKey(level: number, index: number): Uint8Array {
  const key = new Uint8Array(9);
  key[0] = level;
  new DataView(key.buffer).setBigUint64(1, BigInt(index));
  return key;
}

/** Hashes of perfect subtrees in two generations, so that the older half goes at once. */
interface RecentNodes {
  get(node: TreeNode): Uint8Array | undefined;
  set(node: TreeNode, hash: Uint8Array): void;
}

const GENERATION_MAX = 16_384;

function recentNodes(): RecentNodes {
  let young = new Map<number, Uint8Array>();
  let old = new Map<number, Uint8Array>();
  const keyOf = ({ level, index }: TreeNode): number => index * 64 + level;
  return {
    get: (node) => young.get(keyOf(node)) ?? old.get(keyOf(node)),
    set: (node, hash) => {
      if (young.size >= GENERATION_MAX) {
        old = young;
        young = new Map();
      }
      young.set(keyOf(node), hash);
    },
  };
}
