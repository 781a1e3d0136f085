import { concat, equalBytes, oneCharacterEach } from '@madang/base';
import {
  emptyReplayChain,
  extendReplayChain,
  type ReplayMinute,
  replayMinute,
  replayRoot,
} from '@madang/protocol';
import { damaged } from '../failure.ts';
import type { TableReader, TableWriter } from './database.ts';
import { joinAll } from './join.ts';

const HASH_BYTES = 32;

/** The replay lists of docs/spec/transaction.md, in memory, with a copy in the database. */
export interface ReplayLists {
  readonly minutes: Map<number, MinuteList>;
}

interface MinuteList {
  readonly hashes: Set<string>;
  /** Keys of the minute's records in the database. */
  readonly keys: Uint8Array[];
  chain: Uint8Array;
}

/** A body hash that a block executed, with the expiry of its transaction in ms. */
export interface ExecutedBody {
  readonly bodyHash: Uint8Array;
  readonly expiresAt: number;
}

/** What a block does to the lists, in memory. */
export interface PreparedReplay {
  readonly root: Uint8Array;
  readonly added: readonly AddedBodies[];
  readonly pruned: readonly number[];
}

interface AddedBodies {
  readonly minute: number;
  readonly key: Uint8Array;
  readonly chain: Uint8Array;
  readonly bodies: readonly Uint8Array[];
}

/** Reads the lists; `root` is what the last block entry says of them. */
export function openReplay(table: TableReader<Uint8Array>, root: Uint8Array): ReplayLists {
  const lists: ReplayLists = { minutes: new Map() };
  for (const { key, value } of table.range({ start: new Uint8Array(8) })) {
    const minute = new DataView(key.buffer, key.byteOffset).getUint32(0);
    const list = listOf(lists, minute);
    for (let at = HASH_BYTES; at < value.length; at += HASH_BYTES) {
      list.hashes.add(oneCharacterEach(value.subarray(at, at + HASH_BYTES)));
    }
    list.chain = value.slice(0, HASH_BYTES);
    list.keys.push(key.slice());
  }
  if (!equalBytes(rootOf(minutesOf(lists)), root))
    damaged('the replay lists do not have their root');
  return lists;
}

/** A minute's list as it is stored. */
export interface ReplayList {
  readonly minute: number;
  readonly chain: Uint8Array;
  readonly bodies: readonly Uint8Array[];
}

/** The stored lists, minutes ascending, body hashes in order of execution. */
export function readReplay(table: TableReader<Uint8Array>): readonly ReplayList[] {
  const lists = new Map<number, { minute: number; chain: Uint8Array; bodies: Uint8Array[] }>();
  for (const { key, value } of table.range({ start: new Uint8Array(8) })) {
    const minute = new DataView(key.buffer, key.byteOffset).getUint32(0);
    const list = lists.get(minute) ?? { minute, chain: emptyReplayChain, bodies: [] };
    list.chain = value.slice(0, HASH_BYTES);
    for (let at = HASH_BYTES; at < value.length; at += HASH_BYTES) {
      list.bodies.push(value.slice(at, at + HASH_BYTES));
    }
    lists.set(minute, list);
  }
  return [...lists.values()];
}

/**
 * Puts a part of a minute's list, with the chain after it, behind those of which it has `before`.
 */
export function putReplayRun(
  table: TableWriter<Uint8Array>,
  run: ReplayList & { readonly before: number },
): void {
  table.put(recordKey(run.minute, run.before), joinAll([run.chain, ...run.bodies]));
}

/** Whether a body hash is in the list of a minute. */
export function wasExecuted(lists: ReplayLists, bodyHash: Uint8Array, minute: number): boolean {
  return lists.minutes.get(minute)?.hashes.has(oneCharacterEach(bodyHash)) ?? false;
}

/** Computes the lists after a block with this time. */
export function prepareReplay(
  lists: ReplayLists,
  executed: readonly ExecutedBody[],
  timeMs: number,
): PreparedReplay {
  const firstKept = replayMinute(timeMs);
  const bodiesByMinute = Map.groupBy(executed, ({ expiresAt }) => replayMinute(expiresAt));
  const added = [...bodiesByMinute].map(([minute, bodies]) =>
    addBodies(
      lists,
      minute,
      bodies.map(({ bodyHash }) => bodyHash),
    ),
  );
  const minutes = new Map(minutesOf(lists).map((minute) => [minute.minute, minute]));
  for (const { minute, chain, bodies } of added) {
    minutes.set(minute, {
      minute,
      chain,
      count: (minutes.get(minute)?.count ?? 0) + bodies.length,
    });
  }
  const kept = [...minutes.values()].filter(({ minute }) => minute >= firstKept);
  const pruned = [...lists.minutes.keys()].filter((minute) => minute < firstKept);
  return { root: rootOf(kept), added, pruned };
}

/** Puts a block's part of the lists into its commit. */
export function putReplay(
  lists: ReplayLists,
  prepared: PreparedReplay,
  table: TableWriter<Uint8Array>,
): void {
  for (const { key, chain, bodies } of prepared.added) table.put(key, concat(chain, ...bodies));
  for (const minute of prepared.pruned) {
    for (const key of lists.minutes.get(minute)?.keys ?? []) table.remove(key);
  }
}

/** Changes the lists, once the commit is durable. */
export function applyReplay(lists: ReplayLists, prepared: PreparedReplay): void {
  for (const { minute, key, chain, bodies } of prepared.added) {
    const list = listOf(lists, minute);
    for (const body of bodies) list.hashes.add(oneCharacterEach(body));
    list.keys.push(key);
    list.chain = chain;
  }
  for (const minute of prepared.pruned) lists.minutes.delete(minute);
}

function addBodies(lists: ReplayLists, minute: number, bodies: readonly Uint8Array[]): AddedBodies {
  const list = lists.minutes.get(minute);
  let chain = list?.chain ?? emptyReplayChain;
  for (const body of bodies) chain = extendReplayChain(chain, body);
  return { minute, chain, bodies, key: recordKey(minute, list?.hashes.size ?? 0) };
}

function minutesOf(lists: ReplayLists): ReplayMinute[] {
  return [...lists.minutes].map(([minute, { hashes, chain }]) => ({
    minute,
    count: hashes.size,
    chain,
  }));
}

function rootOf(minutes: readonly ReplayMinute[]): Uint8Array {
  return replayRoot(minutes.toSorted((left, right) => left.minute - right.minute));
}

function listOf(lists: ReplayLists, minute: number): MinuteList {
  const known = lists.minutes.get(minute);
  if (known !== undefined) return known;
  const list = { hashes: new Set<string>(), keys: [], chain: emptyReplayChain };
  lists.minutes.set(minute, list);
  return list;
}

/** A minute and how many body hashes stand before this record's. */
function recordKey(minute: number, before: number): Uint8Array {
  const key = new Uint8Array(8);
  const view = new DataView(key.buffer);
  view.setUint32(0, minute);
  view.setUint32(4, before);
  return key;
}
