import { describe, expect, it } from 'vitest';
import { knownTransactions } from '../src/comet/known.ts';
import { chain, machine, notarise, params } from './demo.ts';
import { must } from './temporary.ts';

function taken(n: number) {
  const { envelope } = notarise(n);
  const screened = must(machine.screen(envelope, chain, params));
  return { ...screened, bytes: envelope, signaturesValid: true };
}

describe('known transactions', () => {
  const [first, second, third] = [taken(1), taken(2), taken(3)];

  it('are found by their whole envelope and the version of the rules', () => {
    const known = knownTransactions();
    known.keep(first, 1);
    expect(known.find(Uint8Array.from(first.bytes), 1)).toBe(first);
    expect(known.find(first.bytes, 2)).toBeUndefined();
    const other = Uint8Array.from(first.bytes);
    other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
    expect(known.find(other, 1)).toBeUndefined();
    known.forget([first.bytes]);
    expect(known.find(first.bytes, 1)).toBeUndefined();
  });

  it('are forgotten from the oldest on, where there are too many', () => {
    const known = knownTransactions({ countMax: 2, bytesMax: 1_000_000 });
    for (const one of [first, second, first, third]) known.keep(one, 1);
    expect(known.find(second.bytes, 1)).toBeUndefined();
    expect([first, third].map(({ bytes }) => known.find(bytes, 1))).toEqual([first, third]);
  });

  it('are forgotten from the oldest on, where they are too large', () => {
    const bytesMax = second.bytes.length + third.bytes.length;
    const known = knownTransactions({ countMax: 100, bytesMax });
    known.keep(first, 1);
    known.forget([first.bytes, first.bytes]);
    for (const one of [first, second, third]) known.keep(one, 1);
    expect(known.find(first.bytes, 1)).toBeUndefined();
    expect([second, third].map(({ bytes }) => known.find(bytes, 1))).toEqual([second, third]);
  });
});
