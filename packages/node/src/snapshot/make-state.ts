import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { concat, expectPresent } from '@madang/base';
import { statePath } from '@madang/crypto';
import type { Snapshot } from '../store/database.ts';
import { joinAll } from '../store/join.ts';
import { trieReader } from '../store/view.ts';
import { firstWithBit } from '../trie/forest.ts';
import { keyCountOf, openTrie } from '../trie/trie.ts';
import {
  chunkKinds,
  encodeStateRecord,
  partNode,
  STATE_FRAME_BYTES,
  type StateRecord,
  trieEntries,
} from './chunks.ts';

/** A part of the state as it goes into the metadata. */
interface WrittenPart {
  readonly depth: number;
  readonly node: Uint8Array;
}

/** How to write the state. */
export interface WriteState {
  readonly snapshot: Snapshot;
  readonly scratch: string;
  readonly chunkBytesMax: number;
  /** Size of the database, which bounds that of the state. */
  readonly databaseBytes?: number;
  readonly writeNext: (chunk: Uint8Array) => void;
}

/**
 * Writes the state in whole subtrees, each the largest that fits into a chunk: which they are
 * follows from the keys and values alone. The state lies by key and is wanted by path: it is spread
 * over files by the first bits of the path, and each file is put in order in memory.
 */
export function writeState(options: WriteState): readonly WrittenPart[] {
  const spread = spreadState(options);
  const parts: WrittenPart[] = [];
  const put = (depth: number, records: readonly StateRecord[]): void => {
    parts.push({ depth, node: partNode(trieEntries(records), depth) });
    options.writeNext(
      joinAll([Uint8Array.of(chunkKinds.state), ...records.map(encodeStateRecord)]),
    );
  };
  const putLoaded = (depth: number, records: readonly StateRecord[]): void => {
    if (fits(sizeOf(records), options)) return put(depth, records);
    const bytes = joinAll(records.flatMap(({ path }) => [path, path]));
    const run = { bytes, offset: 0, count: records.length, depth };
    const middle = firstWithBit(run, 0, records.length, depth);
    putLoaded(depth + 1, records.slice(0, middle));
    putLoaded(depth + 1, records.slice(middle));
  };
  const putFiles = (depth: number, from: number, to: number): void => {
    const sizes = spread.sizes.slice(from, to);
    const isWhole = fits(
      sizes.reduce((sum, size) => sum + size, 0),
      options,
    );
    if (isWhole || to - from === 1) {
      return putLoaded(
        depth,
        range(from, to).flatMap((file) => spread.load(file)),
      );
    }
    const middle = (from + to) / 2;
    putFiles(depth + 1, from, middle);
    putFiles(depth + 1, middle, to);
  };
  putFiles(0, 0, spread.sizes.length);
  spread.remove();
  return parts;
}

function fits(sizeBytes: number, { chunkBytesMax }: WriteState): boolean {
  return 1 + sizeBytes <= chunkBytesMax;
}

function sizeOf(records: readonly StateRecord[]): number {
  return records.reduce((sum, { key, value }) => sum + recordBytes(key, value), 0);
}

function recordBytes(key: Uint8Array, value: Uint8Array): number {
  return STATE_FRAME_BYTES + key.length + value.length;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** The state by the first bits of its paths. */
interface SpreadState {
  /** Bytes that each file takes in chunks. */
  readonly sizes: readonly number[];
  /** The records of a file, ascending by path. */
  load(file: number): StateRecord[];
  remove(): void;
}

/** At most about so much goes into one file; at most 1,024 files. */
const KEYS_PER_FILE = 100_000;
const BYTES_PER_FILE = 128 * 1024 * 1024;
const FILE_BITS_MAX = 10;
const BUFFER_BYTES = 256 * 1024;

function spreadState({ snapshot, scratch, databaseBytes = 0 }: WriteState): SpreadState {
  const keyCount = keyCountOf(openTrie(trieReader(snapshot)));
  const bits = fileBits(Math.max(keyCount / KEYS_PER_FILE, databaseBytes / BYTES_PER_FILE));
  mkdirSync(scratch, { recursive: true });
  const files = range(0, 2 ** bits).map((n) => openSpool(join(scratch, String(n))));
  const sizes = files.map(() => 0);
  for (const { key, value } of snapshot.state.range({ start: new Uint8Array() })) {
    const path = statePath(key);
    const file = ((((path[0] ?? 0) << 8) | (path[1] ?? 0)) >> (16 - bits)) & (2 ** bits - 1);
    sizes[file] = (sizes[file] ?? 0) + recordBytes(key, value);
    files[file]?.add(concat(path, encodeStateRecord({ key, value })));
  }
  return {
    sizes,
    load: (file) => loadRecords(expectPresent(files[file], 'a file').finish()),
    remove: () => {
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

function fileBits(fileCount: number): number {
  let bits = 0;
  while (bits < FILE_BITS_MAX && fileCount > 2 ** bits) bits += 1;
  return bits;
}

interface Spool {
  add(bytes: Uint8Array): void;
  /** Everything that was added. */
  finish(): Uint8Array;
}

function openSpool(path: string): Spool {
  const handle = openSync(path, 'w');
  let waiting: Uint8Array[] = [];
  let sizeBytes = 0;
  const flush = (): void => {
    const bytes = Buffer.concat(waiting);
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    waiting = [];
    sizeBytes = 0;
  };
  return {
    add: (bytes) => {
      waiting.push(bytes);
      sizeBytes += bytes.length;
      if (sizeBytes > BUFFER_BYTES) flush();
    },
    finish: () => {
      flush();
      closeSync(handle);
      const bytes = readFileSync(path);
      rmSync(path);
      return bytes;
    },
  };
}

const PATH_BYTES = 32;

function loadRecords(bytes: Uint8Array): StateRecord[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const records: StateRecord[] = [];
  let at = 0;
  while (at < bytes.length) {
    const keyAt = at + PATH_BYTES + 2;
    const valueAt = keyAt + view.getUint16(keyAt - 2) + 4;
    const end = valueAt + view.getUint32(valueAt - 4);
    records.push({
      path: bytes.subarray(at, at + PATH_BYTES),
      key: bytes.subarray(keyAt, valueAt - 4),
      value: bytes.subarray(valueAt, end),
    });
    at = end;
  }
  return records.sort((left, right) => Buffer.compare(left.path, right.path));
}
