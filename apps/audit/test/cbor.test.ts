import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEach, decodeValue, encodeValue } from '../src/cbor.mjs';
import { Mismatch } from '../src/verdict.mjs';
import { cbor, type Value } from './encoding.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

function codeOf(encoded: Uint8Array, maxBytes?: number): string {
  try {
    decodeValue(encoded, maxBytes);
    return 'accepted';
  } catch (error) {
    if (error instanceof Mismatch) return error.code;
    throw error;
  }
}

describe('the examples of the specification', () => {
  test.each<[string, unknown]>([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['20', -1],
    ['1bffffffffffffffff', 18446744073709551615n],
    ['66eba788eb8bb9', '마당'],
    ['420102', Uint8Array.of(1, 2)],
    ['82f5f4', [true, false]],
    [
      'a3 6162 01 6163 03 626161 02',
      new Map([
        ['b', 1],
        ['c', 3],
        ['aa', 2],
      ]),
    ],
  ])('%s is read', (hex, value) => {
    expect(decodeValue(bytes(hex))).toEqual(value);
  });

  test.each([
    ['1817', 'CBOR_NOT_CANONICAL', 'not shortest'],
    ['f97c00', 'CBOR_FORBIDDEN', 'a float'],
    ['c000', 'CBOR_FORBIDDEN', 'a tag'],
    ['f6', 'CBOR_FORBIDDEN', 'null'],
    ['9f00ff', 'CBOR_FORBIDDEN', 'indefinite length'],
    ['a2616201616102', 'CBOR_NOT_CANONICAL', 'order'],
    ['a2616101616102', 'CBOR_KEY_TWICE', 'a key twice'],
    ['a10102', 'CBOR_KEY_NOT_TEXT', 'a key that is not text'],
    ['62c328', 'CBOR_NOT_UTF8', 'not UTF-8'],
    ['63eda080', 'CBOR_NOT_UTF8', 'a surrogate'],
    ['0000', 'CBOR_FURTHER_BYTES', 'further bytes'],
    ['5b0000000000000001 00', 'CBOR_NOT_CANONICAL', 'a length that is not shortest'],
    [`${'81'.repeat(17)}00`, 'CBOR_TOO_DEEP', 'seventeen nested arrays'],
  ])('%s is refused: %s (%s)', (hex, code) => {
    expect(codeOf(bytes(hex))).toBe(code);
  });
});

describe('the edges of the profile', () => {
  test.each([
    ['f7', 'undefined'],
    ['f820', 'a simple value'],
    ['e0', 'an unassigned simple value'],
    ['f93c00', 'a float that is a whole number'],
    ['fb43f0000000000000', 'a float beyond 2^53'],
    ['f98000', 'minus zero'],
    ['7f6161ff', 'text in pieces'],
    ['5f4161ff', 'bytes in pieces'],
    ['bf616101ff', 'a map of indefinite length'],
    ['d9d9f700', 'a self-describing tag'],
    ['ff', 'a break'],
    ['1c', 'a reserved length'],
    ['9b7fffffffffffffff', 'an array longer than any file'],
    ['5b7fffffffffffffff', 'bytes longer than any file'],
    ['bbffffffffffffffff', 'a map longer than any file'],
    ['a1f500', 'a key that is true'],
    ['3b8000000000000000', 'below -2^63'],
    ['', 'nothing'],
  ])('refuse %s: %s', (hex) => {
    expect(codeOf(bytes(hex))).toMatch(/^CBOR_/);
  });

  test('refuse 5,000 nested arrays without running out of stack', () => {
    expect(codeOf(bytes('81'.repeat(5000)))).toBe('CBOR_TOO_DEEP');
  });

  test('allow sixteen levels, the deepest of them empty or holding scalars', () => {
    expect(codeOf(bytes(`${'81'.repeat(16)}00`))).toBe('accepted');
    expect(codeOf(bytes(`${'81'.repeat(15)}80`))).toBe('accepted');
    expect(codeOf(bytes(`${'81'.repeat(16)}80`))).toBe('CBOR_TOO_DEEP');
    expect(codeOf(bytes(`${'a16161'.repeat(16)}a0`))).toBe('CBOR_TOO_DEEP');
  });

  test('allow -2^63 and text that begins with a byte order mark', () => {
    expect(decodeValue(bytes('3b7fffffffffffffff'))).toBe(-(2n ** 63n));
    expect(decodeValue(bytes('64efbbbf61'))).toBe('\ufeffa');
  });

  test('keep keys apart that look alike to the language', () => {
    const value = decodeValue(cbor({ constructor: 1, ['__proto__']: 2 }));
    expect(value).toEqual(
      new Map(
        [
          ['__proto__', 2],
          ['constructor', 1],
        ].reverse() as never,
      ),
    );
  });

  test('limit the length', () => {
    expect(codeOf(cbor(Buffer.alloc(1_048_572)))).toBe('CBOR_TOO_LONG');
    expect(codeOf(cbor(Buffer.alloc(1_048_571)))).toBe('accepted');
    expect(codeOf(bytes('420102'), 2)).toBe('CBOR_TOO_LONG');
  });
});

