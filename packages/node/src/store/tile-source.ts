import { MAX_ENVELOPE_SIZE_BYTES } from '@madang/protocol';
import { type Archive, openArchive, placeOf, tilePath } from './archive.ts';
import type { TileSource } from './archive-log.ts';
import type { LogReader } from './log-reader.ts';
import { TILE_WIDTH } from './log-tree.ts';

/** Most bytes of a bundle: 256 entries of 65,535 bytes with their lengths. */
const BUNDLE_BYTES_MAX = 256 * (65_535 + 2);
/** Most bytes of their transactions, with their lengths. */
const ENVELOPES_BYTES_MAX = 256 * (MAX_ENVELOPE_SIZE_BYTES + 4);
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

/** Tiles and the transactions of bundles, as a node publishes them. */
export interface HistorySource extends TileSource {
  /** The transactions of a bundle (docs/spec/log.md). */
  envelopes(index: number): Promise<Uint8Array | undefined>;
}

/** The history that the node of an address has, such as `https://ledger.example.org`. */
export function webHistory(url: string): HistorySource {
  const base = `${url.replace(/\/+$/, '')}/log`;
  const fetchInit: RequestInit = { redirect: 'error' };
  return {
    ...webTiles(base, fetchInit),
    envelopes: (index) =>
      fetchBytes(`${base}/envelopes/${placeOf(index)}`, ENVELOPES_BYTES_MAX, fetchInit),
  };
}

/** The tiles that a web server publishes below an address, such as `https://…/log`. */
export function webTiles(base: string, init: RequestInit = {}): TileSource {
  const at = base.replace(/\/+$/, '');
  const get = (path: string, width: number, bytesMax: number) =>
    fetchBytes(`${at}/${path}${width < TILE_WIDTH ? `.p/${String(width)}` : ''}`, bytesMax, init);
  return {
    tile: (level, index, width = TILE_WIDTH) => get(tilePath(level, index), width, TILE_BYTES),
    bundle: (index, width = TILE_WIDTH) => get(tilePath('entries', index), width, BUNDLE_BYTES_MAX),
  };
}

/** What an address has; nothing if it has nothing, or more than it may. */
async function fetchBytes(
  url: string,
  sizeMax: number,
  init: RequestInit,
): Promise<Uint8Array | undefined> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (answer.ok && answer.body !== null) return readBounded(answer.body, sizeMax);
  await answer.body?.cancel();
  if (answer.status === 404) return undefined;
  throw new Error(`It answered with status ${String(answer.status)}.`);
}

async function readBounded(
  body: ReadableStream<Uint8Array>,
  sizeMax: number,
): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of body) {
    sizeBytes += part.length;
    if (sizeBytes > sizeMax) return undefined;
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
