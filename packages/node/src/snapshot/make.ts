import { expectPresent } from '@madang/base';
import { emptyReplayChain, extendReplayChain } from '@madang/protocol';
import { damaged } from '../failure.ts';
import { splitBundle } from '../follow.ts';
import { bundleKey, decodeBundle } from '../store/block.ts';
import type { Snapshot } from '../store/database.ts';
import type { SegmentFolder } from '../store/files.ts';
import { readGenesis, readHead } from '../store/head.ts';
import { readEntriesAt } from '../store/log-reader.ts';
import { tileBytes } from '../store/log-tree.ts';
import { type ReplayList, readReplay } from '../store/replay.ts';
import { openSegments } from '../store/segments.ts';
import { encodeEntryChunk, encodeReplayChunk, replayRanges } from './chunks.ts';
import { edgeWidths } from './edge.ts';
import { foldState } from './fold.ts';
import { CHUNK_BYTES_MAX, encodeMetadata, encodeParts } from './format.ts';
import { writeState } from './make-state.ts';

/** What a snapshot is made of. */
export interface MakeOptions {
  /** A read snapshot at the block of which the snapshot is made. */
  readonly snapshot: Snapshot;
  readonly segments: SegmentFolder;
  /** A folder for what is only needed meanwhile. */
  readonly scratch: string;
  /** Takes the chunks, one after the other. */
  readonly write: (index: number, chunk: Uint8Array) => void;
  /** Size of the database, if it is known. */
  readonly databaseBytes?: number;
  /** Smaller in tests; the same on every node. */
  readonly chunkBytesMax?: number;
}

/** Makes the snapshot of a ledger at one block (docs/spec/snapshot.md). Returns its metadata. */
export function makeSnapshot(options: MakeOptions): Uint8Array {
  const { snapshot, write, chunkBytesMax = CHUNK_BYTES_MAX } = options;
  const head = readHead(snapshot.meta) ?? damaged('there is no head');
  let count = 0;
  const writeNext = (chunk: Uint8Array): void => {
    write(count, chunk);
    count += 1;
  };
  const last = lastEntries(options, head.logSize);
  const entries = groupEntries(last, chunkBytesMax);
  for (const group of entries) writeNext(encodeEntryChunk(group));
  const minutes = readReplay(snapshot.replay);
  writeReplay(minutes, writeNext);
  const parts = writeState({ ...options, chunkBytesMax, writeNext });
  const folded = foldState(parts);
  if (folded === undefined || Buffer.compare(folded.root, head.stateRoot) !== 0) {
    damaged('the state does not lead to its root');
  }
  return encodeMetadata({
    block: last.at(-1) ?? new Uint8Array(),
    edge: edgeWidths(head.logSize).map(({ index, width }, level) =>
      expectPresent(tileBytes(snapshot.tiles, { level, index }, width), 'the edge of the log'),
    ),
    entries: entries.map((group) => group.length),
    genesis: readGenesis(snapshot.meta),
    logSize: head.logSize,
    minutes: minutes.map(({ minute, chain, bodies }) => ({ minute, chain, count: bodies.length })),
    params: head.params,
    state: encodeParts(parts),
  });
}

/** The entries of the last bundle. */
function lastEntries({ snapshot, segments }: MakeOptions, logSize: number): Uint8Array[] {
  const { index, width } = expectPresent(edgeWidths(logSize)[0], 'a log is never empty');
  const start = snapshot.bundles.get(bundleKey(index)) ?? damaged('the last bundle has no place');
  const files = openSegments(segments, snapshot.segments, { mode: 'read' });
  return splitBundle(readEntriesAt(files, decodeBundle(start), width));
}

function groupEntries(entries: readonly Uint8Array[], bytesMax: number): Uint8Array[][] {
  const groups: Uint8Array[][] = [];
  let sizeBytes = Infinity;
  for (const entry of entries) {
    if (sizeBytes + 2 + entry.length > bytesMax) {
      groups.push([]);
      sizeBytes = 1;
    }
    groups.at(-1)?.push(entry);
    sizeBytes += 2 + entry.length;
  }
  return groups;
}

function writeReplay(minutes: readonly ReplayList[], write: (chunk: Uint8Array) => void): void {
  const bodies = minutes.flatMap((minute) => minute.bodies);
  for (const { from, to } of replayRanges(bodies.length)) {
    write(encodeReplayChunk(chainBefore(minutes, from), bodies.slice(from, to)));
  }
}

/** The chain of a minute before the body hash that stands at `from`, counted over all minutes. */
function chainBefore(minutes: readonly ReplayList[], from: number): Uint8Array {
  let first = 0;
  for (const { bodies } of minutes) {
    if (from < first + bodies.length) {
      return bodies.slice(0, from - first).reduce(extendReplayChain, emptyReplayChain);
    }
    first += bodies.length;
  }
  return emptyReplayChain;
}
