import { toHex, utf8 } from '@madang/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlay } from '../src/overlay.ts';
import { packedState } from '../src/packed-state.ts';

const empty = { get: () => undefined, scan: () => [] };
const everything = new Uint8Array();

/** A few keys, of which some begin with others, and values of any length. */
const key = fc.constantFrom('', 'a', 'ab', 'abc', 'b', 'ba', 'c', 'voters', 'voters/1');
const step = fc.record({
  key,
  value: fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined }),
});

describe('a packed state', () => {
  it('is one with changes that are held one by one', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [packed, plain] = [packedState(), overlay(empty)];
        for (const { key: name, value } of steps) {
          for (const state of [packed, plain]) {
            if (value === undefined) state.remove(utf8(name));
            else state.put(utf8(name), value);
          }
          expect(packed.get(utf8(name))).toEqual(plain.get(utf8(name)));
        }
        for (const prefix of ['', 'a', 'ab', 'voters/', 'none']) {
          for (const options of [{ limit: 3 }, { limit: 100, after: utf8('ab') }]) {
            const found = packed.scan(utf8(prefix), options);
            expect(found).toEqual(plain.scan(utf8(prefix), options));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('holds many keys, in more than one piece of memory', () => {
    const state = packedState();
    const keyOf = (number: number) => utf8(`key ${String(number)}`);
    const valueOf = (number: number, round: number) =>
      new Uint8Array(100 + round * 20).fill(number);
    for (const round of [0, 1]) {
      for (let i = 0; i < 20_000; i++) state.put(keyOf(i), valueOf(i, round));
    }
    const differing = Array.from({ length: 20_000 }, (_, i) => i).filter(
      (i) => toHex(state.get(keyOf(i)) ?? everything) !== toHex(valueOf(i, 1)),
    );
    expect(differing).toEqual([]);
    expect(state.get(utf8('key 20000'))).toBeUndefined();
  });

  it('holds a value longer than a piece of memory between short ones', () => {
    const state = packedState();
    const long = new Uint8Array(3_000_000).fill(7);
    state.put(utf8('before'), utf8('1'));
    state.put(utf8('long'), long);
    state.put(utf8('after'), utf8('2'));
    expect(state.get(utf8('before'))).toEqual(utf8('1'));
    expect(Buffer.compare(state.get(utf8('long')) ?? everything, long)).toBe(0);
    expect(state.get(utf8('after'))).toEqual(utf8('2'));
  });

  it('does not change with what was given to it or taken from it', () => {
    const state = packedState();
    const given = utf8('value');
    state.put(utf8('key'), given);
    given.fill(0);
    state.get(utf8('key'))?.fill(0);
    state.scan(everything, { limit: 1 })[0]?.value.fill(0);
    expect(state.get(utf8('key'))).toEqual(utf8('value'));
  });
});
