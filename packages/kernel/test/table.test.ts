import { record, toHex, uint, utf8 } from '@madang/base';
import { key, table } from '@madang/kernel/define';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const value = record({ count: uint() });
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });

describe('table', () => {
  it('joins service, table and key to the state key of the specification', () => {
    const things = table({ service: 'toy', name: 'things', key: key.u32, value });
    expect(toHex(things.stateKey(258))).toBe(`${toHex(utf8('toy/things/'))}00000102`);
    const one = table({ service: 'toy', name: 'one', key: key.none, value });
    expect(toHex(one.stateKey([]))).toBe(toHex(utf8('toy/one/')));
  });

  it('gives back the parts of every key', () => {
    const whole = key.pair(key.hash, key.pair(key.u32, key.text));
    fc.assert(
      fc.property(hash, u32, fc.string({ unit: 'binary', maxLength: 40 }), (id, number, text) => {
        const bytes = whole.encode([id, [number, text]]);
        expect(bytes.length).toBe(36 + utf8(text).length);
        expect(whole.decode(bytes)).toEqual([id, [number, text]]);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('orders the keys of a number as the numbers', () => {
    fc.assert(
      fc.property(u32, u32, (left, right) => {
        const [a, b] = [left, right].map((number) => toHex(key.u32.encode(number)));
        expect((a ?? '') < (b ?? '')).toBe(left < right);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('halts on a hash of another length, and on a text that is not last', () => {
    expect(() => key.hash.encode(new Uint8Array(31))).toThrow();
    expect(() => key.pair(key.text, key.hash)).toThrow(/only the last part/);
  });

  it('halts on names that are none and on keys that are too long', () => {
    expect(() => table({ service: 'Toy', name: 'things', key: key.none, value })).toThrow();
    const texts = table({ service: 'toy', name: 'texts', key: key.text, value });
    expect(() => texts.stateKey('x'.repeat(247))).toThrow();
    expect(texts.stateKey('x'.repeat(246))).toHaveLength(256);
  });
});
