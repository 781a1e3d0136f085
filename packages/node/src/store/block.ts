import { compareBytes } from '@madang/base';
import { statePath } from '@madang/crypto';
import type { Retention, StateChange } from '@madang/kernel';
import { appHash, encodeLogEntry, type Outcome, type RawEvent } from '@madang/protocol';
import { applyTrie, type PreparedTrie, prepareTrie, putTrie } from '../trie/trie.ts';
import type { Writers } from './database.ts';
import { type Head, putHead } from './head.ts';
import { applyTree, type PreparedTree, prepareTree, putTiles, TILE_WIDTH } from './log-tree.ts';
import { encodePlace, type Place } from './places.ts';
import {
  applyReplay,
  type ExecutedBody,
  type PreparedReplay,
  prepareReplay,
  putReplay,
  type ReplayLists,
} from './replay.ts';
import {
  type Appends,
  append,
  beginAppends,
  putSegments,
  type SegmentPlace,
  type Segments,
} from './segments.ts';
import { trieReader, type View, valueHashOf } from './view.ts';

/** A transaction as it was executed. */
export interface StoredTransaction extends ExecutedBody {
  readonly retention: Retention;
  /** The encoded log entry. */
  readonly entry: Uint8Array;
  readonly envelope: Uint8Array;
  /** What the entry says became of it. */
  readonly outcome: Outcome;
}

/** An executed block, to be stored. */
export interface ExecutedBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly changes: readonly StateChange[];
  readonly transactions: readonly StoredTransaction[];
  readonly paramsHash: Uint8Array;
  /** What the block itself did before its transactions. */
  readonly events?: readonly RawEvent[];
  /** Encoding of the parameters in force after the block. */
  readonly params: Uint8Array;
}

/** A block with everything that its commit will write, in memory only. */
export interface PreparedBlock {
  readonly block: ExecutedBlock;
  readonly head: Head;
  /** All log entries that the block appends, the block entry last. */
  readonly entries: readonly Uint8Array[];
  readonly firstIndex: number;
  /** Index of the first transaction's entry. */
  readonly firstTransaction: number;
  readonly trie: PreparedTrie;
  readonly tree: PreparedTree;
  readonly replay: PreparedReplay;
  readonly appends: Appends;
  readonly places: readonly Place[];
  readonly bundles: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[];
}

/** What a block is prepared on. */
export interface BlockBase {
  readonly view: View;
  readonly segments: Segments;
  readonly replay: ReplayLists;
}

/**
 * Computes everything that a block writes. `before` are entries that stand before its own: at
 * genesis.
 */
export function prepareBlock(
  base: BlockBase,
  block: ExecutedBlock,
  before: readonly Uint8Array[] = [],
): PreparedBlock {
  const { view, segments } = base;
  const trie = prepareTrie(view.trie, trieReader(view.snapshot), trieChanges(block.changes));
  const replay = prepareReplay(base.replay, block.transactions, block.timeMs);
  const blockEntry = encodeLogEntry({
    type: 'block',
    height: block.height,
    time: block.timeMs,
    ...(block.events === undefined || block.events.length === 0 ? {} : { events: block.events }),
    stateRoot: trie.root,
    replayRoot: replay.root,
    paramsHash: block.paramsHash,
    transactions: block.transactions.length,
  });
  const entries = [...before, ...block.transactions.map(({ entry }) => entry), blockEntry];
  const tree = prepareTree(view.tree, view.tiles, entries);
  const firstIndex = view.head.logSize;
  const layout = layOut({ appends: beginAppends(segments, block.timeMs), firstIndex }, entries);
  const firstTransaction = firstIndex + before.length;
  const places = placeAll(layout, block.transactions, firstTransaction);
  const head = headOf(block, { trie, replay, tree });
  return { block, head, entries, firstTransaction, trie, tree, replay, places, ...layout };
}

function headOf(
  block: ExecutedBlock,
  { trie, replay, tree }: Pick<PreparedBlock, 'trie' | 'replay' | 'tree'>,
): Head {
  const logSize = tree.frontier.size;
  return {
    height: block.height,
    timeMs: block.timeMs,
    logSize,
    logRoot: tree.root,
    stateRoot: trie.root,
    replayRoot: replay.root,
    paramsHash: block.paramsHash,
    params: block.params,
    appHash: appHash(logSize, tree.root),
  };
}

