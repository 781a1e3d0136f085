import { fromHex, type Json } from '@madang/base';
import { describe, expect, it } from 'vitest';
import { describeValue } from '../src/index.ts';

function described(hex: string): Json | undefined {
  const bytes = fromHex(hex.replaceAll(' ', ''));
  const value = describeValue(bytes.ok ? bytes.value : new Uint8Array());
  return value.ok ? value.value : undefined;
}

describe('describeValue', () => {
  it.each<[string, Json]>([
    ['00', 0],
    ['1818', 24],
    ['19 03e8', 1000],
    ['1b 001fffffffffffff', 9_007_199_254_740_991],
    ['1b 0020000000000000', '9007199254740992'],
    ['1b ffffffffffffffff', '18446744073709551615'],
    ['20', -1],
    ['3b 001ffffffffffffe', -9_007_199_254_740_991],
    ['3b 7fffffffffffffff', '-9223372036854775808'],
    ['66 eba788eb8bb9', '마당'],
    ['42 01ff', '01ff'],
    ['40', ''],
    ['82 f5 f4', [true, false]],
    ['80', []],
    ['a0', {}],
    ['a2 61 62 81 00 62 6161 a1 61 63 f5', { b: [0], aa: { c: true } }],
  ])('shows %s', (hex, json) => {
    expect(described(hex)).toEqual(json);
  });

  it('shows a key that means something to the language as a key', () => {
    const value = described('a1 69 5f5f70726f746f5f5f a0');
    expect(JSON.stringify(value)).toBe('{"__proto__":{}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each(['', '1817', 'f6', 'f97c00', 'c000', '9f00ff', 'a2616201616102', '0000', '62c328'])(
    'refuses what is not canonical: %s',
    (hex) => {
      expect(described(hex)).toBeUndefined();
    },
  );

  it('refuses what is too deep instead of running out of stack', () => {
    expect(described(`${'81'.repeat(5_000)}80`)).toBeUndefined();
    expect(described(`${'81'.repeat(15)}80`)).toBeDefined();
  });
});
