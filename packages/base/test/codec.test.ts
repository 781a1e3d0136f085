import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bigInteger,
  bool,
  bytes,
  type Codec,
  choice,
  decode,
  encode,
  encodeKnown,
  expectOk,
  fixedBytes,
  fromHex,
  int,
  list,
  optional,
  parseJson,
  raw,
  record,
  type TypeOf,
  text,
  toHex,
  uint,
  variant,
} from '../src/index.ts';

const ofHex = (hex: string): Uint8Array => expectOk(fromHex(hex), hex);
const hexOf = <T>(codec: Codec<T>, value: T): string => toHex(encodeKnown(codec, value));

describe('the canonical encoding', () => {
  // The examples of RFC 8949 appendix A that lie in the profile.
  it.each([
    ['00', uint(), 0],
    ['17', uint(), 23],
    ['1818', uint(), 24],
    ['1903e8', uint(), 1000],
    ['1a000f4240', uint(), 1_000_000],
    ['1b000000e8d4a51000', uint(), 1_000_000_000_000],
    ['20', int(), -1],
    ['3863', int(), -100],
    ['3903e7', int(), -1000],
  ])('writes %s as RFC 8949 does', (hex, codec, value) => {
    expect(hexOf(codec, value)).toBe(hex);
    expect(decode(codec, ofHex(hex))).toEqual({ ok: true, value });
  });

  it.each([
    ['f4', bool(), false],
    ['f5', bool(), true],
    ['1bffffffffffffffff', bigInteger(), 18446744073709551615n],
    ['60', text({ max: 9 }), ''],
    ['6449455446', text({ max: 9 }), 'IETF'],
    ['62c3bc', text({ max: 9 }), 'ü'],
    ['64f0908591', text({ max: 9 }), '\u{10151}'],
    ['66eba788eb8bb9', text({ max: 9 }), '마당'],
  ])('writes %s as RFC 8949 does', (hex, codec, value) => {
    const typed = codec as Codec<unknown>;
    expect(hexOf(typed, value)).toBe(hex);
    expect(decode(typed, ofHex(hex))).toEqual({ ok: true, value });
  });

  it('orders the keys of a map by their encodings, shorter ones first', () => {
    const codec = record({ b: uint(), aa: uint(), c: uint() });
    expect(hexOf(codec, { b: 1, aa: 2, c: 3 })).toBe('a361620161630362616102');
  });

  it('leaves an absent key out', () => {
    const codec = record({ a: uint(), b: optional(uint()) });
    expect(hexOf(codec, { a: 1 })).toBe('a1616101');
    expect(decode(codec, ofHex('a1616101'))).toEqual({ ok: true, value: { a: 1 } });
  });

  it('tells the cases of a variant by the text under its tag, wherever the key order puts it', () => {
    const codec = variant('kind', { one: { a: uint() }, two: { zzzzz: fixedBytes(1) } });
    expect(hexOf(codec, { kind: 'one', a: 5 })).toBe('a2616105646b696e64636f6e65');
    const two: TypeOf<typeof codec> = { kind: 'two', zzzzz: new Uint8Array([9]) };
    expect(decode(codec, encodeKnown(codec, two))).toEqual({ ok: true, value: two });
  });
});