function trieChanges(changes: readonly StateChange[]) {
  return changes
    .map(({ key, value }) => ({ path: statePath(key), valueHash: valueHashOf(value) }))
    .sort((left, right) => compareBytes(left.path, right.path));
}

interface Layout {
  readonly appends: Appends;
  /** Where each entry's bytes begin, behind its length. */
  readonly entryPlaces: readonly SegmentPlace[];
  readonly bundles: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[];
  readonly firstIndex: number;
}

/** Appends the entries in the form of C2SP entry bundles; a bundle never crosses two files. */
function layOut(
  { appends, firstIndex }: { readonly appends: Appends; readonly firstIndex: number },
  entries: readonly Uint8Array[],
): Layout {
  const entryPlaces: SegmentPlace[] = [];
  const bundles: { key: Uint8Array; value: Uint8Array }[] = [];
  for (const [i, entry] of entries.entries()) {
    const index = firstIndex + i;
    const isFirst = index % TILE_WIDTH === 0;
    const sized = new Uint8Array(2 + entry.length);
    new DataView(sized.buffer).setUint16(0, entry.length);
    sized.set(entry, 2);
    const place = append(appends, 'entries', sized, isFirst);
    entryPlaces.push({ ...place, offset: place.offset + 2 });
    if (isFirst) bundles.push({ key: bundleKey(index / TILE_WIDTH), value: bundleValue(place) });
  }
  return { appends, entryPlaces, bundles, firstIndex };
}

function placeAll(
  { appends, entryPlaces, firstIndex }: Layout,
  transactions: readonly StoredTransaction[],
  firstTransaction: number,
): Place[] {
  return transactions.flatMap(({ retention, envelope, entry }, i): Place[] => {
    const index = firstTransaction + i;
    const entryPlace = entryPlaces[index - firstIndex];
    if (entryPlace === undefined) return [];
    const envelopePlace = append(appends, retention, envelope, true);
    return [
      {
        index,
        entry: entryPlace,
        entryBytes: entry.length,
        envelope: envelopePlace,
        envelopeBytes: envelope.length,
      },
    ];
  });
}

/** The key of a bundle: its number, 8 bytes. */
export function bundleKey(bundle: number): Uint8Array {
  const key = new Uint8Array(8);
  new DataView(key.buffer).setBigUint64(0, BigInt(bundle));
  return key;
}

function bundleValue({ segment, offset }: SegmentPlace): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, segment);
  view.setUint32(4, offset);
  return new Uint8Array(view.buffer);
}

/** Where a bundle begins. */
export function decodeBundle(value: Uint8Array): SegmentPlace {
  const view = new DataView(value.buffer, value.byteOffset);
  return { family: 'entries', segment: view.getUint32(0), offset: view.getUint32(4) };
}

/** Puts a prepared block into its commit. */
export function putBlock(prepared: PreparedBlock, replay: ReplayLists, tables: Writers): void {
  const { block, trie } = prepared;
  for (const { key, value } of block.changes) {
    if (value === undefined) tables.state.remove(key);
    else tables.state.put(key, value);
  }
  putTrie(trie, tables);
  putTiles(prepared.tree, tables.tiles);
  for (const { key, value } of prepared.bundles) tables.bundles.put(key, value);
  for (const [i, place] of prepared.places.entries()) {
    const bodyHash = block.transactions[i]?.bodyHash;
    if (bodyHash !== undefined) tables.places.put(bodyHash, encodePlace(place));
  }
  putReplay(replay, prepared.replay, tables.replay);
  putSegments(prepared.appends, tables.segments);
  putHead(tables.meta, prepared.head);
}

/** Makes a prepared block what is in memory, once its commit is durable. */
export function applyBlock(prepared: PreparedBlock, base: BlockBase): void {
  applyTrie(base.view.trie, prepared.trie);
  applyTree(base.view.tree, prepared.tree);
  applyReplay(base.replay, prepared.replay);
}
