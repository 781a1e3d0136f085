import { damaged } from '../failure.ts';
import { families, type SegmentPlace } from './segments.ts';

/** Where a transaction stands: its entry in the log, and the bytes of entry and envelope. */
export interface Place {
  readonly index: number;
  readonly entry: SegmentPlace;
  readonly entryBytes: number;
  readonly envelope: SegmentPlace;
  readonly envelopeBytes: number;
}

const RECORD_BYTES = 34;

/** A place of something that lies in no segment: segments count from 1. */
const nowhere: SegmentPlace = { family: 'forever', segment: 0, offset: 0 };

/** The place of a transaction whose entry is in the archive and whose envelope is not here. */
export function archivedPlace(index: number): Place {
  return { index, entry: nowhere, entryBytes: 0, envelope: nowhere, envelopeBytes: 0 };
}

/** Nowhere any more: where a transaction was kept for its time before this node had it. */
const gone: SegmentPlace = { ...nowhere, offset: 1 };

/** The same place for good, because the retention of its act is over. */
export function gonePlace(place: Place): Place {
  return { ...place, envelope: gone };
}

/** Whether the envelope of a place never was here, and may still come. */
export function isWithoutEnvelope({ envelope }: Place): boolean {
  return envelope.segment === nowhere.segment && envelope.offset === nowhere.offset;
}

/** The record of a place: index (8 bytes), then segment, offset and size of entry and envelope. */
export function encodePlace(place: Place): Uint8Array {
  const view = new DataView(new ArrayBuffer(RECORD_BYTES));
  view.setFloat64(0, place.index);
  putPart(view, 8, place.entry, place.entryBytes);
  putPart(view, 21, place.envelope, place.envelopeBytes);
  return new Uint8Array(view.buffer);
}

/** Reads the record of a place. */
export function decodePlace(record: Uint8Array): Place {
  if (record.length !== RECORD_BYTES) damaged('a place has a record of another form');
  const view = new DataView(record.buffer, record.byteOffset);
  return {
    index: view.getFloat64(0),
    entry: segmentPart(view, 8),
    entryBytes: view.getUint32(17),
    envelope: segmentPart(view, 21),
    envelopeBytes: view.getUint32(30),
  };
}

function putPart(view: DataView, at: number, place: SegmentPlace, sizeBytes: number): void {
  view.setUint8(at, families.indexOf(place.family));
  view.setUint32(at + 1, place.segment);
  view.setUint32(at + 5, place.offset);
  view.setUint32(at + 9, sizeBytes);
}

function segmentPart(view: DataView, at: number): SegmentPlace {
  const family = families[view.getUint8(at)];
  if (family === undefined) return damaged('a place names an unknown family of segments');
  return { family, segment: view.getUint32(at + 1), offset: view.getUint32(at + 5) };
}
