import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { type Ledger, mth } from './ledger.ts';

const folders: string[] = [];

/** A folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-audit-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function put(folder: string, name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** The path of a tile in C2SP tlog-tiles, for indexes below a million. */
function indexPath(index: number): string {
  const tail = String(index % 1000).padStart(3, '0');
  return index < 1000 ? tail : `x${String(Math.floor(index / 1000)).padStart(3, '0')}/${tail}`;
}

function bundle(entries: Buffer[]): Buffer {
  const framed = entries.flatMap((entry) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(entry.length);
    return [length, entry];
  });
  return Buffer.concat(framed);
}

/** Writes a mirror of `/log` for the size of the log, with the parts of some earlier sizes. */
export function mirrorLog(ledger: Ledger, earlier: number[] = []): string {
  const folder = temporaryFolder();
  put(folder, 'checkpoint', ledger.checkpoint());
  const put256 = (
    name: string,
    items: Buffer[],
    size: number,
    join: (some: Buffer[]) => Buffer,
  ) => {
    for (let at = 0; at < size; at += 256) {
      const some = items.slice(at, Math.min(at + 256, size));
      const suffix = some.length < 256 ? `.p/${some.length}` : '';
      // A part is a folder beside the full tile: `000.p/17`.
      put(folder, `${name}/${indexPath(at / 256)}${suffix}`, join(some));
    }
  };
  for (const size of [...earlier, ledger.entries.length]) {
    put256('tile/entries', ledger.entries, size, bundle);
    let hashes = ledger.hashes(size);
    for (let level = 0; hashes.length > 0; level += 1) {
      put256(`tile/${level}`, hashes, hashes.length, (some) => Buffer.concat(some));
      const full = Math.floor(hashes.length / 256);
      const below = hashes;
      hashes = Array.from({ length: full }, (_, at) => mth(below.slice(at * 256, at * 256 + 256)));
    }
  }
  return folder;
}

/** Writes a mirror of `/api/transactions` without the acts at `missing`. */
export function mirrorEnvelopes(ledger: Ledger, missing: number[] = []): string {
  const folder = temporaryFolder();
  for (const [index, { bodyHash, envelope }] of ledger.acts) {
    if (!missing.includes(index)) put(folder, `${bodyHash.toString('hex')}/envelope`, envelope);
  }
  return folder;
}
