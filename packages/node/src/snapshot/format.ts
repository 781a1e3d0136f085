import {
  bytes,
  decode,
  encodeKnown,
  equalBytes,
  fail,
  fixedBytes,
  list,
  ok,
  type Result,
  record,
  type TypeOf,
  uint,
} from '@madang/base';
import { frontierFrom, frontierRoot, leafHash, sha256, tag } from '@madang/crypto';
import {
  appHash,
  type BlockEntry,
  decodeLogEntry,
  genesisHash,
  type ReplayMinute,
  replayRoot,
} from '@madang/protocol';
import { joinAll } from '../store/join.ts';
import { edgeFrontier, edgeWidths, isEdgeJoined } from './edge.ts';
import { foldState, type StatePart } from './fold.ts';

/** The number of this format (docs/spec/snapshot.md). */
export const SNAPSHOT_FORMAT = 1;
/** Most bytes of a chunk. CometBFT takes 16,000,000. */
export const CHUNK_BYTES_MAX = 8_000_000;
/** Most bytes of the metadata. CometBFT takes 4,000,000 with what it adds. */
export const METADATA_BYTES_MAX = 3_900_000;
/** Body hashes of the replay lists in one chunk. */
export const REPLAY_COUNT_MAX = 240_000;

const hash = fixedBytes(32);
const HASH_BYTES = 32;
const STATE_PART_BYTES = 1 + HASH_BYTES;
const EDGE_BYTES_MAX = 256 * HASH_BYTES;

const metadataRecord = record({
  /** The last entry of the log: a block entry. */
  block: bytes({ max: 65_535 }),
  /** The last tile of each level, level 0 first. */
  edge: list(bytes({ min: HASH_BYTES, max: EDGE_BYTES_MAX }), { min: 1, max: 7 }),
  /** How many entries of the last bundle each chunk has. */
  entries: list(uint({ min: 1, max: 256 }), { min: 1, max: 256 }),
  genesis: bytes({ max: 1_048_576 }),
  logSize: uint({ min: 2 }),
  minutes: list(record({ chain: hash, count: uint({ min: 1 }), minute: uint() }), { max: 20_000 }),
  /** Encoding of the parameters in force after the block. */
  params: bytes({ max: 1_024 }),
  /** The parts of the state in the order of their paths: depth (1 byte), node (32 bytes). */
  state: bytes({ min: STATE_PART_BYTES, max: 2_000_000 }),
});
/** What a snapshot says of itself; everything in it follows from the application hash. */
export type Metadata = TypeOf<typeof metadataRecord>;

/** The canonical bytes of the metadata. */
export function encodeMetadata(metadata: Metadata): Uint8Array {
  return encodeKnown(metadataRecord, metadata);
}

const SNAPSHOT_TAG = tag('madang/snapshot/1');

/** How a snapshot is named: the hash over its metadata, and so over everything in it. */
export function snapshotHash(metadata: Uint8Array): Uint8Array {
  return sha256(SNAPSHOT_TAG, metadata);
}

/** Joins parts of the state as the metadata has them. */
export function encodeParts(parts: readonly Pick<StatePart, 'depth' | 'node'>[]): Uint8Array {
  return joinAll(parts.flatMap(({ depth, node }) => [Uint8Array.of(depth), node]));
}

/** Metadata that was held against an application hash. */
export interface CheckedMetadata {
  readonly metadata: Metadata;
  readonly block: BlockEntry;
  readonly logRoot: Uint8Array;
  readonly parts: readonly StatePart[];
  /** How many body hashes the replay lists have. */
  readonly replayCount: number;
  readonly chunkCount: number;
}

/** What a snapshot is held against. */
export interface Expected {
  /** The genesis hash of the ledger. */
  readonly chain: Uint8Array;
  /** The application hash that the light client of CometBFT verified. */
  readonly appHash: Uint8Array;
}

/** Holds metadata against an application hash; fails with what is not so, as one sentence. */
export function checkMetadata(
  encoded: Uint8Array,
  { chain, appHash: expected }: Expected,
): Result<CheckedMetadata, string> {
  const decoded = decode(metadataRecord, encoded, METADATA_BYTES_MAX);
  if (!decoded.ok) return fail('The metadata is not in its form.');
  const metadata = decoded.value;
  if (!equalBytes(genesisHash(metadata.genesis), chain)) return fail('It is of another ledger.');
  const logRoot = logRootOf(metadata);
  if (logRoot === undefined) return fail('The right edge of the log is not in its form.');
  if (!equalBytes(appHash(metadata.logSize, logRoot), expected)) {
    return fail('The log does not have the application hash.');
  }
  const block = blockOf(metadata);
  if (block === undefined) return fail('The block entry is not the last of the log.');
  const parts = partsOf(metadata.state, block.stateRoot);
  if (parts === undefined) return fail('The parts of the state do not lead to its root.');
  if (!isSumOfEntries(metadata)) return fail('The entries are not those of the last bundle.');
  if (!isReplayRoot(metadata.minutes, block.replayRoot)) {
    return fail('The replay lists do not have their root.');
  }
  const replayCount = metadata.minutes.reduce((sum, { count }) => sum + count, 0);
  const chunkCount = metadata.entries.length + replayChunks(replayCount) + parts.length;
  return ok({ metadata, block, logRoot, parts, replayCount, chunkCount });
}

/** How many chunks so many body hashes make. */
export function replayChunks(replayCount: number): number {
  return Math.ceil(replayCount / REPLAY_COUNT_MAX);
}

function logRootOf({ logSize, edge }: Metadata): Uint8Array | undefined {
  const widths = edgeWidths(logSize);
  const isWhole =
    widths.length === edge.length &&
    widths.every(({ width }, level) => edge[level]?.length === width * HASH_BYTES);
  if (!isWhole || !isEdgeJoined(edge)) return undefined;
  const frontier = frontierFrom(logSize, edgeFrontier(logSize, edge));
  return frontier.ok ? frontierRoot(frontier.value) : undefined;
}

function blockOf({ block, edge, params }: Metadata): BlockEntry | undefined {
  const decoded = decodeLogEntry(block);
  if (!decoded.ok || decoded.value.type !== 'block') return undefined;
  const last = edge[0]?.slice(-HASH_BYTES) ?? new Uint8Array();
  const isLast = equalBytes(leafHash(block), last);
  return isLast && equalBytes(sha256(params), decoded.value.paramsHash) ? decoded.value : undefined;
}

function isSumOfEntries({ entries, logSize }: Metadata): boolean {
  return entries.reduce((sum, count) => sum + count, 0) === (edgeWidths(logSize)[0]?.width ?? 0);
}

function isReplayRoot(minutes: readonly ReplayMinute[], root: Uint8Array): boolean {
  const ascend = minutes.every((one, i) => one.minute > (minutes[i - 1]?.minute ?? -1));
  return ascend && equalBytes(replayRoot(minutes), root);
}

function partsOf(encoded: Uint8Array, stateRoot: Uint8Array): readonly StatePart[] | undefined {
  if (encoded.length % STATE_PART_BYTES !== 0) return undefined;
  const given: { depth: number; node: Uint8Array }[] = [];
  for (let at = 0; at < encoded.length; at += STATE_PART_BYTES) {
    const node = encoded.slice(at + 1, at + STATE_PART_BYTES);
    given.push({ depth: encoded[at] ?? 0, node });
  }
  const folded = foldState(given);
  return folded !== undefined && equalBytes(folded.root, stateRoot) ? folded.parts : undefined;
}
