import { equalBytes, fail, ok, type Result } from '@madang/base';
import { leafHash } from '@madang/crypto';
import { type NodeError, nodeError } from '../failure.ts';
import { splitBundle } from '../follow.ts';
import { type Archive, syncNames, tilePath, writeArchived } from './archive.ts';
import { joinAll } from './join.ts';
import { foldTile, TILE_WIDTH } from './log-tree.ts';

/**
 * Where tiles and bundles are read: another folder, or a node that publishes them. Full ones,
 * unless a width below 256 is asked for.
 */
export interface TileSource {
  tile(level: number, index: number, width?: number): Promise<Uint8Array | undefined>;
  bundle(index: number, width?: number): Promise<Uint8Array | undefined>;
}

/** The hash of a full tile's subtree, as the log that is believed has it. */
export type ExpectedHash = (level: number, index: number) => Uint8Array | undefined;

/** How to bring tiles into an archive. */
export interface CopyTiles {
  readonly source: TileSource;
  readonly archive: Archive;
  /** Entries before this one are in the archive already; a multiple of 256. */
  readonly from: number;
  /** Size of the log up to which they are wanted; only full tiles are. */
  readonly size: number;
  readonly expected: ExpectedHash;
}

/**
 * Brings all full tiles and bundles of a log into an archive, from the top of the tree downwards:
 * each is held against the hash above it, which was checked before, so that nothing is written that
 * is not of this log. Goes on where it stopped. Fails with `NODE_HISTORY_DIFFERS` where a tile is
 * another, and with `NODE_NOT_FOUND` where the source lacks one.
 */
export async function copyTiles(copy: CopyTiles): Promise<Result<number, NodeError>> {
  const { source, archive, expected } = copy;
  const written: string[] = [];
  for (let level = topLevel(copy.size); level >= 1; level--) {
    const width = TILE_WIDTH ** (level + 1);
    const count = Math.floor(copy.size / width);
    for (let index = Math.floor(copy.from / width); index < count; index++) {
      if (archive.tile(level, index) !== undefined) continue;
      const tile = await source.tile(level, index);
      if (tile === undefined) return lacking(tilePath(level, index));
      const kept = await keepTile(archive, { level, index, tile }, expected);
      if (!kept.ok) return kept;
      written.push(tilePath(level, index));
    }
  }
  for (let index = copy.from / TILE_WIDTH; index < Math.floor(copy.size / TILE_WIDTH); index++) {
    if (archive.bundle(index) !== undefined && archive.tile(0, index) !== undefined) continue;
    const bundle = await source.bundle(index);
    if (bundle === undefined) return lacking(tilePath('entries', index));
    const kept = await keepBundle(archive, { index, bundle }, expected);
    if (!kept.ok) return kept;
    written.push(...bundlePaths(index));
  }
  if (written.length > 0) syncNames(archive, written);
  return ok(written.length);
}

/** The paths of the files of a bundle: its entries and their hashes. */
export function bundlePaths(index: number): readonly string[] {
  return [tilePath(0, index), tilePath('entries', index)];
}

/** The highest level that has a full tile. */
function topLevel(size: number): number {
  let level = -1;
  while (TILE_WIDTH ** (level + 2) <= size) level += 1;
  return level;
}

/** A full tile as somebody gave it. */
export interface GivenTile {
  readonly level: number;
  readonly index: number;
  readonly tile: Uint8Array;
}

/** Puts a tile into an archive, if it is the one of the log. */
export async function keepTile(
  archive: Archive,
  { level, index, tile }: GivenTile,
  expected: ExpectedHash,
): Promise<Result<void, NodeError>> {
  const path = tilePath(level, index);
  const wanted = expected(level, index);
  const isRight =
    tile.length === TILE_WIDTH * HASH_BYTES &&
    wanted !== undefined &&
    equalBytes(foldTile(tile), wanted);
  if (!isRight) return differing(path);
  await writeArchived(archive, path, tile);
  return ok(undefined);
}

const HASH_BYTES = 32;

/** A full bundle as somebody gave it. */
export interface GivenBundle {
  readonly index: number;
  readonly bundle: Uint8Array;
}

/**
 * Puts a bundle and the tile of its hashes into an archive, if they are those of the log, and gives
 * its entries.
 */
export async function keepBundle(
  archive: Archive,
  { index, bundle }: GivenBundle,
  expected: ExpectedHash,
): Promise<Result<readonly Uint8Array[], NodeError>> {
  const path = tilePath('entries', index);
  const entries = wholeBundle(bundle);
  if (entries?.length !== TILE_WIDTH) return differing(path);
  const tile = joinAll(entries.map(leafHash));
  const kept = await keepTile(archive, { level: 0, index, tile }, expected);
  if (!kept.ok) return differing(path);
  await writeArchived(archive, path, bundle);
  return ok(entries);
}

/** The entries of a bundle; nothing where the last one is cut short. */
function wholeBundle(bundle: Uint8Array): readonly Uint8Array[] | undefined {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  let at = 0;
  while (at + 2 <= bundle.length) at += 2 + view.getUint16(at);
  return at === bundle.length ? splitBundle(bundle) : undefined;
}

/** The failure where a source has no such file. */
export function lacking(path: string): Result<never, NodeError> {
  return fail(nodeError('NODE_NOT_FOUND', `The mirror does not have ${path}.`));
}

/** The failure where what was given is not of this log. */
export function differing(path: string): Result<never, NodeError> {
  return fail(
    nodeError('NODE_HISTORY_DIFFERS', `${path} is not of this log; nothing of it was taken.`),
  );
}