describe('what is refused', () => {
  it.each([
    ['1817', 'CODEC_NOT_CANONICAL', 'an integer that has a shorter form'],
    ['190017', 'CODEC_NOT_CANONICAL', 'an integer in two bytes too many'],
    ['1a00000017', 'CODEC_NOT_CANONICAL', 'an integer in four bytes too many'],
    ['1b00000000ffffffff', 'CODEC_NOT_CANONICAL', 'an integer in eight bytes too many'],
    ['5800', 'CODEC_NOT_CANONICAL', 'a length that has a shorter form'],
    ['f97c00', 'CODEC_FORBIDDEN', 'a half-precision float'],
    ['fb3ff0000000000000', 'CODEC_FORBIDDEN', 'a double'],
    ['c000', 'CODEC_FORBIDDEN', 'a tag'],
    ['f6', 'CODEC_FORBIDDEN', 'null'],
    ['f7', 'CODEC_FORBIDDEN', 'undefined'],
    ['f820', 'CODEC_FORBIDDEN', 'another simple value'],
    ['f815', 'CODEC_FORBIDDEN', 'true in two bytes'],
    ['9f00ff', 'CODEC_FORBIDDEN', 'an array of indefinite length'],
    ['5f4100ff', 'CODEC_FORBIDDEN', 'bytes of indefinite length'],
    ['1c', 'CODEC_FORBIDDEN', 'a reserved argument size'],
    ['a2616201616102', 'CODEC_NOT_CANONICAL', 'keys out of order'],
    ['a2616101616102', 'CODEC_NOT_CANONICAL', 'a key twice'],
    ['a10102', 'CODEC_WRONG_TYPE', 'a key that is no text'],
    ['62c328', 'CODEC_NOT_UTF8', 'text that is not UTF-8'],
    ['62c080', 'CODEC_NOT_UTF8', 'an overlong zero'],
    ['63eda080', 'CODEC_NOT_UTF8', 'a surrogate'],
    ['64f4908080', 'CODEC_NOT_UTF8', 'a code point above U+10FFFF'],
    ['61e1', 'CODEC_NOT_UTF8', 'a sequence cut short'],
    ['0000', 'CODEC_TRAILING', 'bytes after the value'],
    ['', 'CODEC_TRUNCATED', 'nothing at all'],
    ['18', 'CODEC_TRUNCATED', 'a head cut short'],
    ['4301', 'CODEC_TRUNCATED', 'bytes cut short'],
    ['9bffffffffffffffff', 'CODEC_TRUNCATED', 'an array longer than its bytes'],
    ['9a00ffffff', 'CODEC_TRUNCATED', 'an array longer than its bytes, within 32 bits'],
    ['3bffffffffffffffff', 'CODEC_OUT_OF_RANGE', 'an integer below -2^63'],
    ['81'.repeat(17) + '00', 'CODEC_TOO_DEEP', 'seventeen nested arrays'],
  ])('%s is %s: %s', (hex, code) => {
    expect(decode(raw(), ofHex(hex))).toMatchObject({ ok: false, error: { code } });
  });

  it('takes sixteen nested arrays and the lowest integer', () => {
    expect(decode(raw(), ofHex('81'.repeat(16) + '00')).ok).toBe(true);
    expect(decode(raw(), ofHex('3b7fffffffffffffff')).ok).toBe(true);
  });

  it('a value longer than the limit of its reader', () => {
    expect(decode(raw(), ofHex('420000'), 2)).toMatchObject({
      ok: false,
      error: { code: 'CODEC_TOO_LONG' },
    });
  });

  it('a key that is unknown, one that is missing, and keys out of order, each with its place', () => {
    const codec = record({ inner: record({ a: uint(), b: uint() }) });
    const code = (hex: string): unknown => {
      const result = decode(codec, ofHex(hex));
      return result.ok ? 'accepted' : [result.error.code, result.error.at];
    };
    expect(code('a165696e6e6572a2616101616202')).toBe('accepted');
    expect(code('a165696e6e6572a3616101616202616303')).toEqual(['CODEC_UNKNOWN_KEY', 'inner']);
    expect(code('a165696e6e6572a1616101')).toEqual(['CODEC_MISSING_KEY', 'inner']);
    expect(code('a165696e6e6572a2616202616101')).toEqual(['CODEC_MISSING_KEY', 'inner']);
    expect(code('a165696e6e6572a2616101616261ff')).toEqual(['CODEC_WRONG_TYPE', 'inner.b']);
  });

  it('values outside the bounds of their codec, when read, written or taken from JSON', () => {
    const bounded: Array<readonly [Codec<unknown>, unknown, unknown]> = [
      [uint({ max: 9 }) as Codec<unknown>, 10, 10],
      [uint() as Codec<unknown>, -1, -1],
      [uint() as Codec<unknown>, 0.5, 0.5],
      [text({ min: 1, max: 2 }) as Codec<unknown>, '가', '가'],
      [text({ max: 9, pattern: '[a-z]+' }) as Codec<unknown>, 'a1', 'a1'],
      [bytes({ max: 1 }) as Codec<unknown>, new Uint8Array(2), '0000'],
      [list(uint(), { max: 1 }) as Codec<unknown>, [1, 2], [1, 2]],
      [choice(['a', 'b']) as Codec<unknown>, 'c', 'c'],
    ];
    for (const [codec, value, json] of bounded) {
      expect(encode(codec, value)).toMatchObject({
        ok: false,
        error: { code: 'CODEC_OUT_OF_RANGE' },
      });
      expect(parseJson(codec, json)).toMatchObject({
        ok: false,
        error: { code: 'CODEC_OUT_OF_RANGE' },
      });
    }
    expect(decode(uint({ max: 9 }), ofHex('0a'))).toMatchObject({ ok: false });
    expect(decode(text({ max: 2 }), ofHex('63616161'))).toMatchObject({ ok: false });
  });

  it('a text with a lone surrogate', () => {
    expect(encode(text({ max: 99 }), 'a\ud800')).toMatchObject({
      ok: false,
      error: { code: 'CODEC_NOT_UTF8' },
    });
  });
});

