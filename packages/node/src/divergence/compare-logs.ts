import { equalBytes } from '@madang/base';
import {
  type BlockEntry,
  decodeLogEntry,
  type LogEntry,
  type TransactionEntry,
} from '@madang/protocol';
import { damaged } from '../failure.ts';
import { splitBundle } from '../follow.ts';
import type { TileSource } from '../store/archive-log.ts';
import { TILE_WIDTH } from '../store/log-tree.ts';

/** A log that is compared with another. */
export interface ComparedLog {
  readonly tiles: TileSource;
  /** Number of entries; the last one ends a block. */
  readonly size: number;
}

/** The first block in which two logs differ. */
export interface LogDifference {
  /** Of the block, in the log that was named first. */
  readonly height: number;
  /** The first entry that differs. */
  readonly index: number;
  /**
   * `state`: the same transactions came to the same outcomes and to another state. `outcome`: one
   * of the same transactions came to another outcome. `transactions`: they are not the same ones.
   */
  readonly kind: 'state' | 'outcome' | 'transactions';
}

/**
 * Finds the first block in which two logs differ, as far as both reach; nothing where they do not.
 * Reads tiles from the top of the tree downwards, at most two of each level. Throws where one of
 * them cannot be read.
 */
export async function compareLogs(
  ours: ComparedLog,
  theirs: ComparedLog,
): Promise<LogDifference | undefined> {
  const index = await firstDifference(ours, theirs);
  if (index === undefined) return undefined;
  const [own, other] = [await restOfBlock(ours, index), await restOfBlock(theirs, index)];
  return { height: own.block.height, index, kind: kindOf(own, other) };
}

async function firstDifference(ours: ComparedLog, theirs: ComparedLog) {
  const size = Math.min(ours.size, theirs.size);
  let level = 0;
  while (TILE_WIDTH ** (level + 1) <= size) level += 1;
  // Of each level the subtrees that are looked at: below the one that differs, or after the last.
  let [first, end] = [0, Math.floor(size / TILE_WIDTH ** level)];
  for (; ; level--) {
    const at = await firstDifferentHash([ours, theirs], level, { first, end });
    if (level === 0) return at;
    const whole = Math.floor(size / TILE_WIDTH ** (level - 1));
    [first, end] = [(at ?? end) * TILE_WIDTH, at === undefined ? whole : (at + 1) * TILE_WIDTH];
  }
}

const HASH_BYTES = 32;

async function firstDifferentHash(
  [ours, theirs]: readonly [ComparedLog, ComparedLog],
  level: number,
  { first, end }: { readonly first: number; readonly end: number },
): Promise<number | undefined> {
  for (let next = first; next < end; ) {
    const tile = Math.floor(next / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, end - tile * TILE_WIDTH);
    const [own, other] = [
      await ours.tiles.tile(level, tile, width),
      await theirs.tiles.tile(level, tile, width),
    ];
    if (own === undefined || other === undefined) return damaged('a tile of the log is missing');
    for (; next < tile * TILE_WIDTH + width; next++) {
      const at = (next % TILE_WIDTH) * HASH_BYTES;
      if (!equalBytes(own.subarray(at, at + HASH_BYTES), other.subarray(at, at + HASH_BYTES))) {
        return next;
      }
    }
  }
  return undefined;
}

/** The entries of a block from one of them on. */
interface RestOfBlock {
  readonly transactions: readonly TransactionEntry[];
  readonly block: BlockEntry;
}

async function restOfBlock({ tiles, size }: ComparedLog, index: number): Promise<RestOfBlock> {
  const transactions: TransactionEntry[] = [];
  for (let next = index; next < size; ) {
    const bundle = Math.floor(next / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH);
    const bytes = await tiles.bundle(bundle, width);
    const entries = bytes === undefined ? [] : splitBundle(bytes).slice(next % TILE_WIDTH);
    if (entries.length === 0) return damaged('entries of the log are missing');
    for (const entry of entries.map(readEntry)) {
      if (entry.type === 'block') return { transactions, block: entry };
      if (entry.type === 'transaction') transactions.push(entry);
    }
    next += entries.length;
  }
  return damaged('the log does not end with a block');
}

function readEntry(bytes: Uint8Array): LogEntry {
  const entry = decodeLogEntry(bytes);
  return entry.ok ? entry.value : damaged('an entry of the log cannot be read');
}

function kindOf(own: RestOfBlock, other: RestOfBlock): LogDifference['kind'] {
  const isSameBlock =
    own.block.height === other.block.height &&
    own.block.time === other.block.time &&
    own.transactions.length === other.transactions.length &&
    own.transactions.every(({ body, envelope }, i) => {
      const one = other.transactions[i];
      return one !== undefined && equalBytes(body, one.body) && equalBytes(envelope, one.envelope);
    });
  if (!isSameBlock) return 'transactions';
  const isSameOutcome = own.transactions.every(({ outcome }, i) => {
    const one = other.transactions[i];
    return (
      outcome.code === one?.outcome.code && outcome.events.length === one.outcome.events.length
    );
  });
  return isSameOutcome ? 'state' : 'outcome';
}
