import {
  bytes,
  concat,
  decode,
  encodeKnown,
  equalBytes,
  ok,
  type Result,
  record,
  type TypeOf,
  text,
  u32be,
  uint,
  utf8,
} from '@madang/base';
import { hash } from './names.ts';
import { type ProtocolError, refusal, undecodable } from './protocol-error.ts';

/** Longest dossier, in bytes. */
export const MAX_DOSSIER_SIZE_BYTES = 1_073_741_824;

/** Longest encoding of one part, in bytes. */
export const MAX_DOSSIER_PART_SIZE_BYTES = 16_777_216;

const MAX_HEADER_SIZE_BYTES = 4_096;
const MAGIC = utf8('madang-dossier/1\n');
const LENGTH_SIZE_BYTES = 4;

/** What stands before the parts (docs/spec/dossier.md). */
export const dossierHeader = record({
  chain: hash,
  title: text({ min: 1, max: 200 }),
  matter: text({ min: 1, max: 64 }),
  parts: uint(),
});
export type DossierHeader = TypeOf<typeof dossierHeader>;

/** One part of a dossier. */
export const dossierPart = record({
  name: text({ min: 1, max: 64 }),
  type: text({ min: 1, max: 64 }),
  bytes: bytes({ max: MAX_DOSSIER_PART_SIZE_BYTES }),
});
export type DossierPart = TypeOf<typeof dossierPart>;

/** The bytes with which a dossier begins. */
export function writeDossierHeader(header: DossierHeader): Uint8Array {
  return concat(MAGIC, framed(encodeKnown(dossierHeader, header)));
}

/** The bytes of one part. Fails with `DOSSIER_PART_TOO_LONG` above 16 MiB. */
export function writeDossierPart(part: DossierPart): Result<Uint8Array, ProtocolError> {
  const tooLong = part.bytes.length > MAX_DOSSIER_PART_SIZE_BYTES;
  const encoded = tooLong ? undefined : encodeKnown(dossierPart, part);
  if (encoded !== undefined && encoded.length <= MAX_DOSSIER_PART_SIZE_BYTES) {
    return ok(framed(encoded));
  }
  return refusal('DOSSIER_PART_TOO_LONG', 'A part of a dossier has at most 16 MiB.');
}

/** A part, and where its `bytes` begin in the dossier: they can be read again from there. */
export interface PlacedPart extends DossierPart {
  readonly at: number;
}

/** What a chunk of a dossier completed. */
export interface DossierProgress {
  /** There exactly once, with the chunk that completes it. */
  readonly header?: DossierHeader;
  readonly parts: readonly PlacedPart[];
}

/**
 * Reads a dossier that comes in chunks of any size, holding at most one part. After a failure every
 * further call fails in the same way.
 */
export interface DossierReader {
  /** Takes the next bytes. Fails with a code `DOSSIER_…`. */
  push(chunk: Uint8Array): Result<DossierProgress, ProtocolError>;
  /** Says that there are no more bytes. Fails with `DOSSIER_TRUNCATED` if some are missing. */
  end(): Result<DossierHeader, ProtocolError>;
}

type Stage = 'magic' | 'header-length' | 'header' | 'part-length' | 'part' | 'end';

interface Reading {
  stage: Stage;
  /** The bytes that the stage waits for, of which `filledBytes` have come. */
  target: Uint8Array;
  filledBytes: number;
  totalSizeBytes: number;
  header: DossierHeader | undefined;
  partsLeft: number;
  error: ProtocolError | undefined;
}

/** A reader at the start of a dossier. */
export function dossierReader(): DossierReader {
  const reading: Reading = {
    stage: 'magic',
    target: new Uint8Array(MAGIC.length),
    filledBytes: 0,
    totalSizeBytes: 0,
    header: undefined,
    partsLeft: 0,
    error: undefined,
  };
  const remember = <T>(result: Result<T, ProtocolError>): Result<T, ProtocolError> => {
    if (!result.ok) reading.error = result.error;
    return result;
  };
  const stopped = (): Result<never, ProtocolError> | undefined =>
    reading.error === undefined ? undefined : { ok: false, error: reading.error };
  return {
    push: (chunk) => stopped() ?? remember(readChunk(reading, chunk)),
    end: () => stopped() ?? remember(finish(reading)),
  };
}

const HEAD_STEP_BYTES = 256;

/** What a dossier that begins like this is about; nothing if its header cannot be read. */
export function matterOf(head: Uint8Array): string | undefined {
  const reader = dossierReader();
  for (let from = 0; from < head.length; from += HEAD_STEP_BYTES) {
    const progress = reader.push(head.subarray(from, from + HEAD_STEP_BYTES));
    if (!progress.ok) return undefined;
    if (progress.value.header !== undefined) return progress.value.header.matter;
  }
  return undefined;
}

