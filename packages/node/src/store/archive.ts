import { readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from './folder.ts';

/** Full tiles and bundles that lie as files in the layout of C2SP tlog-tiles. */
export interface Archive {
  /** The folder below which `tile/` is. */
  readonly folder: string;
  /** A full tile of hashes, 8,192 bytes; nothing if it is not there. */
  tile(level: number, index: number): Uint8Array | undefined;
  /** A full bundle of entries, each behind its length. */
  bundle(index: number): Uint8Array | undefined;
}

/** The archive of a data folder; it may be empty. */
export function openArchive(folder: string): Archive {
  return {
    folder,
    tile: (level, index) => readIfThere(join(folder, tilePath(level, index))),
    bundle: (index) => readIfThere(join(folder, tilePath('entries', index))),
  };
}

/**
 * The path of a full tile or bundle (C2SP tlog-tiles): `tile/0/x001/234` is number 1,234 of level
 * 0.
 */
export function tilePath(level: number | 'entries', index: number): string {
  return ['tile', String(level), placeOf(index)].join('/');
}

/** The end of such a path: `x001/234` is 1,234. */
export function placeOf(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g) ?? [];
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}

/** Writes a file of an archive all at once; its name is durable after {@link syncNames}. */
export async function writeArchived(
  { folder }: Archive,
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const at = join(folder, path);
  await mkdir(dirname(at), { recursive: true });
  const unfinished = `${at}.unfinished`;
  const file = await open(unfinished, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, at);
}

/** Makes the names of files of an archive durable, with those of the folders that they are in. */
export function syncNames({ folder }: Archive, paths: Iterable<string>): void {
  const folders = new Set([folder, dirname(folder)]);
  for (const path of paths) {
    for (let at = dirname(join(folder, path)); !folders.has(at); at = dirname(at)) folders.add(at);
  }
  for (const at of folders) syncFolder(at);
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
}
