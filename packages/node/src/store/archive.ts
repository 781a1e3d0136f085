import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g) ?? [];
  const place = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group));
  return ['tile', String(level), ...place].join('/');
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
}
