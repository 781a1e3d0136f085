import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from '../store/folder.ts';

/** A whole snapshot on disk. */
export interface KeptSnapshot {
  readonly height: number;
  readonly chunkCount: number;
  readonly metadata: Uint8Array;
}

/** The snapshots in a folder. */
export interface KeptSnapshots {
  /** The heights of all of them, the newest first. */
  heights(): readonly number[];
  /** All of them, the newest first. */
  list(): readonly KeptSnapshot[];
  chunk(height: number, index: number): Uint8Array | undefined;
  /** Begins one; whatever was begun before and not finished goes. */
  begin(height: number): SnapshotWriter;
  /** Removes all but the newest so many, and what was begun and not finished. */
  prune(keep: number): void;
}

/** Takes a snapshot part by part. */
export interface SnapshotWriter {
  readonly scratch: string;
  write(index: number, chunk: Uint8Array): void;
  /** Makes it one of those that are kept, durably and all at once. */
  finish(metadata: Uint8Array): void;
}

const METADATA = 'metadata';
const UNFINISHED = 'unfinished';
/** Names of whole snapshots: their height, so that they sort. */
const NAME = /^[0-9]{16}$/;

/** Snapshots kept in a folder, which need not be there yet. */
export function keptSnapshots(folder: string): KeptSnapshots {
  const heights = (): readonly number[] =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => NAME.test(name))
      .map(Number)
      .sort((left, right) => right - left);
  return {
    heights,
    list: () =>
      heights().map((height) => {
        const at = join(folder, nameOf(height));
        const chunkCount = readdirSync(at).length - 1;
        return { height, chunkCount, metadata: new Uint8Array(readFileSync(join(at, METADATA))) };
      }),
    chunk: (height, index) => {
      const file = join(folder, nameOf(height), chunkName(index));
      return existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined;
    },
    begin: (height) => begin(folder, height),
    prune: (keep) => {
      rmSync(join(folder, UNFINISHED), { recursive: true, force: true });
      for (const height of heights().slice(keep)) {
        rmSync(join(folder, nameOf(height)), { recursive: true, force: true });
      }
    },
  };
}

function begin(folder: string, height: number): SnapshotWriter {
  const unfinished = join(folder, UNFINISHED);
  rmSync(unfinished, { recursive: true, force: true });
  const parts = join(unfinished, 'parts');
  mkdirSync(parts, { recursive: true });
  return {
    scratch: join(unfinished, 'scratch'),
    write: (index, chunk) => {
      writeDurably(join(parts, chunkName(index)), chunk);
    },
    finish: (metadata) => {
      writeDurably(join(parts, METADATA), metadata);
      syncFolder(parts);
      const whole = join(folder, nameOf(height));
      rmSync(whole, { recursive: true, force: true });
      renameSync(parts, whole);
      syncFolder(folder);
      rmSync(unfinished, { recursive: true, force: true });
    },
  };
}

function nameOf(height: number): string {
  return String(height).padStart(16, '0');
}

function chunkName(index: number): string {
  return `chunk-${String(index).padStart(6, '0')}`;
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w');
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  fsyncSync(file);
  closeSync(file);
}