/** The items of an array, as they are given one by one; the code where they are refused. */
function itemsOf(encoded: Uint8Array, maxBytes = 1_048_576): readonly unknown[] | string {
  try {
    return [...(decodeEach(encoded, maxBytes)?.items ?? [])];
  } catch (error) {
    if (error instanceof Mismatch) return error.code;
    throw error;
  }
}

describe('an array that is read item by item', () => {
  test('is refused as one that is read at once', () => {
    const refused = ['82 01', '81 01 01', '9f 01 ff', '98 01 01', '81 18 01', '9a ffffffff', ''];
    for (const hex of refused) expect(itemsOf(bytes(hex))).toBe(codeOf(bytes(hex)));
    expect(itemsOf(bytes('82 01 02'), 2)).toBe('CBOR_TOO_LONG');
    const deep = (depth: number) => bytes('81'.repeat(depth) + '01');
    expect([itemsOf(deep(17)), codeOf(deep(17))]).toEqual(['CBOR_TOO_DEEP', 'CBOR_TOO_DEEP']);
    expect(itemsOf(deep(16))).toHaveLength(1);
  });

  test('is nothing where there is no array', () => {
    expect(decodeEach(bytes('a0'), 10)).toBeUndefined();
    expect(decodeEach(bytes('82 01 02'), 10)?.length).toBe(2);
  });
});

const key = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 30 }));
const { value } = fc.letrec<{ value: Value; list: Value[]; map: Record<string, Value> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.integer(),
    key,
    fc.uint8Array({ maxLength: 40 }),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('value'), { maxLength: 5 }),
  map: fc.dictionary(key, tie('value'), { maxKeys: 8 }),
}));

/** No items were given to the end: they were refused, or there was no array. */
function isRefusedOrNone(items: unknown): boolean {
  return typeof items === 'string' || (Array.isArray(items) && items.length === 0);
}

describe('any value', () => {
  test('encoded by hand is read and encoded again to the same bytes', () => {
    fc.assert(
      fc.property(value, (any) => {
        const encoded = cbor(any);
        expect(Buffer.from(encodeValue(decodeValue(encoded)))).toEqual(encoded);
      }),
      { seed: 20261122, numRuns: 1000 },
    );
  });

  test('has its keys in the order of their encodings when the library writes it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 40 }), (keys) => {
        const inOrder = keys.map((name) => cbor(name)).sort(Buffer.compare);
        const library = Buffer.from(encodeValue(new Map(keys.map((name) => [name, 0]))));
        const body = Buffer.concat(inOrder.map((name) => Buffer.concat([name, Buffer.of(0)])));
        expect(library.subarray(keys.length < 24 ? 1 : 2)).toEqual(body);
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });

  test('has one encoding: bytes that are read are those that the value gives', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 1, max: 255 }), (any, place, flip) => {
        const bent = cbor(any);
        bent[place % bent.length] = (bent[place % bent.length] ?? 0) ^ flip;
        if (codeOf(bent) !== 'accepted') return;
        expect(Buffer.from(encodeValue(decodeValue(bent)))).toEqual(bent);
      }),
      { seed: 20261122, numRuns: 2000 },
    );
  });

  test('stands in an array that is read item by item as in one that is read at once', () => {
    fc.assert(
      fc.property(fc.array(value), fc.nat(), fc.nat({ max: 255 }), (list, place, flip) => {
        const bent = cbor(list);
        bent[place % bent.length] = (bent[place % bent.length] ?? 0) ^ flip;
        if (codeOf(bent) !== 'accepted') expect(itemsOf(bent)).toSatisfy(isRefusedOrNone);
        else if (Array.isArray(decodeValue(bent))) expect(itemsOf(bent)).toEqual(decodeValue(bent));
      }),
      { seed: 20261122, numRuns: 2000 },
    );
  });
});
