import { assert } from '../result.ts';

/** The room of a writer that has finished, for the next one: most values are short. */
let spare: Uint8Array | undefined;

/** Larger rooms are not kept. */
const SPARE_BYTES_MAX = 65_536;

/**
 * Grows a byte string while a value is encoded. Heads are always in their shortest form (RFC 8949
 * section 4.2.1).
 */
export class Writer {
  #bytes: Uint8Array;
  #sizeBytes = 0;

  constructor() {
    this.#bytes = spare ?? new Uint8Array(256);
    spare = undefined;
  }

  /** The bytes written. Nothing can be written any more. */
  finish(): Uint8Array {
    const written = this.#bytes.slice(0, this.#sizeBytes);
    if (this.#bytes.length <= SPARE_BYTES_MAX) spare = this.#bytes;
    this.#bytes = new Uint8Array(0);
    return written;
  }

  /** Appends bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#sizeBytes);
    this.#sizeBytes += bytes.length;
  }

  /** Appends a head: major type 0 to 7 and an argument from 0 to 2^53 - 1. */
  head(major: number, argument: number): void {
    assert(Number.isSafeInteger(argument) && argument >= 0, 'codec: argument out of range');
    if (argument <= 0xffffffff) this.#shortHead(major << 5, argument);
    else this.#longHead(major << 5, Number(BigInt(argument) >> 32n), argument % 0x100000000);
  }

  /** Appends a head whose argument may need all 64 bits. */
  bigHead(major: number, argument: bigint): void {
    assert(argument >= 0n && argument < 1n << 64n, 'codec: argument out of range');
    if (argument <= 0xffffffffn) {
      this.#shortHead(major << 5, Number(argument));
      return;
    }
    this.#longHead(major << 5, Number(argument >> 32n), Number(argument & 0xffffffffn));
  }

  #longHead(type: number, high: number, low: number): void {
    this.#reserve(9);
    this.#push(type | 27);
    this.#push32(high);
    this.#push32(low);
  }

  #push32(word: number): void {
    for (let shift = 24; shift >= 0; shift -= 8) this.#push((word >>> shift) & 255);
  }

  #shortHead(type: number, argument: number): void {
    this.#reserve(5);
    if (argument < 24) {
      this.#push(type | argument);
    } else if (argument <= 0xff) {
      this.#push(type | 24);
      this.#push(argument);
    } else if (argument <= 0xffff) {
      this.#push(type | 25);
      this.#push(argument >> 8);
      this.#push(argument & 255);
    } else {
      this.#push(type | 26);
      this.#push32(argument);
    }
  }

  #push(byte: number): void {
    this.#bytes[this.#sizeBytes++] = byte;
  }

  #reserve(more: number): void {
    if (this.#sizeBytes + more <= this.#bytes.length) return;
    let capacity = this.#bytes.length * 2;
    while (capacity < this.#sizeBytes + more) capacity *= 2;
    const grown = new Uint8Array(capacity);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
