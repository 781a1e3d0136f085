import type { Result } from '../result.ts';
import { attempt, type CodecError } from './failure.ts';
import { MAX_SIZE_BYTES, type Reader, readerOf } from './reader.ts';
import { Writer } from './writer.ts';

/**
 * A value as JSON shows it: bytes are lower-case hexadecimal, integers above 2^53 - 1 are decimal
 * strings.
 */
export type Json = boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * What a codec describes, for whatever is derived from it: JSON Schema, forms, arbitraries of
 * tests.
 */
export type Shape =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly min: bigint; readonly max: bigint; readonly big: boolean }
  | { readonly kind: 'bytes'; readonly min: number; readonly max: number }
  | { readonly kind: 'text'; readonly min: number; readonly max: number; readonly pattern?: string }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'list'; readonly item: Shape; readonly min: number; readonly max: number }
  | { readonly kind: 'record'; readonly fields: readonly FieldShape[] }
  | {
      readonly kind: 'variant';
      readonly tag: string;
      readonly cases: readonly { readonly name: string; readonly fields: readonly FieldShape[] }[];
    }
  | { readonly kind: 'raw' };

/** One key of a record. */
export interface FieldShape {
  readonly name: string;
  readonly optional: boolean;
  readonly shape: Shape;
  readonly note?: string;
}

/**
 * One description of a kind of value. It gives the TypeScript type ({@link TypeOf}), the canonical
 * bytes
 * (docs/spec/codec.md), the JSON form and the shape. `read`, `write` and `fromJson` signal failure
 * to
 * the functions of this module and are not called by others.
 */
export interface Codec<T> {
  readonly shape: Shape;
  readonly write: (out: Writer, value: T) => void;
  readonly read: (input: Reader) => T;
  readonly toJson: (value: T) => Json;
  readonly fromJson: (json: unknown) => T;
}

/** The TypeScript type of the values that a codec describes. */
export type TypeOf<C> = C extends Codec<infer T> ? T : never;

/** The canonical bytes of a value, or what makes it no value of the codec. */
export function encode<T>(codec: Codec<T>, value: T): Result<Uint8Array, CodecError> {
  return attempt(() => {
    const out = new Writer();
    codec.write(out, value);
    return out.finish();
  });
}

/** The canonical bytes of a value that is known to fit its codec; anything else is a bug. */
export function encodeKnown<T>(codec: Codec<T>, value: T): Uint8Array {
  const out = new Writer();
  codec.write(out, value);
  return out.finish();
}

/**
 * The value of canonical bytes. Refuses every other byte string, also those that other decoders
 * take for equal.
 */
export function decode<T>(
  codec: Codec<T>,
  bytes: Uint8Array,
  maxSizeBytes: number = MAX_SIZE_BYTES,
): Result<T, CodecError> {
  return attempt(() => {
    const input = readerOf(bytes, maxSizeBytes);
    const value = codec.read(input);
    input.end();
    return value;
  });
}

/** The value of a JSON form, or what makes it none. */
export function parseJson<T>(codec: Codec<T>, json: unknown): Result<T, CodecError> {
  return attempt(() => codec.fromJson(json));
}
