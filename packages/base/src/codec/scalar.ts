import { fromHex, isWellFormed, toHex, utf8 } from '../bytes.ts';
import type { Codec, Json } from './codec.ts';
import { refuse } from './failure.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/** Bounds of an integer, both inclusive. */
export interface IntegerBounds {
  readonly min?: number;
  readonly max?: number;
}

/** true or false. */
export function bool(): Codec<boolean> {
  return {
    shape: { kind: 'bool' },
    write: (out, value) => {
      out.head(7, value ? 21 : 20);
    },
    read: (input) => {
      const head = input.head();
      if (head.major !== 7) refuse('CODEC_WRONG_TYPE', 'Expected true or false.');
      return head.argument === 21;
    },
    toJson: (value) => value,
    fromJson: (json) =>
      typeof json === 'boolean' ? json : refuse('CODEC_WRONG_TYPE', 'Expected true or false.'),
  };
}

/** An integer of at least 0 that fits a `number`: 0 to 2^53 - 1 unless bounded closer. */
export function uint(bounds: IntegerBounds = {}): Codec<number> {
  return integer(bounds.min ?? 0, bounds.max ?? MAX_SAFE);
}

/** An integer, also below 0, that fits a `number`. */
export function int(bounds: IntegerBounds = {}): Codec<number> {
  return integer(bounds.min ?? -MAX_SAFE, bounds.max ?? MAX_SAFE);
}

function integer(min: number, max: number): Codec<number> {
  const within = (value: number): number =>
    Number.isSafeInteger(value) && value >= min && value <= max
      ? value
      : refuse('CODEC_OUT_OF_RANGE', `Expected an integer from ${String(min)} to ${String(max)}.`);
  return {
    shape: { kind: 'int', min: BigInt(min), max: BigInt(max), big: false },
    write: (out, value) => {
      within(value);
      if (value < 0) out.head(1, -1 - value);
      else out.head(0, value);
    },
    read: (input) => within(readNumber(input)),
    toJson: (value) => value,
    fromJson: (json) =>
      typeof json === 'number' ? within(json) : refuse('CODEC_WRONG_TYPE', 'Expected an integer.'),
  };
}

/** An integer as `bigint`; all 64 bits of either sign (-2^63 to 2^64 - 1) unless bounded closer. */
export function bigInteger(min: bigint = 0n, max: bigint = (1n << 64n) - 1n): Codec<bigint> {
  const within = (value: bigint): bigint =>
    value >= min && value <= max
      ? value
      : refuse('CODEC_OUT_OF_RANGE', `Expected an integer from ${String(min)} to ${String(max)}.`);
  return {
    shape: { kind: 'int', min, max, big: true },
    write: (out, value) => {
      within(value);
      if (value < 0n) out.bigHead(1, -1n - value);
      else out.bigHead(0, value);
    },
    read: (input) => within(readInteger(input)),
    toJson: (value) => String(value),
    fromJson: (json) =>
      typeof json === 'string' && /^(0|-?[1-9][0-9]{0,19})$/.test(json)
        ? within(BigInt(json))
        : refuse('CODEC_WRONG_TYPE', 'Expected an integer as a decimal string.'),
  };
}

/** Reads either sign; what no `number` holds exactly comes out beyond the safe integers. */
function readNumber(input: Reader): number {
  const { major, argument } = input.head();
  if (major > 1) refuse('CODEC_WRONG_TYPE', 'Expected an integer.');
  if (typeof argument === 'bigint') return Number(major === 0 ? argument : -1n - argument);
  return major === 0 ? argument : -1 - argument;
}

/** Reads either sign; the profile's lowest value is -2^63. */
export function readInteger(input: Reader): bigint {
  const head = input.head();
  if (head.major === 0) return BigInt(head.argument);
  if (head.major !== 1) refuse('CODEC_WRONG_TYPE', 'Expected an integer.');
  const value = -1n - BigInt(head.argument);
  return value >= -(1n << 63n) ? value : refuse('CODEC_OUT_OF_RANGE', 'The integer is too low.');
}

