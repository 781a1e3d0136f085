import { decode, encode, parseJson } from '@madang/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryOf, serviceCodecs, services } from '../src/index.ts';

const RUNS = { seed: 20_261_122, numRuns: 60 };

describe.each(serviceCodecs())('$name', ({ codec }) => {
  it('comes back from its bytes and its JSON as it was', () => {
    fc.assert(
      fc.property(arbitraryOf(codec), (value) => {
        const bytes = encode(codec, value);
        if (!bytes.ok) throw new Error(`${bytes.error.at} ${bytes.error.message}`);
        expect(decode(codec, bytes.value)).toEqual({ ok: true, value });
        const text = JSON.stringify(codec.toJson(value));
        expect(parseJson(codec, JSON.parse(text))).toEqual({ ok: true, value });
      }),
      RUNS,
    );
  });

  it('refuses its bytes when they are cut short or have one byte more', () => {
    fc.assert(
      fc.property(
        arbitraryOf(codec),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        (value, at, more) => {
          const bytes = encode(codec, value);
          if (!bytes.ok) throw new Error(bytes.error.message);
          const cut = bytes.value.slice(0, at % bytes.value.length);
          expect(decode(codec, cut).ok).toBe(false);
          expect(decode(codec, Uint8Array.of(...bytes.value, more)).ok).toBe(false);
        },
      ),
      { ...RUNS, numRuns: 30 },
    );
  });
});

describe('the list of codecs', () => {
  it('has the payload of every transaction, and every event, table and query', () => {
    const names = serviceCodecs().map(({ name }) => name);
    expect(names).toContain('document.notarise payload');
    expect(names).toContain('governance.keyRotated event');
    expect(new Set(names).size).toBe(names.length);
    const expected = services.reduce(
      (sum, { transactions, events, tables, queries }) =>
        sum + transactions.length + events.length + tables.length + 2 * queries.length,
      0,
    );
    expect(names).toHaveLength(expected);
  });
});
