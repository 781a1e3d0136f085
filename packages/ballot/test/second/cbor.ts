import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

// As much of docs/spec/codec.md as the questions of an election need.

export type Value = number | boolean | readonly Value[] | ReadonlyMap<string, Value>;

/** The one encoding of a value. */
export function encodeCbor(value: Value): Uint8Array {
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4);
  if (typeof value === 'number') return head(0, value);
  if (value instanceof Map) return encodeMap(value);
  if (Array.isArray(value)) return concatBytes(head(4, value.length), ...value.map(encodeCbor));
  throw new Error('no value of the codec');
}

function encodeMap(map: ReadonlyMap<string, Value>): Uint8Array {
  const pairs = [...map].map(([key, value]) => {
    const text = utf8ToBytes(key);
    return { key: concatBytes(head(3, text.length), text), value: encodeCbor(value) };
  });
  // The order of the encodings of the keys, byte by byte.
  pairs.sort((one, other) => Buffer.compare(one.key, other.key));
  return concatBytes(head(5, pairs.length), ...pairs.flatMap(({ key, value }) => [key, value]));
}

/** Major type and number, in the shortest form; here no number is larger than 16 bits. */
function head(major: number, number: number): Uint8Array {
  const type = major << 5;
  if (number < 24) return Uint8Array.of(type | number);
  if (number < 0x100) return Uint8Array.of(type | 24, number);
  return Uint8Array.of(type | 25, number >> 8, number & 255);
}