/** Bytes of exactly `sizeBytes`. */
export function fixedBytes(sizeBytes: number): Codec<Uint8Array> {
  return bytes({ min: sizeBytes, max: sizeBytes });
}

/** Bytes with a length from `min` (0) to `max`. */
export function bytes(bounds: { readonly min?: number; readonly max: number }): Codec<Uint8Array> {
  const min = bounds.min ?? 0;
  const within = (value: Uint8Array): Uint8Array =>
    value.length >= min && value.length <= bounds.max
      ? value
      : refuse('CODEC_OUT_OF_RANGE', `Expected ${String(min)} to ${String(bounds.max)} bytes.`);
  return {
    shape: { kind: 'bytes', min, max: bounds.max },
    write: (out, value) => {
      out.head(2, within(value).length);
      out.raw(value);
    },
    read: (input) => within(input.take(input.length(2, 'bytes'))),
    toJson: toHex,
    fromJson: (json) => {
      const value = fromHex(typeof json === 'string' ? json : '-');
      return value.ok
        ? within(value.value)
        : refuse('CODEC_WRONG_TYPE', 'Expected bytes in lower-case hexadecimal.');
    },
  };
}

/**
 * Limits of a text. Lengths count UTF-8 bytes. The pattern is of ASCII characters and matches the
 * whole text.
 */
export interface TextBounds {
  readonly min?: number;
  readonly max: number;
  readonly pattern?: string;
}

/** A text. */
export function text(bounds: TextBounds): Codec<string> {
  const min = bounds.min ?? 0;
  // eslint-disable-next-line madang/closed-globals -- patterns are of ASCII without flags, so no Unicode table decides
  const pattern = bounds.pattern === undefined ? undefined : new RegExp(`^(?:${bounds.pattern})$`);
  const check = (value: string, sizeBytes: number): string => {
    if (sizeBytes < min || sizeBytes > bounds.max) {
      refuse(
        'CODEC_OUT_OF_RANGE',
        `Expected a text of ${String(min)} to ${String(bounds.max)} bytes.`,
      );
    }
    if (pattern !== undefined && !pattern.test(value)) {
      refuse('CODEC_OUT_OF_RANGE', 'The text has characters or a form that are not allowed here.');
    }
    return value;
  };
  const encoded = (value: string): Uint8Array => {
    if (!isWellFormed(value)) refuse('CODEC_NOT_UTF8', 'The text has a lone surrogate.');
    const bytes = utf8(value);
    check(value, bytes.length);
    return bytes;
  };
  return {
    shape: {
      kind: 'text',
      min,
      max: bounds.max,
      ...(bounds.pattern === undefined ? {} : { pattern: bounds.pattern }),
    },
    write: (out, value) => {
      writeText(out, encoded(value));
    },
    read: (input) => {
      const sizeBytes = input.length(3, 'a text');
      return check(input.textOf(sizeBytes), sizeBytes);
    },
    toJson: (value) => value,
    fromJson: (json) => {
      if (typeof json !== 'string') refuse('CODEC_WRONG_TYPE', 'Expected a text.');
      encoded(json);
      return json;
    },
  };
}

/** Writes the head and the bytes of a text. */
export function writeText(out: Writer, encoded: Uint8Array): void {
  out.head(3, encoded.length);
  out.raw(encoded);
}

/** One of the given texts. */
export function choice<const T extends string>(options: readonly T[]): Codec<T> {
  const pick = (value: unknown): T =>
    options.find((option) => option === value) ??
    refuse('CODEC_OUT_OF_RANGE', `Expected one of: ${options.join(', ')}.`);
  return {
    shape: { kind: 'choice', options },
    write: (out, value) => {
      writeText(out, utf8(pick(value)));
    },
    read: (input) => pick(input.text()),
    toJson: (value): Json => value,
    fromJson: pick,
  };
}
