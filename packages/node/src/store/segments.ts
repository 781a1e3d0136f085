import { expectPresent } from '@madang/base';
import { damaged } from '../failure.ts';
import type { TableReader, TableWriter } from './database.ts';
import type { SegmentFile, SegmentFolder } from './files.ts';

/**
 * Families of append-only files. Envelopes lie apart by how long they are kept, so that what is no
 * longer kept goes with whole files. What came before a snapshot has files of its own: it is
 * written after what came later, and the times in a file ascend.
 */
export const families = [
  'entries',
  'forever',
  'five-years',
  'ninety-days',
  'early-forever',
  'early-five-years',
  'early-ninety-days',
] as const;
export type Family = (typeof families)[number];

const DAY_MS = 86_400_000;

/** When a family begins a new file, and how long after its last transaction a file is kept. */
interface FamilyRule {
  readonly spanMsMax: number;
  readonly keptMs: number;
}

/** A family begins a new file when its last one has so many bytes. */
const SIZE_BYTES_MAX = 256 * 1024 * 1024;

const rules: Readonly<Record<Family, FamilyRule>> = {
  entries: { spanMsMax: Infinity, keptMs: Infinity },
  forever: { spanMsMax: Infinity, keptMs: Infinity },
  'five-years': { spanMsMax: 30 * DAY_MS, keptMs: 1_827 * DAY_MS },
  'ninety-days': { spanMsMax: DAY_MS, keptMs: 90 * DAY_MS },
  'early-forever': { spanMsMax: Infinity, keptMs: Infinity },
  'early-five-years': { spanMsMax: 30 * DAY_MS, keptMs: 1_827 * DAY_MS },
  'early-ninety-days': { spanMsMax: DAY_MS, keptMs: 90 * DAY_MS },
};

/** Whether something of this time (ms) need not be kept any more in a block of another. */
export function isLapsed(family: Family, atMs: number, nowMs: number): boolean {
  return atMs + rules[family].keptMs < nowMs;
}

/** A place in a segment file. */
export interface SegmentPlace {
  readonly family: Family;
  readonly segment: number;
  readonly offset: number;
}

/** What is committed of one file. Times are block times in ms. */
export interface Segment {
  readonly family: Family;
  readonly segment: number;
  readonly sizeBytes: number;
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
}

/** The segment files of a ledger. Reads and appends go by what was committed last. */
export interface Segments {
  readonly folder: SegmentFolder;
  readonly sizeBytesMax: number;
  /** By family, ascending. The last one takes the next bytes. */
  readonly committed: Map<Family, Segment[]>;
  /** Files open for reading, by name; the one that was opened first goes first. */
  readonly reading: Map<string, SegmentFile>;
  /** Files open for appending, by name: never closed while a block may be writing to them. */
  readonly appending: Map<string, SegmentFile>;
}

/** Bytes that a block adds, in memory until {@link writeAppends}. */
export interface Appends {
  readonly segments: Segments;
  readonly timeMs: number;
  readonly pieces: Piece[];
}

interface Piece {
  segment: Segment;
  readonly isNew: boolean;
  readonly from: number;
  readonly parts: Uint8Array[];
}

const RECORD_BYTES = 24;

/** How segment files are opened; `sizeBytesMax` is smaller in tests. */
export interface OpenSegments {
  readonly mode: 'read' | 'write';
  readonly sizeBytesMax?: number;
}

/**
 * Opens the files that the last commit names: cuts what was written after it and removes files that
 * it does not name. A file that is shorter than committed is a damaged store.
 */
export function openSegments(
  folder: SegmentFolder,
  table: TableReader<Uint8Array>,
  { mode, sizeBytesMax = SIZE_BYTES_MAX }: OpenSegments,
): Segments {
  const committed = new Map<Family, Segment[]>(families.map((family) => [family, []]));
  for (const { key, value } of table.range({ start: new Uint8Array(5) })) {
    const segment = decodeSegment(key, value);
    committed.get(segment.family)?.push(segment);
  }
  const reading = new Map<string, SegmentFile>();
  const appending = new Map<string, SegmentFile>();
  const segments = { folder, sizeBytesMax, committed, reading, appending };
  if (mode === 'write') settleFiles(segments);
  return segments;
}

