import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AssertionFailure,
  assert,
  compareBytes,
  compareText,
  concat,
  equalBytes,
  equalOptional,
  expectPresent,
  fromBase64,
  fromHex,
  fromUtf8,
  isWellFormed,
  sortedEntries,
  toBase64,
  toHex,
  u32be,
  u64be,
  utf8,
} from '../src/index.ts';

const anyBytes = fc.uint8Array({ maxLength: 40 });

describe('bytes', () => {
  it('agree with the platform in hexadecimal, base64 and UTF-8', () => {
    fc.assert(
      fc.property(anyBytes, fc.string({ unit: 'binary' }), (value, text) => {
        const buffer = Buffer.from(value);
        expect(toHex(value)).toBe(buffer.toString('hex'));
        expect(fromHex(buffer.toString('hex'))).toEqual({ ok: true, value });
        expect(toBase64(value)).toBe(buffer.toString('base64'));
        expect(fromBase64(buffer.toString('base64'))).toEqual({ ok: true, value });
        expect(isWellFormed(text)).toBe(text.isWellFormed());
        if (text.isWellFormed()) {
          expect(utf8(text)).toEqual(new TextEncoder().encode(text));
          expect(fromUtf8(utf8(text))).toEqual({ ok: true, value: text });
        }
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('are taken for UTF-8 exactly when the platform takes them', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6 }), (value) => {
        let expected: string | undefined;
        try {
          expected = strict.decode(value);
        } catch {
          expected = undefined;
        }
        const result = fromUtf8(value);
        expect(result.ok ? result.value : undefined).toBe(expected);
      }),
      { seed: 5, numRuns: 5000 },
    );
  });

  it.each(['A', 'AB', '0g', 'FF', ' 00'])('are not the hexadecimal %s', (text) => {
    expect(fromHex(text)).toEqual({ ok: false, error: 'NOT_HEX' });
  });

  it.each(['A', 'AA', 'AAA', 'AB==', 'AAB=', '====', 'A===', 'AA=A', 'AA-_', 'AAAA\n'])(
    'are not the base64 %j',
    (text) => {
      expect(fromBase64(text)).toEqual({ ok: false, error: 'NOT_BASE64' });
    },
  );

  it('compare as Buffer.compare does', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (left, right) => {
        expect(Math.sign(compareBytes(left, right))).toBe(Buffer.compare(left, right));
        expect(equalBytes(left, right)).toBe(Buffer.compare(left, right) === 0);
        expect(concat(left, right)).toEqual(new Uint8Array(Buffer.concat([left, right])));
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  it('are equal to nothing only where both are absent', () => {
    const [none, some] = [undefined, Uint8Array.of(7)];
    expect(equalOptional(none, none)).toBe(true);
    expect(equalOptional(some, Uint8Array.of(7))).toBe(true);
    expect(equalOptional(some, Uint8Array.of(8))).toBe(false);
    for (const bytes of [some, new Uint8Array()]) {
      expect(equalOptional(bytes, none)).toBe(false);
      expect(equalOptional(none, bytes)).toBe(false);
    }
  });

  it('of whole numbers are big-endian', () => {
    expect(toHex(u32be(0xdeadbeef))).toBe('deadbeef');
    expect(toHex(u64be(Number.MAX_SAFE_INTEGER))).toBe('001fffffffffffff');
    expect(toHex(u64be(0x1_0000_0001))).toBe('0000000100000001');
    expect(() => u32be(-1)).toThrow(AssertionFailure);
    expect(() => u64be(1.5)).toThrow(AssertionFailure);
  });
});

describe('order', () => {
  it('of texts is that of code points, not of UTF-16 units', () => {
    expect(compareText('\uffff', '\u{10000}')).toBeLessThan(0);
  });

  it('of a map does not depend on how it was filled', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 8 }), (keys) => {
        const wellFormed = keys.filter((key) => key.isWellFormed());
        const forward = new Map(wellFormed.map((key) => [key, key]));
        const backward = new Map([...wellFormed].reverse().map((key) => [key, key]));
        expect(sortedEntries(forward)).toEqual(sortedEntries(backward));
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('assert', () => {
  it('throws a failure that carries the reason', () => {
    expect(() => {
      assert(false, 'why');
    }).toThrow('why');
    expect(() => expectPresent(undefined, 'gone')).toThrow(AssertionFailure);
    expect(expectPresent(0, 'there')).toBe(0);
  });
});
