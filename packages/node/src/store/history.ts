import { equalBytes, expectPresent, ok, type Result } from '@madang/base';
import { sha256 } from '@madang/crypto';
import type { Retention } from '@madang/kernel';
import { decodeLogEntry, type TransactionEntry } from '@madang/protocol';
import type { NodeError } from '../failure.ts';
import { splitBundle } from '../follow.ts';
import { type Archive, syncNames, tilePath } from './archive.ts';
import {
  bundlePaths,
  copyTiles,
  differing,
  type ExpectedHash,
  keepBundle,
  keepTile,
  lacking,
  type TileSource,
} from './archive-log.ts';
import { bundleKey, decodeBundle } from './block.ts';
import type { LedgerDatabase, Writers } from './database.ts';
import { splitEnvelopes } from './envelope-bundle.ts';
import {
  afterPiece,
  askingAgain,
  type Fetched,
  type HistoryPiece,
  nextPiece,
  putFetched,
} from './fetched.ts';
import { putHistory } from './head.ts';
import { logReader, readEntriesAt } from './log-reader.ts';
import { TILE_WIDTH, tileKey } from './log-tree.ts';
import {
  archivedPlace,
  decodePlace,
  encodePlace,
  gonePlace,
  isWithoutEnvelope,
  type Place,
} from './places.ts';
import {
  append,
  applyAppends,
  beginAppends,
  dropSegments,
  isLapsed,
  putSegments,
  removeSegments,
  type Segment,
  type Segments,
  writeAppends,
} from './segments.ts';
import { nextView, type View } from './view.ts';

/** The parts of an open store that its history concerns. */
export interface HistoryParts {
  readonly archive: Archive;
  readonly database: LedgerDatabase;
  readonly segments: Segments;
  view: View;
}

/** How long the transactions of an act are kept. */
export type RetentionOf = (act: string) => Retention;

/** A piece of the older history as somebody gave it. */
export interface GivenPiece {
  readonly piece: HistoryPiece;
  /** Nothing: only what is here already counts. */
  readonly bytes: Uint8Array | undefined;
  readonly retentionOf: RetentionOf;
}

const HASH_BYTES = 32;

/**
 * Takes the next piece of the older history, durably, where it is that of the log. Gives how many
 * parts of it are not here after that: the next piece comes when there are none. Fails with
 * `NODE_HISTORY_DIFFERS` where it is not of this log, and then nothing of it is taken.
 */
export async function takePiece(
  parts: HistoryParts,
  { piece, bytes, retentionOf }: GivenPiece,
): Promise<Result<number, NodeError>> {
  if (piece.kind === 'envelopes') {
    const split = bytes === undefined ? undefined : (splitEnvelopes(bytes) ?? 'not in form');
    if (split === 'not in form') return differing(pieceName(piece));
    return takeEnvelopes(parts, piece, { given: split, retentionOf });
  }
  const given = bytes ?? archived(parts, piece);
  if (given === undefined) return ok(1);
  const taken = await (piece.kind === 'tile'
    ? takeTile(parts, piece, given)
    : takeEntries(parts, piece, given));
  // What lies here and is not right was not finished: it is fetched like any other.
  return taken.ok || bytes !== undefined ? taken : ok(1);
}

type PieceOf<K extends HistoryPiece['kind']> = Extract<HistoryPiece, { kind: K }>;

function archived(
  { archive }: HistoryParts,
  piece: PieceOf<'tile' | 'entries'>,
): Uint8Array | undefined {
  return piece.kind === 'tile'
    ? archive.tile(piece.level, piece.index)
    : archive.bundle(piece.index);
}

async function takeTile(
  parts: HistoryParts,
  piece: PieceOf<'tile'>,
  tile: Uint8Array,
): Promise<Result<number, NodeError>> {
  const { level, index } = piece;
  const kept = await keepTile(parts.archive, { level, index, tile }, expectedOf(parts));
  if (!kept.ok) return kept;
  syncNames(parts.archive, [tilePath(level, index)]);
  await commitAndView(parts, (tables) => {
    putFetched(tables.meta, afterPiece(fetchedOf(parts), piece));
  });
  return ok(0);
}

async function takeEntries(
  parts: HistoryParts,
  piece: PieceOf<'entries'>,
  bundle: Uint8Array,
): Promise<Result<number, NodeError>> {
  const { index } = piece;
  const kept = await keepBundle(parts.archive, { index, bundle }, expectedOf(parts));
  if (!kept.ok) return kept;
  syncNames(parts.archive, bundlePaths(index));
  await commitAndView(parts, (tables) => {
    putPlaces(tables, kept.value, index * TILE_WIDTH);
    putTaken(parts, tables, afterPiece(fetchedOf(parts), piece));
  });
  return ok(0);
}

