import { fromUtf8 } from '../bytes.ts';
import { refuse } from './failure.ts';

/** Deepest nesting that the profile allows (docs/spec/codec.md). */
export const MAX_DEPTH = 16;

/** Longest encoding that is read unless a caller gives another limit, in bytes. */
export const MAX_SIZE_BYTES = 1_048_576;

/** A decoded head: major type and argument. */
export interface Head {
  readonly major: number;
  readonly argument: bigint | number;
}

const ARGUMENT_SIZES = [1, 2, 4, 8] as const;
const LEAST_ARGUMENTS = [24, 0x100, 0x10000, 0x100000000] as const;

/** Walks the bytes of one value and refuses whatever is not its only encoding. */
export class Reader {
  readonly #bytes: Uint8Array;
  #offset = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Position of the next byte. */
  get offset(): number {
    return this.#offset;
  }

  /** Whether every byte has been read. */
  get atEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  /** The major type of the next head, whatever else it is. */
  get nextMajor(): number {
    const first = this.#bytes[this.#offset];
    if (first === undefined) refuse('CODEC_TRUNCATED', 'The value ends before it is complete.');
    return first >> 5;
  }

  /** The next head, in shortest form. */
  head(): Head {
    const major = this.nextMajor;
    return { major, argument: this.#argumentOf(major) };
  }

  #argumentOf(major: number): number | bigint {
    const low = this.#byte() & 31;
    if (major === 6) refuse('CODEC_FORBIDDEN', 'Tags are not allowed.');
    if (major === 7 && low !== 20 && low !== 21) {
      refuse('CODEC_FORBIDDEN', 'Of the simple values only true and false are allowed.');
    }
    if (low < 24) return low;
    if (low > 27) refuse('CODEC_FORBIDDEN', 'Indefinite lengths are not allowed.');
    return this.#argument(low - 24);
  }

  /**
   * A head of the wanted major type whose argument is a length that the rest of the input can hold.
   */
  length(major: number, wanted: string): number {
    const found = this.nextMajor;
    const argument = this.#argumentOf(found);
    if (found !== major) refuse('CODEC_WRONG_TYPE', `Expected ${wanted}.`);
    if (typeof argument === 'bigint' || argument > this.#bytes.length - this.#offset) {
      refuse('CODEC_TRUNCATED', 'The value ends before its announced length.');
    }
    return argument;
  }

  /** The next `sizeBytes` bytes, copied. */
  take(sizeBytes: number): Uint8Array {
    this.skip(sizeBytes);
    return this.#bytes.slice(this.#offset - sizeBytes, this.#offset);
  }

  /** Passes the next `sizeBytes` bytes. */
  skip(sizeBytes: number): void {
    if (sizeBytes > this.#bytes.length - this.#offset) {
      refuse('CODEC_TRUNCATED', 'The value ends before its announced length.');
    }
    this.#offset += sizeBytes;
  }

  /** The bytes from an earlier position up to here, copied. */
  since(start: number): Uint8Array {
    return this.#bytes.slice(start, this.#offset);
  }

  /** The next text, with its head. */
  text(): string {
    return this.textOf(this.length(3, 'a text'));
  }

  /** The next `sizeBytes` bytes as a text. */
  textOf(sizeBytes: number): string {
    this.skip(sizeBytes);
    const text = fromUtf8(this.#bytes.subarray(this.#offset - sizeBytes, this.#offset));
    if (!text.ok) refuse('CODEC_NOT_UTF8', 'The text is not valid UTF-8.');
    return text.value;
  }

  /**
   * Whether the text that ends here and began at `start` comes after the one that began at
   * `previous`. No encoding of a text begins with that of another, so the bytes decide.
   */
  ascends(previous: number, start: number): boolean {
    for (let at = start; at < this.#offset; at++) {
      const difference = (this.#bytes[at] ?? 0) - (this.#bytes[previous + at - start] ?? 0);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  /** If the next bytes are exactly these, passes them and says so. */
  skipIf(expected: Uint8Array): boolean {
    if (expected.length > this.#bytes.length - this.#offset) return false;
    for (let i = 0; i < expected.length; i++) {
      if (this.#bytes[this.#offset + i] !== expected[i]) return false;
    }
    this.#offset += expected.length;
    return true;
  }

  /** A reader at the same place that can look ahead without moving this one. */
  fork(): Reader {
    const ahead = new Reader(this.#bytes);
    ahead.#offset = this.#offset;
    ahead.#depth = this.#depth;
    return ahead;
  }

  /** Nothing may follow. */
  end(): void {
    if (!this.atEnd) refuse('CODEC_TRAILING', 'There are bytes after the end of the value.');
  }

  /** Enters an array or a map. */
  enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) refuse('CODEC_TOO_DEEP', 'The value is nested too deeply.');
  }

  /** Leaves an array or a map. */
  leave(): void {
    this.#depth -= 1;
  }

  #byte(): number {
    const byte = this.#bytes[this.#offset];
    if (byte === undefined) refuse('CODEC_TRUNCATED', 'The value ends before it is complete.');
    this.#offset += 1;
    return byte;
  }

  #argument(sizeIndex: number): number | bigint {
    const sizeBytes = ARGUMENT_SIZES[sizeIndex] ?? 8;
    const high = sizeBytes === 8 ? this.#uint(4) : 0;
    const low = this.#uint(sizeBytes === 8 ? 4 : sizeBytes);
    const argument = high * 0x100000000 + low;
    if (argument < (LEAST_ARGUMENTS[sizeIndex] ?? 0)) {
      refuse('CODEC_NOT_CANONICAL', 'A number is not in its shortest form.');
    }
    return high < 0x200000 ? argument : (BigInt(high) << 32n) | BigInt(low);
  }

  #uint(sizeBytes: number): number {
    let value = 0;
    for (let i = 0; i < sizeBytes; i++) value = value * 256 + this.#byte();
    return value;
  }
}

/** A reader of bytes that are no more than this. */
export function readerOf(bytes: Uint8Array, maxSizeBytes: number): Reader {
  if (bytes.length > maxSizeBytes) {
    const most = `at most ${String(maxSizeBytes)} are allowed.`;
    refuse('CODEC_TOO_LONG', `The value has ${String(bytes.length)} bytes; ${most}`);
  }
  return new Reader(bytes);
}