function settleFiles(segments: Segments): void {
  const names = new Set<string>();
  for (const family of families) {
    for (const segment of segments.committed.get(family) ?? []) {
      names.add(fileName(segment.family, segment.segment));
      settleFile(segments, segment);
    }
  }
  for (const name of segments.folder.names()) {
    if (!names.has(name)) segments.folder.remove(name);
  }
}

function settleFile(segments: Segments, segment: Segment): void {
  const name = fileName(segment.family, segment.segment);
  if (!segments.folder.names().includes(name)) damaged(`the file segments/${name} is missing`);
  const file = segments.folder.open(name, 'write');
  const sizeBytes = file.sizeBytes();
  if (sizeBytes < segment.sizeBytes) damaged(`the file segments/${name} is too short`);
  if (sizeBytes > segment.sizeBytes) file.truncate(segment.sizeBytes);
  file.close();
}

/** Closes all files. */
export function closeSegments(segments: Segments): void {
  for (const files of [segments.reading, segments.appending]) {
    for (const file of files.values()) file.close();
    files.clear();
  }
}

/** Begins what a block of this time appends. */
export function beginAppends(segments: Segments, timeMs: number): Appends {
  return { segments, timeMs, pieces: [] };
}

/**
 * Puts bytes at the end of a family and returns their place. With `mayRoll` false they stay in the
 * file that the bytes before them are in.
 */
export function append(
  appends: Appends,
  family: Family,
  bytes: Uint8Array,
  mayRoll: boolean,
): SegmentPlace {
  const piece = pieceFor(appends, family, mayRoll);
  const { segment } = piece;
  piece.parts.push(bytes);
  piece.segment = {
    ...segment,
    sizeBytes: segment.sizeBytes + bytes.length,
    lastTimeMs: Math.max(segment.lastTimeMs, appends.timeMs),
  };
  return { family, segment: segment.segment, offset: segment.sizeBytes };
}

function pieceFor(appends: Appends, family: Family, mayRoll: boolean): Piece {
  const open = appends.pieces.findLast((piece) => piece.segment.family === family);
  const last = open?.segment ?? appends.segments.committed.get(family)?.at(-1);
  if (last === undefined || (mayRoll && isFull(appends, last))) {
    return addPiece(appends, firstBytes(family, (last?.segment ?? 0) + 1, appends.timeMs), true);
  }
  return open ?? addPiece(appends, last, false);
}

function addPiece(appends: Appends, segment: Segment, isNew: boolean): Piece {
  const piece = { segment, isNew, from: segment.sizeBytes, parts: [] };
  appends.pieces.push(piece);
  return piece;
}

function firstBytes(family: Family, segment: number, timeMs: number): Segment {
  return { family, segment, sizeBytes: 0, firstTimeMs: timeMs, lastTimeMs: timeMs };
}

function isFull({ segments, timeMs }: Appends, segment: Segment): boolean {
  const { spanMsMax } = rules[segment.family];
  return segment.sizeBytes >= segments.sizeBytesMax || timeMs - segment.firstTimeMs > spanMsMax;
}

/** Writes the bytes of a block to their files and resolves once they are durable. */
export async function writeAppends(appends: Appends): Promise<void> {
  await Promise.all(
    appends.pieces.map(async ({ segment, isNew, from, parts }) => {
      const file = openForAppend(appends.segments, segment, isNew);
      await file.write(Buffer.concat(parts), from);
      await file.sync();
    }),
  );
}

function openForAppend(segments: Segments, segment: Segment, isNew: boolean): SegmentFile {
  const name = fileName(segment.family, segment.segment);
  const known = segments.appending.get(name);
  if (known !== undefined) return known;
  const file = segments.folder.open(name, isNew ? 'create' : 'write');
  segments.appending.set(name, file);
  return file;
}

/** Puts the new lengths into the commit that makes the bytes count. */
export function putSegments(appends: Appends, table: TableWriter<Uint8Array>): void {
  for (const { segment } of appends.pieces) table.put(segmentKey(segment), encodeSegment(segment));
}

/** Puts the record of a file into a commit that names it for the first time. */
export function putSegment(segment: Segment, table: TableWriter<Uint8Array>): void {
  table.put(segmentKey(segment), encodeSegment(segment));
}

/** The name of a segment's file. */
export function segmentName({ family, segment }: Pick<Segment, 'family' | 'segment'>): string {
  return fileName(family, segment);
}

