import { type Archive, openArchive, tilePath } from './archive.ts';
import type { TileSource } from './archive-log.ts';
import type { LogReader } from './log-reader.ts';
import { TILE_WIDTH } from './log-tree.ts';

/** Most bytes of a bundle: 256 entries of 65,535 bytes with their lengths. */
const BUNDLE_BYTES_MAX = 256 * (65_535 + 2);
const TILE_BYTES = 8_192;
const TIMEOUT_MS = 30_000;

/** The full tiles below a folder in the layout of C2SP tlog-tiles. */
export function folderTiles(folder: string): TileSource {
  const archive: Archive = openArchive(folder);
  return {
    tile: (level, index) => Promise.resolve(archive.tile(level, index)),
    bundle: (index) => Promise.resolve(archive.bundle(index)),
  };
}

/** The tiles of a log that is open here. */
export function openTiles(log: Pick<LogReader, 'tile' | 'bundle'>): TileSource {
  return {
    tile: (level, index, width) => Promise.resolve(log.tile(level, index, width)),
    bundle: (index, width) => Promise.resolve(log.bundle(index, width)),
  };
}

/** The tiles that a web server publishes below an address, such as `https://…/log`. */
export function webTiles(base: string): TileSource {
  const at = base.replace(/\/+$/, '');
  const get = (path: string, width: number, bytesMax: number) =>
    fetchBytes(`${at}/${path}${width < TILE_WIDTH ? `.p/${String(width)}` : ''}`, bytesMax);
  return {
    tile: (level, index, width = TILE_WIDTH) => get(tilePath(level, index), width, TILE_BYTES),
    bundle: (index, width = TILE_WIDTH) => get(tilePath('entries', index), width, BUNDLE_BYTES_MAX),
  };
}

/** What an address has; nothing if it has nothing, or more than it may. */
async function fetchBytes(url: string, sizeMax: number): Promise<Uint8Array | undefined> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (answer.status === 404) return undefined;
  if (!answer.ok || answer.body === null) {
    throw new Error(`the mirror answered with status ${String(answer.status)}`);
  }
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of answer.body) {
    sizeBytes += part.length;
    if (sizeBytes > sizeMax) return undefined;
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
