import { assert, fail, ok, type Result } from './result.ts';

/** Joins byte strings. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let sizeBytes = 0;
  for (const part of parts) sizeBytes += part.length;
  const joined = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Whether two byte strings are the same. Not constant-time: never for secrets. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return compareBytes(left, right) === 0;
}

/** Whether two byte strings are the same, or both are absent. Never for secrets. */
export function equalOptional(
  left: Uint8Array | undefined,
  right: Uint8Array | undefined,
): boolean {
  return left === undefined || right === undefined ? left === right : equalBytes(left, right);
}

/** Bytewise lexicographic order: negative, zero or positive; a prefix comes first. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const shared = left.length < right.length ? left.length : right.length;
  for (let i = 0; i < shared; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/**
 * Order of two texts by their UTF-8 bytes is the order of their code points; this is that order.
 */
export function compareText(left: string, right: string): number {
  return compareBytes(utf8(left), utf8(right));
}

const HEX = '0123456789abcdef';

const HEX_OF_BYTE: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => HEX.charAt(byte >> 4) + HEX.charAt(byte & 15),
);

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += HEX_OF_BYTE[bytes[i] ?? 0] ?? '';
  return text;
}

/** Bytes of lower-case hexadecimal; fails on anything else, upper case included. */
export function fromHex(text: string): Result<Uint8Array, 'NOT_HEX'> {
  if (text.length % 2 !== 0) return fail('NOT_HEX');
  const bytes = new Uint8Array(text.length >> 1);
  for (let i = 0; i < bytes.length; i++) {
    const high = HEX.indexOf(text.charAt(2 * i));
    const low = HEX.indexOf(text.charAt(2 * i + 1));
    if (high < 0 || low < 0) return fail('NOT_HEX');
    bytes[i] = (high << 4) | low;
  }
  return ok(bytes);
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += BASE64.charAt(group >> 18) + BASE64.charAt((group >> 12) & 63);
    text += i + 1 < bytes.length ? BASE64.charAt((group >> 6) & 63) : '=';
    text += i + 2 < bytes.length ? BASE64.charAt(group & 63) : '=';
  }
  return text;
}

/**
 * Bytes of canonical standard base64 with padding; fails on anything that would not encode back to
 * the same text.
 */
export function fromBase64(text: string): Result<Uint8Array, 'NOT_BASE64'> {
  if (text.length % 4 !== 0) return fail('NOT_BASE64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length >> 2) * 3 - padding);
  for (let i = 0; i < text.length; i += 4) {
    const group = base64Group(text, i);
    bytes.set(group.subarray(0, bytes.length - (i >> 2) * 3), (i >> 2) * 3);
  }
  // Characters that are none were read as zero bits, so the way back tells.
  return toBase64(bytes) === text ? ok(bytes) : fail('NOT_BASE64');
}

function base64Group(text: string, start: number): Uint8Array {
  let bits = 0;
  for (let i = start; i < start + 4; i++) {
    const sextet = BASE64.indexOf(text.charAt(i));
    bits = (bits << 6) | (sextet < 0 ? 0 : sextet);
  }
  return Uint8Array.of(bits >> 16, (bits >> 8) & 255, bits & 255);
}

/** `value` as 4 bytes, big-endian. `value` is an integer from 0 to 2^32 - 1. */
export function u32be(value: number): Uint8Array {
  assert(Number.isInteger(value) && value >= 0 && value <= 0xffffffff, 'u32be: out of range');
  return new Uint8Array([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
}

/** `value` as 8 bytes, big-endian. `value` is a safe integer of at least 0. */
export function u64be(value: number): Uint8Array {
  assert(Number.isSafeInteger(value) && value >= 0, 'u64be: out of range');
  const low = value % 0x100000000;
  return concat(u32be(Number((BigInt(value) - BigInt(low)) >> 32n)), u32be(low));
}

/** UTF-8 bytes of a text. A lone surrogate is a bug of the caller: codecs refuse it before. */
export function utf8(text: string): Uint8Array {
  const ascii = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return utf8OfAny(text);
    ascii[i] = unit;
  }
  return ascii;
}

function utf8OfAny(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) ?? 0;
    if (point > 0xffff) i++;
    pushCodePoint(bytes, point);
  }
  return Uint8Array.from(bytes);
}

function pushCodePoint(bytes: number[], point: number): void {
  assert(point < 0xd800 || point > 0xdfff, 'utf8: lone surrogate');
  if (point < 0x80) {
    bytes.push(point);
  } else if (point < 0x800) {
    bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
  } else if (point < 0x10000) {
    bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  } else {
    bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63));
    bytes.push(0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
}

/** Whether a text has no lone surrogate, so that it has a UTF-8 encoding. */
export function isWellFormed(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) ?? 0;
    if (point >= 0xd800 && point <= 0xdfff) return false;
    if (point > 0xffff) i++;
  }
  return true;
}

/**
 * The text of UTF-8 bytes; fails on overlong forms, surrogates, values above U+10FFFF and cut
 * sequences (RFC 3629).
 */
export function fromUtf8(bytes: Uint8Array): Result<string, 'NOT_UTF8'> {
  if (isAscii(bytes)) return ok(oneCharacterEach(bytes));
  let text = '';
  let offset = 0;
  while (offset < bytes.length) {
    const step = readCodePoint(bytes, offset);
    if (step === undefined) return fail('NOT_UTF8');
    text += String.fromCodePoint(step.point);
    offset += step.sizeBytes;
  }
  return ok(text);
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] ?? 0) > 0x7f) return false;
  }
  return true;
}

/** The text with one character for each byte: a name for bytes in a Map, and the text of ASCII. */
export function oneCharacterEach(bytes: Uint8Array): string {
  if (bytes.length <= CHARACTERS_AT_ONCE) return fewCharacters(bytes);
  let text = '';
  for (let i = 0; i < bytes.length; i += CHARACTERS_AT_ONCE) {
    text += fewCharacters(bytes.subarray(i, i + CHARACTERS_AT_ONCE));
  }
  return text;
}

/** Far below what any engine takes as arguments of one call. */
const CHARACTERS_AT_ONCE = 1_024;

/** One call for all is twice as fast as one for each, and gives a text without joints. */
function fewCharacters(bytes: Uint8Array): string {
  const units: number[] = [];
  for (let i = 0; i < bytes.length; i++) units.push(bytes[i] ?? 0);
  return String.fromCharCode(...units);
}

interface CodePointStep {
  readonly point: number;
  readonly sizeBytes: number;
}

/**
 * Least code point for each length, so that no shorter form is passed over (RFC 3629 section 3).
 */
const LEAST_POINTS = [0, 0, 0x80, 0x800, 0x10000] as const;

function readCodePoint(bytes: Uint8Array, offset: number): CodePointStep | undefined {
  const first = bytes[offset] ?? 0;
  if (first < 0x80) return { point: first, sizeBytes: 1 };
  if (first < 0xc2 || first > 0xf4) return undefined;
  const sizeBytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const point = continued(bytes.subarray(offset, offset + sizeBytes), sizeBytes);
  if (point === undefined || point < LEAST_POINTS[sizeBytes]) return undefined;
  return isScalarValue(point) ? { point, sizeBytes } : undefined;
}

function continued(sequence: Uint8Array, sizeBytes: number): number | undefined {
  let point = (sequence[0] ?? 0) & (0xff >> (sizeBytes + 1));
  for (let i = 1; i < sizeBytes; i++) {
    const next = sequence[i] ?? 0;
    if ((next & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (next & 63);
  }
  return point;
}

function isScalarValue(point: number): boolean {
  return point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}
