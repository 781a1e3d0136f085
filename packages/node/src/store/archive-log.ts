import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { equalBytes, fail, ok, type Result } from '@madang/base';
import { leafHash } from '@madang/crypto';
import { decodeLogEntry } from '@madang/protocol';
import { type NodeError, nodeError } from '../failure.ts';
import { splitBundle } from '../follow.ts';
import { type Archive, tilePath } from './archive.ts';
import { syncFolder } from './folder.ts';
import { foldTile, TILE_WIDTH } from './log-tree.ts';

/**
 * Where tiles and bundles are read: another folder, or a node that publishes them. Full ones,
 * unless a width below 256 is asked for.
 */
export interface TileSource {
  tile(level: number, index: number, width?: number): Promise<Uint8Array | undefined>;
  bundle(index: number, width?: number): Promise<Uint8Array | undefined>;
}

/** A transaction of an entry, by its place in the log. */
export interface FoundBody {
  readonly bodyHash: Uint8Array;
  readonly index: number;
}

/** How to bring tiles into an archive. */
export interface CopyTiles {
  readonly source: TileSource;
  readonly archive: Archive;
  /** Entries before this one are in the archive already; a multiple of 256. */
  readonly from: number;
  /** Size of the log up to which they are wanted; only full tiles are. */
  readonly size: number;
  /** The hash of a full tile's subtree, as the log that is believed has it. */
  readonly expected: (level: number, index: number) => Uint8Array | undefined;
  /** Told the transactions of each bundle, once it is in the archive. */
  readonly onBodies?: (bodies: readonly FoundBody[]) => Promise<void>;
}

/**
 * Brings all full tiles and bundles of a log into an archive, from the top of the tree downwards:
 * each is held against the hash above it, which was checked before, so that nothing is written that
 * is not of this log. Goes on where it stopped. Fails with `NODE_HISTORY_DIFFERS` where a tile is
 * another, and with `NODE_NOT_FOUND` where the source lacks one.
 */
export async function copyTiles(copy: CopyTiles): Promise<Result<number, NodeError>> {
  let written = 0;
  for (let level = topLevel(copy.size); level >= 0; level--) {
    const width = TILE_WIDTH ** (level + 1);
    const count = Math.floor(copy.size / width);
    for (let index = Math.floor(copy.from / width); index < count; index++) {
      const copied = await copyTile(copy, level, index);
      if (!copied.ok) return copied;
      written += copied.value;
    }
  }
  for (let index = copy.from / TILE_WIDTH; index < Math.floor(copy.size / TILE_WIDTH); index++) {
    const copied = await copyBundle(copy, index);
    if (!copied.ok) return copied;
    written += copied.value;
  }
  if (written > 0) syncFolders(copy.archive.folder);
  return ok(written);
}

/** The highest level that has a full tile. */
function topLevel(size: number): number {
  let level = -1;
  while (TILE_WIDTH ** (level + 2) <= size) level += 1;
  return level;
}

async function copyTile(
  { source, archive, expected }: CopyTiles,
  level: number,
  index: number,
): Promise<Result<number, NodeError>> {
  if (archive.tile(level, index) !== undefined) return ok(0);
  const tile = await source.tile(level, index);
  if (tile === undefined) return lacking(tilePath(level, index));
  const hash = archive.tile(level + 1, Math.floor(index / TILE_WIDTH));
  const at = (index % TILE_WIDTH) * HASH_BYTES;
  const wanted = hash?.subarray(at, at + HASH_BYTES) ?? expected(level, index);
  const isRight =
    tile.length === TILE_WIDTH * HASH_BYTES &&
    wanted !== undefined &&
    equalBytes(foldTile(tile), wanted);
  if (!isRight) return differing(tilePath(level, index));
  writeFile(join(archive.folder, tilePath(level, index)), tile);
  return ok(1);
}

const HASH_BYTES = 32;

async function copyBundle(
  { source, archive, onBodies }: CopyTiles,
  index: number,
): Promise<Result<number, NodeError>> {
  const path = tilePath('entries', index);
  const known = archive.bundle(index);
  const bundle = known ?? (await source.bundle(index));
  if (bundle === undefined) return lacking(path);
  const entries = wholeBundle(bundle);
  const tile = archive.tile(0, index);
  const isRight =
    entries?.length === TILE_WIDTH &&
    tile !== undefined &&
    entries.every((entry, i) =>
      equalBytes(leafHash(entry), tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)),
    );
  if (!isRight) return differing(path);
  if (known === undefined) writeFile(join(archive.folder, path), bundle);
  await onBodies?.(bodiesOf(entries, index * TILE_WIDTH));
  return ok(known === undefined ? 1 : 0);
}

/** The entries of a bundle; nothing where the last one is cut short. */
function wholeBundle(bundle: Uint8Array): readonly Uint8Array[] | undefined {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  let at = 0;
  while (at + 2 <= bundle.length) at += 2 + view.getUint16(at);
  return at === bundle.length ? splitBundle(bundle) : undefined;
}

function bodiesOf(entries: readonly Uint8Array[], first: number): readonly FoundBody[] {
  return entries.flatMap((bytes, i) => {
    const entry = decodeLogEntry(bytes);
    if (!entry.ok || entry.value.type !== 'transaction') return [];
    return [{ bodyHash: entry.value.body, index: first + i }];
  });
}

function lacking(path: string): Result<never, NodeError> {
  return fail(nodeError('NODE_NOT_FOUND', `The mirror does not have ${path}.`));
}

function differing(path: string): Result<never, NodeError> {
  return fail(
    nodeError(
      'NODE_HISTORY_DIFFERS',
      `${path} of the mirror is not of this log; nothing of it was taken.`,
    ),
  );
}

/** Makes the names of everything below a folder durable. */
function syncFolders(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) syncFolder(join(entry.parentPath, entry.name));
  }
  syncFolder(folder);
  syncFolder(dirname(folder));
}

/** Writes a file durably and all at once. */
function writeFile(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.unfinished`;
  const file = openSync(unfinished, 'w');
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  fsyncSync(file);
  closeSync(file);
  renameSync(unfinished, path);
}
