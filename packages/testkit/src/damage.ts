import fc from 'fast-check';

/** A copy with one byte changed. */
export function flipped(bytes: Uint8Array, at: number, xor: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ xor;
  return copy;
}

/**
 * What becomes of bytes on bad ways: some of them changed, cut out, doubled or added, often where
 * lengths and types stand.
 */
export function damaged(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const place = fc.nat({ max: Math.max(0, bytes.length - 1) });
  const step = fc.record({
    at: place,
    way: fc.constantFrom('flip', 'set', 'cut', 'double', 'insert', 'swap'),
    byte: fc.oneof(fc.constantFrom(...telling), fc.integer({ min: 0, max: 255 })),
    length: fc.integer({ min: 1, max: 9 }),
  });
  return fc
    .array(step, { minLength: 1, maxLength: 3 })
    .map((steps) => steps.reduce<Uint8Array>(damageOnce, bytes));
}

/**
 * First bytes of CBOR that decoders differ about: long forms, indefinite lengths, tags, floats,
 * null.
 */
const telling = [
  0x00, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1f, 0x20, 0x37, 0x38, 0x3b, 0x40, 0x58, 0x5f, 0x60,
  0x78, 0x7f, 0x80, 0x98, 0x9f, 0xa0, 0xb8, 0xbf, 0xc0, 0xd8, 0xf4, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
  0xfb, 0xff,
];

interface Step {
  readonly at: number;
  readonly way: string;
  readonly byte: number;
  readonly length: number;
}

function damageOnce(bytes: Uint8Array, { at, way, byte, length }: Step): Uint8Array {
  const from = Math.min(at, bytes.length);
  const some = bytes.subarray(from, from + length);
  const rest = bytes.subarray(from + length);
  const before = bytes.subarray(0, from);
  switch (way) {
    case 'flip':
      return flipped(bytes, from, 1 << (byte % 8));
    case 'set':
      return Uint8Array.of(...before, byte, ...bytes.subarray(from + 1));
    case 'cut':
      return Uint8Array.of(...before, ...rest);
    case 'double':
      return Uint8Array.of(...before, ...some, ...some, ...rest);
    case 'swap':
      return Uint8Array.of(...before, ...[...some].reverse(), ...rest);
    default:
      return Uint8Array.of(...before, byte, ...some, ...rest);
  }
}
