import { decode, encodeKnown, record, type TypeOf, uint } from '@madang/base';
import { damaged } from '../failure.ts';
import { edgeWidths } from '../snapshot/edge.ts';
import type { TableReader, TableWriter } from './database.ts';
import { TILE_WIDTH } from './log-tree.ts';

const FETCHED_KEY = new TextEncoder().encode('fetched');

/** How much is here of what came before the snapshot that a ledger began from. */
const fetchedRecord = record({
  /** Entries of the log at the snapshot. */
  size: uint(),
  /** Tiles above level 0 that are here, from the top of the tree downwards. */
  tiles: uint(),
  /** Bundles of entries that are here, from the first on. */
  bundles: uint(),
  /** Bundles whose transactions were asked for, from the first on. */
  envelopes: uint(),
  /** Transactions in them that are still to be kept, and that nobody who was asked had. */
  lacking: uint(),
  /** The first bundle of those. */
  lackingFrom: uint(),
});
export type Fetched = TypeOf<typeof fetchedRecord>;

/** Where a ledger stands that has just begun from a snapshot of a log of this size. */
export function nothingFetched(size: number): Fetched {
  return { size, tiles: 0, bundles: 0, envelopes: 0, lacking: 0, lackingFrom: 0 };
}

/** How much is here; nothing where the ledger began from its genesis. */
export function readFetched(meta: TableReader<Uint8Array>): Fetched | undefined {
  const stored = meta.get(FETCHED_KEY);
  if (stored === undefined) return undefined;
  const fetched = decode(fetchedRecord, stored);
  return fetched.ok ? fetched.value : damaged('the history has a record of another form');
}

/** Puts that into a commit. */
export function putFetched(meta: TableWriter<Uint8Array>, fetched: Fetched): void {
  meta.put(FETCHED_KEY, encodeKnown(fetchedRecord, fetched));
}

/** A part of the older history that is fetched at once: 256 hashes, or 256 entries. */
export type HistoryPiece =
  | { readonly kind: 'tile'; readonly level: number; readonly index: number }
  | { readonly kind: 'entries'; readonly index: number }
  | { readonly kind: 'envelopes'; readonly index: number };

/**
 * The piece that comes next: tiles from the top downwards, so that each is proven by one that is
 * here; then entries from the first on, for lists are computed in that order; then transactions in
 * the same order, for files of what is kept for a time are closed by time. Nothing where all was
 * asked for. Tiles of level 0 follow from the entries.
 */
export function nextPiece(fetched: Fetched): HistoryPiece | undefined {
  const widths = edgeWidths(fetched.size);
  let before = fetched.tiles;
  for (let level = widths.length - 1; level >= 1; level--) {
    const count = widths[level]?.index ?? 0;
    if (before < count) return { kind: 'tile', level, index: before };
    before -= count;
  }
  if (fetched.bundles < (widths[0]?.index ?? 0)) return { kind: 'entries', index: fetched.bundles };
  return fetched.envelopes * TILE_WIDTH < fetched.size
    ? { kind: 'envelopes', index: fetched.envelopes }
    : undefined;
}

/** The same when a piece, which has to be the next one, is done with. */
export function afterPiece(fetched: Fetched, piece: HistoryPiece, lacking = 0): Fetched {
  if (piece.kind === 'tile') return { ...fetched, tiles: fetched.tiles + 1 };
  if (piece.kind === 'entries') return { ...fetched, bundles: piece.index + 1 };
  return {
    ...fetched,
    envelopes: piece.index + 1,
    lacking: fetched.lacking + lacking,
    lackingFrom: fetched.lacking === 0 ? piece.index : fetched.lackingFrom,
  };
}

/** The same when those that nobody had are to be asked for again. */
export function askingAgain(fetched: Fetched): Fetched {
  return { ...fetched, envelopes: fetched.lackingFrom, lacking: 0 };
}

/** Whether nothing is to come any more. */
export function isAllFetched(fetched: Fetched | undefined): boolean {
  return fetched === undefined || (nextPiece(fetched) === undefined && fetched.lacking === 0);
}
