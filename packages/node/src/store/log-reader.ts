import { decodeLogEntry } from '@madang/protocol';
import { damaged, historyAbsent, NodeFailure } from '../failure.ts';
import { splitBundle } from '../follow.ts';
import type { Archive } from './archive.ts';
import { bundleKey, decodeBundle } from './block.ts';
import { joinEnvelopes } from './envelope-bundle.ts';
import { consistencyFrom, inclusionFrom, rootAt, TILE_WIDTH, tileBytes } from './log-tree.ts';
import { decodePlace, type Place } from './places.ts';
import { readSegment, type SegmentPlace, type Segments } from './segments.ts';
import type { View } from './view.ts';

/** What can be read of the log up to the newest durable block. Absent things are undefined. */
export interface LogReader {
  entry(index: number): Uint8Array | undefined;
  /**
   * Entries `bundle · 256` and following in the form of C2SP entry bundles; `width` defaults to all
   * there are.
   */
  bundle(bundle: number, width?: number): Uint8Array | undefined;
  /** The transactions of those entries, as far as they are here (docs/spec/log.md). */
  envelopes(bundle: number): Uint8Array | undefined;
  /** A C2SP tile of hashes; `width` defaults to 256. */
  tile(level: number, index: number, width?: number): Uint8Array | undefined;
  place(bodyHash: Uint8Array): Place | undefined;
  /** Body hashes on record from `first` to `last`, both included, ascending, at most `limit`. */
  bodyHashes(first: Uint8Array, last: Uint8Array, limit: number): readonly Uint8Array[];
  entryAt(place: Place): Uint8Array;
  /** The envelope, or nothing where its retention is over. */
  envelopeAt(place: Place): Uint8Array | undefined;
  inclusion(index: number, size: number): Uint8Array;
  consistency(oldSize: number, newSize: number): Uint8Array;
  rootAt(size: number): Uint8Array;
}

/** Where the bytes of the log lie. */
export interface LogFiles {
  readonly segments: () => Segments;
  readonly archive: Archive;
}

/** A bundle is at most 256 entries of 65,535 bytes with their lengths. */
const BUNDLE_BYTES_MAX = TILE_WIDTH * (65_535 + 2);
const FIRST_READ_BYTES = 131_072;

/** Reads the log of whatever view is newest. */
export function logReader(view: () => View, { segments, archive }: LogFiles): LogReader {
  const bundle = (number: number, width?: number): Uint8Array | undefined => {
    const { snapshot, head, history } = view();
    const available = Math.min(TILE_WIDTH, head.logSize - number * TILE_WIDTH);
    const wanted = width ?? available;
    if (number < 0 || wanted < 1 || wanted > available) return undefined;
    const start = snapshot.bundles.get(bundleKey(number));
    if (start !== undefined) return readEntriesAt(segments(), decodeBundle(start), wanted);
    const archived = archive.bundle(number);
    if (archived !== undefined) return archived.subarray(0, endOfEntries(archived, wanted));
    const isOutside = number * TILE_WIDTH < history.outsideBefore;
    if (!isOutside) damaged(`bundle ${String(number)} has no place`);
    throw new NodeFailure(historyAbsent(history.outsideBefore));
  };
  const entry = (index: number): Uint8Array | undefined => {
    const within = index % TILE_WIDTH;
    const read = bundle(Math.floor(index / TILE_WIDTH), within + 1);
    return read === undefined ? undefined : lastEntry(read);
  };
  const place = (bodyHash: Uint8Array): Place | undefined => {
    const record = view().snapshot.places.get(bodyHash);
    return record === undefined ? undefined : decodePlace(record);
  };
  const envelopeAt = ({ envelope, envelopeBytes }: Place) =>
    readSegment(segments(), envelope, envelopeBytes);
  const envelopeOf = (entry: Uint8Array): Uint8Array | undefined => {
    const decoded = decodeLogEntry(entry);
    const isTransaction = decoded.ok && decoded.value.type === 'transaction';
    const at = isTransaction ? place(decoded.value.body) : undefined;
    return at === undefined ? undefined : envelopeAt(at);
  };
  return {
    bundle,
    envelopes: (number) => {
      const entries = bundle(number);
      return entries === undefined
        ? undefined
        : joinEnvelopes(splitBundle(entries).map(envelopeOf));
    },
    entry,
    tile: (level, index, width = TILE_WIDTH) => {
      const { tiles, head } = view();
      const hashes = Math.floor(head.logSize / TILE_WIDTH ** level) - index * TILE_WIDTH;
      if (width < 1 || width > Math.min(TILE_WIDTH, hashes)) return undefined;
      return tileBytes(tiles, { level, index }, width);
    },
    place,
    bodyHashes: (start, end, limit) =>
      [...view().snapshot.places.range({ start, end, limit })].map(({ key }) => key.slice()),
    entryAt: (place) =>
      readSegment(segments(), place.entry, place.entryBytes) ??
      entry(place.index) ??
      damaged('an entry is missing'),
    envelopeAt,
    inclusion: (index, size) => inclusionFrom(view().tree, view().tiles, { index, size }),
    consistency: (oldSize, newSize) =>
      consistencyFrom(view().tree, view().tiles, { oldSize, newSize }),
    rootAt: (size) => rootAt(view().tree, view().tiles, size),
  };
}

/** So many entries from where their bundle begins, each behind its length. */
export function readEntriesAt(segments: Segments, start: SegmentPlace, count: number): Uint8Array {
  for (let sizeBytes = FIRST_READ_BYTES; ; sizeBytes *= 8) {
    const bytes = readSegment(segments, start, sizeBytes);
    if (bytes === undefined) return damaged('a file of entries is missing');
    const end = endOfEntries(bytes, count);
    if (end !== undefined) return bytes.subarray(0, end);
    if (sizeBytes > BUNDLE_BYTES_MAX || bytes.length < sizeBytes) damaged('a bundle is cut short');
  }
}

/** Where so many entries end, or nothing if the bytes do not reach that far. */
function endOfEntries(bytes: Uint8Array, count: number): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = 0;
  for (let i = 0; i < count; i++) {
    if (end + 2 > bytes.length) return undefined;
    end += 2 + view.getUint16(end);
  }
  return end <= bytes.length ? end : undefined;
}

function lastEntry(bundle: Uint8Array): Uint8Array {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  let at = 0;
  for (;;) {
    const next = at + 2 + view.getUint16(at);
    if (next >= bundle.length) return bundle.slice(at + 2, next);
    at = next;
  }
}
