import {
  bool,
  bytes,
  decode,
  encodeKnown,
  fixedBytes,
  record,
  type TypeOf,
  uint,
} from '@madang/base';
import { damaged } from '../failure.ts';
import type { TableReader, TableWriter } from './database.ts';

const hash = fixedBytes(32);

/** What is durable: the newest block and the log that it ends. Times are in ms. */
const headRecord = record({
  height: uint(),
  timeMs: uint(),
  logSize: uint(),
  logRoot: hash,
  stateRoot: hash,
  replayRoot: hash,
  paramsHash: hash,
  appHash: hash,
  /** Encoding of the parameters in force after the block. */
  params: bytes({ max: 1_024 }),
});
export type Head = TypeOf<typeof headRecord>;

const HEAD_KEY = new TextEncoder().encode('head');
const PASSED_KEY = new TextEncoder().encode('passed');
const HISTORY_KEY = new TextEncoder().encode('history');
const GENESIS_KEY = new TextEncoder().encode('genesis');

/** The head of the last commit; nothing in a new database. */
export function readHead(meta: TableReader<Uint8Array>): Head | undefined {
  const stored = meta.get(HEAD_KEY);
  if (stored === undefined) return undefined;
  const head = decode(headRecord, stored);
  return head.ok ? head.value : damaged('the head has a record of another form');
}

/** Puts the head into a commit. */
export function putHead(meta: TableWriter<Uint8Array>, head: Head): void {
  meta.put(HEAD_KEY, encodeKnown(headRecord, head));
}

/** The genesis bytes of the ledger. */
export function readGenesis(meta: TableReader<Uint8Array>): Uint8Array {
  return meta.get(GENESIS_KEY) ?? damaged('there is no genesis');
}

/** Puts the genesis into the first commit. */
export function putGenesis(meta: TableWriter<Uint8Array>, genesis: Uint8Array): void {
  meta.put(GENESIS_KEY, genesis);
}

/** The height of the last block without transactions that was noted; 0 if none was. */
export function readPassedHeight(meta: TableReader<Uint8Array>): number {
  const stored = meta.get(PASSED_KEY);
  if (stored === undefined) return 0;
  const height = decode(uint(), stored);
  return height.ok ? height.value : damaged('the height has a record of another form');
}

/** Puts that height into a commit of its own. */
export function putPassedHeight(meta: TableWriter<Uint8Array>, height: number): void {
  meta.put(PASSED_KEY, encodeKnown(uint(), height));
}

/** Where the older part of the log is. */
const historyRecord = record({
  /** The height of the snapshot that the ledger began from; 0: its genesis. */
  beganAt: uint(),
  /** Whether the archive was given all of what is not in the database. */
  isArchived: bool(),
  /** Entries before this one, and full tiles over them, are not in the database. */
  outsideBefore: uint(),
});
export type History = TypeOf<typeof historyRecord>;

const ALL_HERE: History = { beganAt: 0, isArchived: true, outsideBefore: 0 };

/** Where the older part of the log is. */
export function readHistory(meta: TableReader<Uint8Array>): History {
  const stored = meta.get(HISTORY_KEY);
  if (stored === undefined) return ALL_HERE;
  const history = decode(historyRecord, stored);
  return history.ok ? history.value : damaged('the history has a record of another form');
}

/** Puts that into a commit. */
export function putHistory(meta: TableWriter<Uint8Array>, history: History): void {
  meta.put(HISTORY_KEY, encodeKnown(historyRecord, history));
}
