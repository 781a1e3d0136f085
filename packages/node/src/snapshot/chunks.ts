import { equalBytes, fail, ok, type Result } from '@madang/base';
import { leafHash, sha256, statePath } from '@madang/crypto';
import { emptyReplayChain, extendReplayChain, type ReplayMinute } from '@madang/protocol';
import { joinAll } from '../store/join.ts';
import { comparePathAt } from '../trie/entries.ts';
import { hashRuns } from '../trie/forest.ts';
import { ENTRY_BYTES } from '../trie/layout.ts';
import { nodeBytes } from '../trie/nodes.ts';
import { pairHasher } from '../trie/pair-hasher.ts';
import { hashesOf } from './edge.ts';
import type { StatePart } from './fold.ts';
import { REPLAY_COUNT_MAX } from './format.ts';

/** The first byte of a chunk. */
export const chunkKinds = { entries: 1, replay: 2, state: 3 } as const;

const HASH_BYTES = 32;
const STATE_KEY_BYTES_MAX = 256;
const VALUE_BYTES_MAX = 65_536;
/** What a key and its value take besides themselves: their lengths. */
export const STATE_FRAME_BYTES = 6;

/** A key of the state and its value, and where they stand in the trie. */
export interface StateRecord {
  readonly path: Uint8Array;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** A state record as it stands in a chunk: each length, big-endian, before its bytes. */
export function encodeStateRecord({ key, value }: Omit<StateRecord, 'path'>): Uint8Array {
  const bytes = new Uint8Array(STATE_FRAME_BYTES + key.length + value.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, key.length);
  bytes.set(key, 2);
  view.setUint32(2 + key.length, value.length);
  bytes.set(value, STATE_FRAME_BYTES + key.length);
  return bytes;
}

/** Records whose part of the trie was computed and held against its node. */
export interface CheckedState {
  readonly records: readonly StateRecord[];
  /** Path and value hash of each, joined, ascending by path. */
  readonly entries: Uint8Array;
}

/** Reads a chunk of the state; fails unless it is exactly this part. */
export function readStateChunk(chunk: Uint8Array, part: StatePart): Result<CheckedState, string> {
  const records = splitState(chunk);
  if (records === undefined) return fail('The chunk is not in its form.');
  const entries = trieEntries(records);
  const isInOrder = records.every((one, i) => {
    const before = records[i - 1];
    const isAfter =
      before === undefined || comparePathAt(entries, i * ENTRY_BYTES, before.path) > 0;
    return isAfter && hasPrefix(one.path, part);
  });
  if (!isInOrder) return fail('The keys of the chunk are not in order.');
  const isPart = equalBytes(partNode(entries, part.depth), part.node);
  return isPart ? ok({ records, entries }) : fail('The chunk does not lead to the state root.');
}

/** The node over entries that share their first `depth` bits. */
export function partNode(entries: Uint8Array, depth: number): Uint8Array {
  const count = entries.length / ENTRY_BYTES;
  return nodeBytes(hashRuns([{ bytes: entries, offset: 0, count, depth }], pairHasher), 0);
}

/** Path and value hash of each record, joined. */
export function trieEntries(records: readonly StateRecord[]): Uint8Array {
  const entries = new Uint8Array(records.length * ENTRY_BYTES);
  for (const [i, { path, value }] of records.entries()) {
    entries.set(path, i * ENTRY_BYTES);
    entries.set(sha256(value), i * ENTRY_BYTES + HASH_BYTES);
  }
  return entries;
}

function hasPrefix(path: Uint8Array, { depth, prefix }: StatePart): boolean {
  const whole = depth >> 3;
  for (let i = 0; i < whole; i++) if (path[i] !== prefix[i]) return false;
  const mask = (0xff00 >> (depth & 7)) & 0xff;
  return ((path[whole] ?? 0) & mask) === ((prefix[whole] ?? 0) & mask);
}

function splitState(chunk: Uint8Array): readonly StateRecord[] | undefined {
  if (chunk[0] !== chunkKinds.state) return undefined;
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
  const records: StateRecord[] = [];
  let at = 1;
  while (at < chunk.length) {
    if (at + 2 > chunk.length) return undefined;
    const valueAt = at + 2 + view.getUint16(at);
    if (valueAt + 4 > chunk.length) return undefined;
    const end = valueAt + 4 + view.getUint32(valueAt);
    const key = chunk.subarray(at + 2, valueAt);
    const value = chunk.subarray(valueAt + 4, end);
    if (end > chunk.length || key.length > STATE_KEY_BYTES_MAX) return undefined;
    if (value.length > VALUE_BYTES_MAX) return undefined;
    records.push({ path: statePath(key), key, value });
    at = end;
  }
  return records;
}

/** A chunk of entries of the log, each behind its length in two bytes. */
export function encodeEntryChunk(entries: readonly Uint8Array[]): Uint8Array {
  const parts = entries.flatMap((entry) => [
    Uint8Array.of(entry.length >> 8, entry.length & 0xff),
    entry,
  ]);
  return joinAll([Uint8Array.of(chunkKinds.entries), ...parts]);
}

/** Reads a chunk of entries; fails unless they are those of these hashes of a tile. */
export function readEntryChunk(
  chunk: Uint8Array,
  hashes: Uint8Array,
): Result<readonly Uint8Array[], string> {
  const entries: Uint8Array[] = [];
  const expected = hashesOf(hashes);
  if (chunk[0] !== chunkKinds.entries) return fail('The chunk is not one of entries.');
  let at = 1;
  while (at < chunk.length) {
    const end = at + 2 + ((chunk[at] ?? 0) << 8) + (chunk[at + 1] ?? 0);
    if (end > chunk.length || at + 2 > chunk.length) return fail('The chunk is not in its form.');
    const entry = chunk.subarray(at + 2, end);
    if (!equalBytes(leafHash(entry), expected[entries.length] ?? new Uint8Array())) {
      return fail('An entry of the chunk is not in the log.');
    }
    entries.push(entry);
    at = end;
  }
  return entries.length === expected.length ? ok(entries) : fail('The chunk lacks entries.');
}

/** Body hashes of one minute that stand in one chunk. */
export interface ReplayRun {
  readonly minute: number;
  /** How many of the minute's stand before them. */
  readonly before: number;
  /** The chain after them. */
  readonly chain: Uint8Array;
  readonly bodies: readonly Uint8Array[];
}

/** Which body hashes a chunk holds, counted over all minutes: from `from` to before `to`. */
export interface ReplayRange {
  readonly from: number;
  readonly to: number;
}

/** The ranges of all replay chunks. The last minutes come first: each chunk proves the next. */
export function replayRanges(replayCount: number): readonly ReplayRange[] {
  const ranges: ReplayRange[] = [];
  for (let from = 0; from < replayCount; from += REPLAY_COUNT_MAX) {
    ranges.push({ from, to: Math.min(from + REPLAY_COUNT_MAX, replayCount) });
  }
  return ranges.toReversed();
}

/** A chunk of body hashes; `chain` is that of its first minute before the first of them. */
export function encodeReplayChunk(chain: Uint8Array, bodies: readonly Uint8Array[]): Uint8Array {
  return joinAll([Uint8Array.of(chunkKinds.replay), chain, ...bodies]);
}

/** What a chunk of body hashes is held against. */
export interface ReplayExpectation extends ReplayRange {
  readonly minutes: readonly ReplayMinute[];
  /** The chain after its last body hash, where the minute goes on in the chunk before. */
  readonly chainAfter: Uint8Array | undefined;
}

/** Body hashes that were held against the chains of their minutes. */
export interface CheckedReplay {
  /** The chain before the first: what the next chunk must come to. */
  readonly chainBefore: Uint8Array;
  readonly runs: readonly ReplayRun[];
}

/** Reads a chunk of body hashes; fails unless it is exactly that range of the replay lists. */
export function readReplayChunk(
  chunk: Uint8Array,
  expected: ReplayExpectation,
): Result<CheckedReplay, string> {
  const { from, to, minutes, chainAfter } = expected;
  const isSize = chunk.length === 1 + HASH_BYTES * (1 + to - from);
  if (!isSize || chunk[0] !== chunkKinds.replay) return fail('The chunk is not in its form.');
  const bodies = hashesOf(chunk.subarray(1)).slice(1);
  const chainBefore = chunk.slice(1, 1 + HASH_BYTES);
  const runs: ReplayRun[] = [];
  let first = 0;
  for (const { minute, count, chain: last } of minutes) {
    const run = bodies.slice(Math.max(0, first - from), Math.max(0, first + count - from));
    if (run.length > 0) {
      const before = Math.max(0, from - first);
      if (before === 0 && first === from && !equalBytes(chainBefore, emptyReplayChain)) {
        return fail('The first minute of the chunk does not begin at its beginning.');
      }
      const chain = run.reduce(extendReplayChain, before === 0 ? emptyReplayChain : chainBefore);
      const wanted = first + count <= to ? last : chainAfter;
      if (wanted === undefined || !equalBytes(chain, wanted)) {
        return fail('The body hashes of the chunk are not those of the replay lists.');
      }
      runs.push({ minute, before, chain, bodies: run });
    }
    first += count;
  }
  return ok({ chainBefore, runs });
}
