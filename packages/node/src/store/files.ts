import {
  closeSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  write,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type SyncMode, withoutSync } from './database.ts';
import { syncFolder } from './folder.ts';

/** An open segment file. */
export interface SegmentFile {
  /** Writes all bytes at a position. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Resolves once everything written is durable. */
  sync(): Promise<void>;
  /** Up to so many bytes from a position; fewer at the end of the file. */
  read(position: number, sizeBytes: number): Uint8Array;
  sizeBytes(): number;
  /** Cuts the file, durably. */
  truncate(sizeBytes: number): void;
  close(): void;
}

/** The folder of segment files; replaced in tests by one that fails. */
export interface SegmentFolder {
  names(): readonly string[];
  /** Opens a file; `create` makes it, durably, where it is missing. */
  open(name: string, mode: 'read' | 'write' | 'create'): SegmentFile;
  remove(name: string): void;
}

const writeAt = promisify(write);
const syncToDisk = promisify(fdatasync);

/** Segment files in a folder of the file system. */
export function segmentFolder(folder: string, sync?: SyncMode): SegmentFolder {
  const isSynced = sync !== withoutSync;
  return {
    names: () => readdirSync(folder),
    open: (name, mode) => {
      const flags = { read: 'r', write: 'r+', create: 'ax+' };
      const path = join(folder, name);
      if (mode !== 'create') return segmentFile(openSync(path, flags[mode]), isSynced);
      closeSync(openSync(path, flags.create));
      if (isSynced) syncFolder(folder);
      return segmentFile(openSync(path, 'r+'), isSynced);
    },
    remove: (name) => {
      rmSync(join(folder, name));
    },
  };
}

function segmentFile(handle: number, isSynced: boolean): SegmentFile {
  return {
    write: async (bytes, position) => {
      let written = 0;
      while (written < bytes.length) {
        const part = bytes.subarray(written);
        const { bytesWritten } = await writeAt(handle, part, 0, part.length, position + written);
        written += bytesWritten;
      }
    },
    sync: async () => {
      if (isSynced) await syncToDisk(handle);
    },
    read: (position, sizeBytes) => {
      const bytes = new Uint8Array(sizeBytes);
      return bytes.subarray(0, readSync(handle, bytes, 0, sizeBytes, position));
    },
    sizeBytes: () => fstatSync(handle).size,
    truncate: (sizeBytes) => {
      ftruncateSync(handle, sizeBytes);
      if (isSynced) fsyncSync(handle);
    },
    close: () => {
      closeSync(handle);
    },
  };
}
