import { closeSync, fdatasyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { equalBytes, expectPresent, fail, ok, type Result } from '@madang/base';
import { completeReplacement, replacementPaths } from '../store/adopt.ts';
import { bundleKey } from '../store/block.ts';
import {
  type LedgerDatabase,
  openDatabase,
  type Snapshot,
  withoutSync,
} from '../store/database.ts';
import { nothingFetched, putFetched } from '../store/fetched.ts';
import { segmentFolder } from '../store/files.ts';
import { syncFolder } from '../store/folder.ts';
import { putGenesis, putHead, putHistory, putPassedHeight } from '../store/head.ts';
import { putPlaces } from '../store/history.ts';
import { joinAll } from '../store/join.ts';
import { tileKey } from '../store/log-tree.ts';
import { putReplayRun } from '../store/replay.ts';
import { putSegment, segmentName } from '../store/segments.ts';
import { trieReader } from '../store/view.ts';
import { ENTRY_BYTES } from '../trie/layout.ts';
import { applyTrie, openTrie, prepareTrie, putTrie, rootOf, type Trie } from '../trie/trie.ts';
import {
  type CheckedState,
  readEntryChunk,
  readReplayChunk,
  readStateChunk,
  replayRanges,
  type StateRecord,
} from './chunks.ts';
import { edgeWidths } from './edge.ts';
import type { CheckedMetadata } from './format.ts';

/** A store that is made from a snapshot beside the ledger of a data folder. */
export interface Restoring {
  /** The chunk that is wanted next. */
  next(): number;
  /**
   * Takes the next chunk; `done` after the last one, when everything is durable and can be adopted.
   * Fails with what is wrong with the chunk, which then may come again from somebody else.
   */
  apply(chunk: Uint8Array): Promise<Result<'more' | 'done', string>>;
  /** Lets go of what was made and removes it. */
  abandon(): Promise<void>;
}

/** What a {@link Restoring} is at. */
interface Progress {
  readonly folder: string;
  readonly checked: CheckedMetadata;
  readonly appHash: Uint8Array;
  readonly height: number;
  readonly database: LedgerDatabase;
  snapshot: Snapshot;
  trie: Trie;
  next: number;
  readonly entries: Uint8Array[];
  /** Records of the state that were checked and are not written yet, and their bytes. */
  waiting: StateRecord[];
  waitingBytes: number;
  /** The chain that the next chunk of body hashes has to come to. */
  chainAfter: Uint8Array | undefined;
  isClosed: boolean;
}

/** A snapshot to restore. */
export interface RestoreFrom {
  /** The data folder; its store is open and stays as it is until the end. */
  readonly folder: string;
  readonly checked: CheckedMetadata;
  readonly appHash: Uint8Array;
  /** The height of the snapshot, which may be above that of its last block with transactions. */
  readonly height: number;
}

/** Begins to restore; what an earlier attempt left is removed. */
export function beginRestoring(from: RestoreFrom): Restoring {
  const paths = replacementPaths(from.folder);
  rmSync(paths.folder, { recursive: true, force: true });
  for (const path of [paths.ledger, paths.segments]) mkdirSync(path, { recursive: true });
  // Nothing of it counts before it is whole: it is synced once, at the end.
  const database = openDatabase(paths.ledger, { sync: withoutSync });
  const snapshot = database.snapshot();
  const progress: Progress = {
    ...{ ...from, database, snapshot, trie: openTrie(trieReader(snapshot)) },
    ...{ next: 0, entries: [], waiting: [], waitingBytes: 0 },
    ...{ chainAfter: undefined, isClosed: false },
  };
  return {
    next: () => progress.next,
    apply: async (chunk) => {
      const taken = await takeChunk(progress, chunk);
      if (!taken.ok) return taken;
      progress.next += 1;
      if (progress.next < from.checked.chunkCount) return ok('more');
      return finish(progress);
    },
    abandon: async () => {
      await close(progress);
      rmSync(paths.folder, { recursive: true, force: true });
    },
  };
}

/** Chunks come in this order: entries of the last bundle, replay lists, state. */
function takeChunk(progress: Progress, chunk: Uint8Array): Promise<Result<void, string>> {
  const { metadata, replayCount, parts } = progress.checked;
  const ranges = replayRanges(replayCount);
  const replayAt = progress.next - metadata.entries.length;
  const range = ranges[replayAt];
  const part = parts[replayAt - ranges.length];
  if (replayAt < 0) return takeEntries(progress, chunk);
  if (range !== undefined) return takeReplay(progress, chunk);
  return part === undefined
    ? Promise.resolve(fail('There is no such chunk.'))
    : takeState(progress, readStateChunk(chunk, part));
}

async function takeEntries(progress: Progress, chunk: Uint8Array): Promise<Result<void, string>> {
  const { metadata } = progress.checked;
  const count = metadata.entries[progress.next] ?? 0;
  const from = progress.entries.length;
  const hashes = metadata.edge[0]?.subarray(from * 32, (from + count) * 32);
  const read = readEntryChunk(chunk, hashes ?? new Uint8Array());
  if (!read.ok) return read;
  progress.entries.push(...read.value.map((entry) => entry.slice()));
  return ok(undefined);
}

async function takeReplay(progress: Progress, chunk: Uint8Array): Promise<Result<void, string>> {
  const { metadata, replayCount } = progress.checked;
  const ranges = replayRanges(replayCount);
  const range = expectPresent(ranges[progress.next - metadata.entries.length], 'a range');
  const { chainAfter } = progress;
  const read = readReplayChunk(chunk, { ...range, minutes: metadata.minutes, chainAfter });
  if (!read.ok) return read;
  await progress.database.commit((tables) => {
    for (const run of read.value.runs) putReplayRun(tables.replay, run);
  });
  progress.chainAfter = read.value.chainBefore;
  return ok(undefined);
}

async function takeState(
  progress: Progress,
  read: Result<CheckedState, string>,
): Promise<Result<void, string>> {
  if (!read.ok) return read;
  const { records, entries } = read.value;
  const changes = records.map(({ path }, i) => {
    const valueHash = entries.subarray(i * ENTRY_BYTES + 32, (i + 1) * ENTRY_BYTES);
    return { path, valueHash };
  });
  const prepared = prepareTrie(progress.trie, trieReader(progress.snapshot), changes);
  for (const record of records) {
    progress.waiting.push(record);
    progress.waitingBytes += record.key.length + record.value.length;
  }
  const written = progress.waitingBytes > WAITING_BYTES_MAX ? takeWaiting(progress) : [];
  await progress.database.commit((tables) => {
    for (const { key, value } of written) tables.state.put(key, value);
    putTrie(prepared, tables);
  });
  applyTrie(progress.trie, prepared);
  progress.snapshot.release();
  progress.snapshot = progress.database.snapshot();
  return ok(undefined);
}

/**
 * Chunks come by path and the state lies by key: each transaction touches its pages all over, so a
 * few large ones are cheaper than one for each chunk.
 */
const WAITING_BYTES_MAX = 96 * 1024 * 1024;

/** What waits to be written, in the order of the table. */
function takeWaiting(progress: Progress): readonly StateRecord[] {
  const records = progress.waiting.sort((left, right) => Buffer.compare(left.key, right.key));
  progress.waiting = [];
  progress.waitingBytes = 0;
  return records;
}

async function finish(progress: Progress): Promise<Result<'done', string>> {
  const { folder, checked } = progress;
  if (!equalBytes(rootOf(progress.trie), checked.block.stateRoot)) {
    throw new Error('The restored state does not have its root.');
  }
  const written = takeWaiting(progress);
  await progress.database.commit((tables) => {
    for (const { key, value } of written) tables.state.put(key, value);
  });
  await writeLog(progress);
  await close(progress);
  const { ledger } = replacementPaths(folder);
  const file = openSync(join(ledger, 'data.mdb'), 'r+');
  fdatasyncSync(file);
  closeSync(file);
  syncFolder(ledger);
  completeReplacement(folder);
  return ok('done');
}

/** The right edge of the log and everything that names a block. */
async function writeLog(progress: Progress): Promise<void> {
  const { checked, height, appHash, entries, database } = progress;
  const { metadata, block, logRoot } = checked;
  const { logSize, params, genesis, edge } = metadata;
  const bundle = joinAll(
    entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]),
  );
  const segment = { family: 'entries', segment: 1 } as const;
  const file = segmentFolder(replacementPaths(progress.folder).segments).open(
    segmentName(segment),
    'create',
  );
  await file.write(bundle, 0);
  await file.sync();
  file.close();
  const { stateRoot, replayRoot, paramsHash, time: timeMs } = block;
  const roots = { logRoot, stateRoot, replayRoot, paramsHash, appHash };
  const widths = edgeWidths(logSize);
  await database.commit((tables) => {
    const times = { firstTimeMs: timeMs, lastTimeMs: timeMs };
    putSegment({ ...segment, sizeBytes: bundle.length, ...times }, tables.segments);
    // The bundle stands at the very beginning of the first file.
    tables.bundles.put(bundleKey(widths[0]?.index ?? 0), Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0));
    for (const [level, { index }] of widths.entries()) {
      tables.tiles.put(tileKey(level, index), edge[level] ?? new Uint8Array());
    }
    putGenesis(tables.meta, genesis);
    putHead(tables.meta, { height: block.height, timeMs, logSize, params, ...roots });
    putPassedHeight(tables.meta, height);
    const outsideBefore = (widths[0]?.index ?? 0) * 256;
    putHistory(tables.meta, { beganAt: height, isArchived: outsideBefore === 0, outsideBefore });
    putFetched(tables.meta, nothingFetched(logSize));
    putPlaces(tables, entries, outsideBefore);
  });
}

async function close(progress: Progress): Promise<void> {
  if (progress.isClosed) return;
  progress.isClosed = true;
  progress.snapshot.release();
  await progress.database.close();
}