function expectedOf(parts: HistoryParts): ExpectedHash {
  return (level, index) => subtreeHash(parts.view, level, index);
}

/** How a piece is called below `/log` of whoever publishes it. */
export function pieceName(piece: HistoryPiece): string {
  if (piece.kind === 'tile') return tilePath(piece.level, piece.index);
  const path = tilePath('entries', piece.index);
  return piece.kind === 'entries' ? path : path.replace('tile/entries', 'envelopes');
}

/** Says where the transactions among entries stand, whose envelopes are not here. */
export function putPlaces(
  { places }: Pick<Writers, 'places'>,
  entries: readonly Uint8Array[],
  first: number,
): void {
  for (const [i, bytes] of entries.entries()) {
    const entry = transactionIn(bytes);
    if (entry !== undefined) places.put(entry.body, encodePlace(archivedPlace(first + i)));
  }
}

function transactionIn(bytes: Uint8Array): TransactionEntry | undefined {
  const entry = decodeLogEntry(bytes);
  return entry.ok && entry.value.type === 'transaction' ? entry.value : undefined;
}

/** When the last bundle is here, nothing of the log is outside any more. */
function putTaken({ view }: HistoryParts, { meta }: Writers, fetched: Fetched): void {
  putFetched(meta, fetched);
  const isWhole = fetched.bundles * TILE_WIDTH >= view.history.outsideBefore;
  if (isWhole) putHistory(meta, { ...view.history, isArchived: true });
}

/** A transaction of the older history whose envelope is not here. */
interface Wanted {
  readonly entry: TransactionEntry;
  readonly place: Place;
}

/** The transactions of a bundle whose envelopes are not here and may still come. */
function wantedIn(parts: HistoryParts, index: number): readonly Wanted[] {
  const { archive, segments, view } = parts;
  const first = index * TILE_WIDTH;
  const width = Math.min(TILE_WIDTH, fetchedOf(parts).size - first);
  const log = logReader(() => view, { archive, segments: () => segments });
  const entries = splitBundle(expectPresent(log.bundle(index, width), 'the entries are here'));
  return entries.flatMap((bytes): Wanted[] => {
    const entry = transactionIn(bytes);
    const stored = entry === undefined ? undefined : view.snapshot.places.get(entry.body);
    if (entry === undefined || stored === undefined) return [];
    const place = decodePlace(stored);
    return isWithoutEnvelope(place) ? [{ entry, place }] : [];
  });
}

interface GivenEnvelopes {
  /** One for each entry of the bundle, empty where there is none. */
  readonly given: readonly Uint8Array[] | undefined;
  readonly retentionOf: RetentionOf;
}

async function takeEnvelopes(
  parts: HistoryParts,
  piece: HistoryPiece,
  { given, retentionOf }: GivenEnvelopes,
): Promise<Result<number, NodeError>> {
  const wanted = wantedIn(parts, piece.index);
  if (given === undefined && wanted.length > 0) return ok(wanted.length);
  const appends = beginAppends(parts.segments, 0);
  const placed: { readonly key: Uint8Array; readonly place: Place }[] = [];
  for (const { entry, place } of wanted) {
    const { act, body: key, outcome } = entry;
    const family = `early-${retentionOf(act)}` as const;
    const envelope = given?.[place.index - piece.index * TILE_WIDTH] ?? new Uint8Array();
    if (envelope.length === 0) {
      const isOver = isLapsed(family, outcome.time, parts.view.head.timeMs);
      if (isOver) placed.push({ key, place: gonePlace(place) });
      continue;
    }
    if (!equalBytes(sha256(envelope), entry.envelope)) return differing(pieceName(piece));
    const at = append({ ...appends, timeMs: outcome.time }, family, envelope, true);
    placed.push({ key, place: { ...place, envelope: at, envelopeBytes: envelope.length } });
  }
  const missing = wanted.length - placed.length;
  await writeAppends(appends);
  const write = (tables: Writers): void => {
    for (const { key, place } of placed) tables.places.put(key, encodePlace(place));
    putSegments(appends, tables.segments);
    if (missing === 0) putFetched(tables.meta, afterPiece(fetchedOf(parts), piece));
  };
  await commitAndView(parts, write, () => {
    applyAppends(appends);
  });
  return ok(missing);
}

/** Begins again with the first transactions that nobody had. */
export async function askAgain(parts: HistoryParts): Promise<void> {
  await commitAndView(parts, ({ meta }) => {
    putFetched(meta, askingAgain(fetchedOf(parts)));
  });
}