/** Makes the bytes readable, once the commit is durable. */
export function applyAppends(appends: Appends): void {
  for (const { segment, isNew } of appends.pieces) {
    const committed = expectPresent(appends.segments.committed.get(segment.family), 'a family');
    if (isNew) committed.push(segment);
    else committed.splice(-1, 1, segment);
  }
  closeFullFiles(appends.segments);
}

function closeFullFiles({ committed, appending }: Segments): void {
  const lasts = new Set(
    families.map((family) => fileName(family, committed.get(family)?.at(-1)?.segment ?? 0)),
  );
  for (const [name, file] of appending) {
    if (lasts.has(name)) continue;
    file.close();
    appending.delete(name);
  }
}

/** Up to `sizeBytes` committed bytes from a place; nothing if the file is no longer kept. */
export function readSegment(
  segments: Segments,
  place: SegmentPlace,
  sizeBytes: number,
): Uint8Array | undefined {
  const { family, segment, offset } = place;
  const committed = segments.committed.get(family) ?? [];
  const first = committed[0]?.segment ?? 1;
  const known = committed[segment - first];
  if (known === undefined) return undefined;
  const file = openForReading(segments, fileName(family, segment));
  return file.read(offset, Math.min(sizeBytes, known.sizeBytes - offset));
}

const READING_MAX = 64;

function openForReading({ reading, folder }: Segments, name: string): SegmentFile {
  const known = reading.get(name);
  if (known !== undefined) return known;
  const [oldest] = reading;
  if (reading.size >= READING_MAX && oldest !== undefined) {
    oldest[1].close();
    reading.delete(oldest[0]);
  }
  const file = folder.open(name, 'read');
  reading.set(name, file);
  return file;
}

/**
 * Files that a block of this time no longer needs. The last file of a family that is still written
 * to stays: its number must not come again.
 */
export function expiredSegments(
  segments: Segments,
  timeMs: number,
  isHistoryWhole: boolean,
): readonly Segment[] {
  return families.flatMap((family) => {
    const committed = segments.committed.get(family) ?? [];
    const kept = committed.findIndex(({ lastTimeMs }) => !isLapsed(family, lastTimeMs, timeMs));
    const isEnded = isHistoryWhole && family.startsWith('early-');
    const most = committed.length - (isEnded ? 0 : 1);
    return committed.slice(0, Math.max(0, kept < 0 ? most : Math.min(kept, most)));
  });
}

/** Takes files out of the commit; {@link removeSegments} deletes them after it. */
export function dropSegments(expired: readonly Segment[], table: TableWriter<Uint8Array>): void {
  for (const segment of expired) table.remove(segmentKey(segment));
}

/** Deletes files that the last commit no longer names. */
export function removeSegments(segments: Segments, expired: readonly Segment[]): void {
  for (const { family, segment } of expired) {
    const name = fileName(family, segment);
    segments.committed.get(family)?.shift();
    segments.reading.get(name)?.close();
    segments.reading.delete(name);
    segments.folder.remove(name);
  }
}

function fileName(family: Family, segment: number): string {
  return `${family}-${String(segment).padStart(8, '0')}`;
}

function segmentKey({ family, segment }: Segment): Uint8Array {
  const key = new Uint8Array(5);
  key[0] = families.indexOf(family);
  new DataView(key.buffer).setUint32(1, segment);
  return key;
}

function encodeSegment(segment: Segment): Uint8Array {
  const view = new DataView(new ArrayBuffer(RECORD_BYTES));
  view.setFloat64(0, segment.sizeBytes);
  view.setFloat64(8, segment.firstTimeMs);
  view.setFloat64(16, segment.lastTimeMs);
  return new Uint8Array(view.buffer);
}

function decodeSegment(key: Uint8Array, value: Uint8Array): Segment {
  const family = families[key[0] ?? families.length];
  if (family === undefined || key.length !== 5 || value.length !== RECORD_BYTES) {
    return damaged('a segment has a record of another form');
  }
  const view = new DataView(value.buffer, value.byteOffset);
  return {
    family,
    segment: new DataView(key.buffer, key.byteOffset).getUint32(1),
    sizeBytes: view.getFloat64(0),
    firstTimeMs: view.getFloat64(8),
    lastTimeMs: view.getFloat64(16),
  };
}