const sample = record({
  amount: bigInteger(-(1n << 63n)),
  flag: bool(),
  items: list(variant('kind', { leaf: { name: text({ max: 40 }) }, pair: { left: int() } }), {
    max: 5,
  }),
  key: fixedBytes(4),
  note: optional(text({ max: 80 })),
});
type Sample = TypeOf<typeof sample>;

const wellFormed = fc
  .string({ unit: 'grapheme', maxLength: 10 })
  .filter((s) => Buffer.byteLength(s) <= 40);
const sampleValue: fc.Arbitrary<Sample> = fc.record(
  {
    amount: fc.bigInt(-(1n << 63n), (1n << 64n) - 1n),
    flag: fc.boolean(),
    items: fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('leaf' as const), name: wellFormed }),
        fc.record({ kind: fc.constant('pair' as const), left: fc.maxSafeInteger() }),
      ),
      { maxLength: 5 },
    ),
    key: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    note: wellFormed,
  },
  { requiredKeys: ['amount', 'flag', 'items', 'key'] },
);

describe('for every value', () => {
  it('decoding what was encoded gives the value, and its JSON form gives it too', () => {
    fc.assert(
      fc.property(sampleValue, (value) => {
        const encoded = encodeKnown(sample, value);
        expect(decode(sample, encoded)).toEqual({ ok: true, value });
        expect(decode(raw(), encoded)).toEqual({ ok: true, value: encoded });
        const json: unknown = JSON.parse(JSON.stringify(sample.toJson(value)));
        expect(parseJson(sample, json)).toEqual({ ok: true, value });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('bytes that decode encode to themselves again, however they were damaged', () => {
    fc.assert(
      fc.property(sampleValue, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, place, flip) => {
        const damaged = encodeKnown(sample, value);
        const index = place % damaged.length;
        damaged[index] = (damaged[index] ?? 0) ^ flip;
        const result = decode(sample, damaged);
        if (result.ok) expect(encodeKnown(sample, result.value)).toEqual(damaged);
        const any = decode(raw(), damaged);
        if (any.ok) expect(any.value).toEqual(damaged);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('random bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (input) => {
        expect(decode(raw(), input)).toHaveProperty('ok');
        expect(decode(sample, input)).toHaveProperty('ok');
      }),
      { seed: 3, numRuns: 3000 },
    );
  });
});