function readChunk(reading: Reading, chunk: Uint8Array): Result<DossierProgress, ProtocolError> {
  const before = reading.totalSizeBytes;
  reading.totalSizeBytes += chunk.length;
  if (reading.totalSizeBytes > MAX_DOSSIER_SIZE_BYTES) {
    return refusal('DOSSIER_TOO_LONG', 'A dossier has at most 1 GiB.');
  }
  const hadHeader = reading.header !== undefined;
  const parts: PlacedPart[] = [];
  let offset = 0;
  while (offset < chunk.length) {
    if (reading.stage === 'end') {
      return refusal('DOSSIER_TRAILING', 'There are bytes after the last part of the dossier.');
    }
    const wanted = reading.target.length - reading.filledBytes;
    const piece = chunk.subarray(offset, offset + wanted);
    reading.target.set(piece, reading.filledBytes);
    reading.filledBytes += piece.length;
    offset += piece.length;
    if (reading.filledBytes < reading.target.length) break;
    const part = completeStage(reading);
    if (!part.ok) return part;
    if (part.value === undefined) continue;
    // The longest name of a map's keys stands last: the encoding of a part ends with its bytes.
    parts.push({ ...part.value, at: before + offset - part.value.bytes.length });
  }
  const { header } = reading;
  return ok(hadHeader || header === undefined ? { parts } : { parts, header });
}

/** Uses the bytes of a stage that is complete; gives a part if that is what they were. */
function completeStage(reading: Reading): Result<DossierPart | undefined, ProtocolError> {
  switch (reading.stage) {
    case 'magic':
      return readMagic(reading);
    case 'header-length':
      return readLength(reading, 'header', MAX_HEADER_SIZE_BYTES);
    case 'header':
      return readHeader(reading);
    case 'part-length':
      return readLength(reading, 'part', MAX_DOSSIER_PART_SIZE_BYTES);
    default:
      return readPart(reading);
  }
}

function wait(reading: Reading, stage: Stage, sizeBytes: number): void {
  reading.stage = stage;
  reading.target = new Uint8Array(sizeBytes);
  reading.filledBytes = 0;
}

function readMagic(reading: Reading): Result<undefined, ProtocolError> {
  if (!equalBytes(reading.target, MAGIC)) {
    return refusal('DOSSIER_NOT_VALID', 'The file does not begin like a dossier of version 1.');
  }
  wait(reading, 'header-length', LENGTH_SIZE_BYTES);
  return ok(undefined);
}

function readLength(
  reading: Reading,
  stage: 'header' | 'part',
  maxSizeBytes: number,
): Result<undefined, ProtocolError> {
  let sizeBytes = 0;
  for (const byte of reading.target) sizeBytes = sizeBytes * 256 + byte;
  if (sizeBytes === 0) return refusal('DOSSIER_NOT_VALID', `The ${stage} is empty.`, stage);
  if (sizeBytes > maxSizeBytes) {
    const message = `The ${stage} of the dossier has more than ${maxSizeBytes} bytes.`;
    return refusal('DOSSIER_PART_TOO_LONG', message, stage);
  }
  wait(reading, stage, sizeBytes);
  return ok(undefined);
}

function readHeader(reading: Reading): Result<undefined, ProtocolError> {
  const header = decode(dossierHeader, reading.target);
  if (!header.ok) return undecodable('DOSSIER_NOT_VALID', header.error, 'header');
  reading.header = header.value;
  reading.partsLeft = header.value.parts;
  waitForPart(reading);
  return ok(undefined);
}

function readPart(reading: Reading): Result<DossierPart, ProtocolError> {
  const part = decode(dossierPart, reading.target, MAX_DOSSIER_PART_SIZE_BYTES);
  if (!part.ok) return undecodable('DOSSIER_NOT_VALID', part.error, 'part');
  reading.partsLeft -= 1;
  waitForPart(reading);
  return ok(part.value);
}

function waitForPart(reading: Reading): void {
  const isLast = reading.partsLeft === 0;
  wait(reading, isLast ? 'end' : 'part-length', isLast ? 0 : LENGTH_SIZE_BYTES);
}

function finish(reading: Reading): Result<DossierHeader, ProtocolError> {
  if (reading.stage === 'end' && reading.header !== undefined) return ok(reading.header);
  return refusal('DOSSIER_TRUNCATED', 'The dossier ends before its last part.');
}

function framed(encoded: Uint8Array): Uint8Array {
  return concat(u32be(encoded.length), encoded);
}
