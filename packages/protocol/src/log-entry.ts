import {
  type CodecError,
  concat,
  decode,
  encodeKnown,
  fail,
  list,
  optional,
  type Result,
  type TypeOf,
  u64be,
  uint,
  variant,
} from '@madang/base';
import { sha256, tag } from '@madang/crypto';
import { actName, hash } from './names.ts';
import { MAX_EVENTS, outcome, rawEvent } from './transaction.ts';

/** An entry of the log (docs/spec/log.md). Times are in ms. */
export const logEntry = variant('type', {
  genesis: { genesis: hash },
  transaction: { act: actName, body: hash, envelope: hash, outcome },
  block: {
    /** What the block itself did before its transactions: a plan of upgrade that came due. */
    events: optional(list(rawEvent, { min: 1, max: MAX_EVENTS })),
    height: uint(),
    paramsHash: hash,
    replayRoot: hash,
    stateRoot: hash,
    time: uint(),
    transactions: uint({ max: 0xffffffff }),
  },
});
export type LogEntry = TypeOf<typeof logEntry>;
export type GenesisEntry = Extract<LogEntry, { type: 'genesis' }>;
export type TransactionEntry = Extract<LogEntry, { type: 'transaction' }>;
export type BlockEntry = Extract<LogEntry, { type: 'block' }>;

/** Longest entry, so that its length fits the two bytes of an entry bundle. */
export const MAX_ENTRY_SIZE_BYTES = 65_535;

/**
 * The entry of canonical bytes; fails with the codec's reason, also beyond the longest entry, and
 * where a done act has a refusal's details or a refused act has events.
 */
export function decodeLogEntry(bytes: Uint8Array): Result<LogEntry, CodecError> {
  const decoded = decode(logEntry, bytes, MAX_ENTRY_SIZE_BYTES);
  if (!decoded.ok || decoded.value.type !== 'transaction') return decoded;
  const { code, context, events } = decoded.value.outcome;
  if (code === 0 ? context === undefined : events.length === 0) return decoded;
  return fail({
    code: 'CODEC_FORBIDDEN',
    at: code === 0 ? 'outcome.context' : 'outcome.events',
    message: 'A done act has no refusal, a refused act no events.',
  });
}

/** The canonical bytes of an entry. */
export function encodeLogEntry(entry: LogEntry): Uint8Array {
  return encodeKnown(logEntry, entry);
}

const APP_HASH_TAG = tag('madang/app-hash/1');

/** The application hash after a block: what consensus agrees on. */
export function appHash(logSize: number, logRoot: Uint8Array): Uint8Array {
  return sha256(APP_HASH_TAG, u64be(logSize), logRoot);
}

const REPLAY_TAG = tag('madang/replay/1');

/** One minute of the replay lists. */
export interface ReplayMinute {
  readonly minute: number;
  readonly count: number;
  /** The hash chain over the `count` body hashes of the minute, in order of execution. */
  readonly chain: Uint8Array;
}

/** The chain of a minute's list before its first body hash. */
export const emptyReplayChain: Uint8Array = new Uint8Array(32);

/** The chain of a minute's list with one body hash more (docs/spec/transaction.md, "Replay"). */
export function extendReplayChain(chain: Uint8Array, bodyHash: Uint8Array): Uint8Array {
  return sha256(chain, bodyHash);
}

/**
 * The replay root of the kept minutes, which stand in ascending order (docs/spec/transaction.md).
 */
export function replayRoot(minutes: readonly ReplayMinute[]): Uint8Array {
  const parts = [REPLAY_TAG];
  for (const { minute, count, chain } of minutes) {
    parts.push(concat(u64be(minute), u64be(count), chain));
  }
  return sha256(...parts);
}

const MINUTE_MS = 60_000;

/** The minute whose list holds a transaction that expires at this time (ms). */
export function replayMinute(expiresAt: number): number {
  return Number(BigInt(expiresAt) / BigInt(MINUTE_MS));
}
