import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';

/** Files under the SHA-256 of their content. */
export interface BlobStore {
  /** Keeps content, durably when it resolves, and gives its name. */
  readonly put: (content: Uint8Array) => Promise<Uint8Array>;
  /** The content under a name; undefined if it is missing or no longer has that hash. */
  readonly get: (name: Uint8Array) => Promise<Uint8Array | undefined>;
  readonly remove: (name: Uint8Array) => Promise<void>;
}

/** Opens a folder of blobs. Each lies in one of 256 folders, named by its first byte. */
export async function openBlobStore(folder: string): Promise<BlobStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const placeOf = (name: Uint8Array): string => {
    const hex = toHex(name);
    return path.join(folder, hex.slice(0, 2), hex);
  };
  return {
    put: async (content) => {
      const name = sha256(content);
      const place = placeOf(name);
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      await writeDurably(`${place}.new`, content);
      await rename(`${place}.new`, place);
      await syncFolder(path.dirname(place));
      await syncFolder(folder);
      return name;
    },
    get: async (name) => {
      const content = await readFile(placeOf(name)).catch(() => undefined);
      if (content === undefined || Buffer.compare(sha256(content), name) !== 0) return undefined;
      return new Uint8Array(content);
    },
    remove: async (name) => {
      const place = placeOf(name);
      await rm(place, { force: true });
      await syncFolder(path.dirname(place)).catch(() => undefined);
    },
  };
}

async function writeDurably(place: string, content: Uint8Array): Promise<void> {
  const file = await open(place, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name in a folder is durable only once the folder itself is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
