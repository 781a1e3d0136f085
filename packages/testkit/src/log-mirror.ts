import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { toHex } from '@madang/base';
import type { Ledger } from '@madang/node';
import { decodeLogEntry } from '@madang/protocol';

/** Hashes or entries in a full tile (C2SP tlog-tiles). */
const TILE_WIDTH = 256;

/**
 * Copies what a ledger publishes below `/log` into a folder: its checkpoint, tiles and entry
 * bundles.
 */
export async function mirrorLog(ledger: Ledger, folder: string): Promise<void> {
  put(path.join(folder, 'checkpoint'), await ledger.checkpoint());
  copyTiles(ledger.size(), (index, width) => ({
    name: 'tile/entries',
    bytes: ledger.bundle(index, width),
  })).forEach(({ name, bytes }) => {
    put(path.join(folder, name), bytes);
  });
  let width = ledger.size();
  for (let level = 0; width > 0; level++) {
    for (const { name, bytes } of copyTiles(width, (index, of) => ({
      name: `tile/${level}`,
      bytes: ledger.tile(level, index, of),
    }))) {
      put(path.join(folder, name), bytes);
    }
    width = Math.floor(width / TILE_WIDTH);
  }
}

interface PublishedTile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function copyTiles(
  count: number,
  read: (
    index: number,
    width: number,
  ) => { readonly name: string; readonly bytes: Uint8Array | undefined },
): readonly PublishedTile[] {
  const tiles: PublishedTile[] = [];
  for (let first = 0; first < count; first += TILE_WIDTH) {
    const index = first / TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, count - first);
    const { name, bytes } = read(index, width);
    if (bytes === undefined) throw new Error(`${name} ${index} is not published`);
    tiles.push({ name: `${name}/${tilePlace(index, width)}`, bytes });
  }
  return tiles;
}

/** Where a tile is: `x001/234`, and `.p/17` behind it if it is not full. */
function tilePlace(index: number, width: number): string {
  const groups = String(index)
    .padStart(Math.ceil(String(index).length / 3) * 3, '0')
    .match(/.{3}/g);
  const place = (groups ?? []).map((group, i, all) => (i < all.length - 1 ? `x${group}` : group));
  return `${place.join('/')}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/** Copies the envelopes of a ledger as `/api/transactions/<body hash>/envelope` has them. */
export function mirrorEnvelopes(ledger: Ledger, folder: string): void {
  for (let index = 0; index < ledger.size(); index++) {
    const entry = decodeLogEntry(ledger.entry(index) ?? new Uint8Array());
    if (!entry.ok || entry.value.type !== 'transaction') continue;
    const envelope = ledger.envelope(entry.value.body);
    if (envelope !== undefined)
      put(path.join(folder, toHex(entry.value.body), 'envelope'), envelope);
  }
}

function put(file: string, content: Uint8Array | string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}