/** Brings in entries and hashes from a mirror, which has no transactions. */
export async function takeHistory(
  parts: HistoryParts,
  source: TileSource,
): Promise<Result<number, NodeError>> {
  let written = 0;
  for (;;) {
    const { fetched } = parts.view;
    const piece = fetched === undefined ? undefined : nextPiece(fetched);
    if (piece === undefined || piece.kind === 'envelopes') return ok(written);
    const bytes = await (piece.kind === 'tile'
      ? source.tile(piece.level, piece.index)
      : source.bundle(piece.index));
    if (bytes === undefined) return lacking(pieceName(piece));
    const taken = await takePiece(parts, { piece, bytes, retentionOf: () => 'forever' });
    if (!taken.ok) return taken;
    written += piece.kind === 'tile' ? 1 : 2;
  }
}

/** Goes on behind transactions that nobody had, and notes how many they were. */
export async function passPiece(parts: HistoryParts, piece: HistoryPiece): Promise<void> {
  const missing = wantedIn(parts, piece.index).length;
  await commitAndView(parts, (tables) => {
    putFetched(tables.meta, afterPiece(fetchedOf(parts), piece, missing));
  });
}

/** What of the history is here, of a store that began from a snapshot. */
function fetchedOf({ view }: Pick<HistoryParts, 'view'>): Fetched {
  return expectPresent(view.fetched, 'the ledger began from a snapshot');
}

/** Moves the older part of the log into the archive and out of the database. */
export async function archiveHistory(
  parts: HistoryParts,
  keepEntries: number,
): Promise<Result<number, NodeError>> {
  const { archive, segments } = parts;
  const { history, head } = parts.view;
  // The last tile of each level stays: the log is appended to it.
  const kept = Math.max(keepEntries, TILE_WIDTH);
  const size = Math.floor(Math.max(0, head.logSize - kept) / TILE_WIDTH) * TILE_WIDTH;
  if (size <= history.outsideBefore) return ok(0);
  const copied = await copyTiles({
    ...{ archive, size, source: ownTiles(parts) },
    from: history.isArchived ? history.outsideBefore : 0,
    expected: expectedOf(parts),
  });
  if (!copied.ok) return copied;
  const start = parts.view.snapshot.bundles.get(bundleKey(size / TILE_WIDTH));
  const unused = start === undefined ? [] : entriesBefore(segments, decodeBundle(start).segment);
  await commitAndView(parts, (tables) => {
    removeTiles(tables, history.outsideBefore, size);
    dropSegments(unused, tables.segments);
    putHistory(tables.meta, { ...history, outsideBefore: size });
  });
  removeSegments(segments, unused);
  return copied;
}

/** Makes something durable that changes neither the log nor the state, and what is read of it. */
async function commitAndView(
  parts: HistoryParts,
  write: (tables: Writers) => void,
  whenDurable: () => void = () => undefined,
): Promise<void> {
  await parts.database.commit(write);
  whenDurable();
  const before = parts.view.snapshot;
  const snapshot = parts.database.snapshot();
  parts.view = nextView(parts.view, { snapshot, head: parts.view.head }, parts.archive);
  before.release();
}

/** The tiles that this store has itself. */
function ownTiles(parts: HistoryParts): TileSource {
  return {
    tile: (level, index) => Promise.resolve(parts.view.tiles.get(tileKey(level, index))),
    bundle: (index) => {
      const start = parts.view.snapshot.bundles.get(bundleKey(index));
      const bundle =
        start === undefined
          ? undefined
          : readEntriesAt(parts.segments, decodeBundle(start), TILE_WIDTH);
      return Promise.resolve(bundle);
    },
  };
}

/** The hash over a full tile, as the level above has it. */
function subtreeHash(view: View, level: number, index: number): Uint8Array | undefined {
  const above = view.tiles.get(tileKey(level + 1, Math.floor(index / TILE_WIDTH)));
  const at = (index % TILE_WIDTH) * HASH_BYTES;
  return above?.slice(at, at + HASH_BYTES);
}

function entriesBefore({ committed }: Segments, segment: number): readonly Segment[] {
  return (committed.get('entries') ?? []).filter((one) => one.segment < segment);
}

function removeTiles({ tiles, bundles }: Writers, from: number, to: number): void {
  for (let width = TILE_WIDTH, level = 0; width <= to; width *= TILE_WIDTH, level++) {
    for (let index = Math.floor(from / width); index < Math.floor(to / width); index++) {
      tiles.remove(tileKey(level, index));
    }
  }
  for (let index = from / TILE_WIDTH; index < to / TILE_WIDTH; index++) {
    bundles.remove(bundleKey(index));
  }
}
