import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FileMap } from '../src/file-map.mjs';

type Value = { readonly bytes?: Uint8Array; readonly weights: readonly bigint[] };

const name = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom('', 'a', 'ab', 'key'));
const value = fc.record(
  {
    bytes: fc.uint8Array({ maxLength: 1_500 }),
    weights: fc.array(fc.bigInt({ min: 0n, max: 1n << 36n }), { maxLength: 2 }),
  },
  { requiredKeys: ['weights'] },
);
const step = fc.record({ name, value: fc.option(value, { nil: undefined }) });

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a map in a file', () => {
  it('is as one in memory', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [inFile, plain] = [new FileMap<Value>(), new Map<string, Value>()];
        for (const { name: key, value: given } of steps) {
          if (given === undefined) {
            inFile.delete(key);
            plain.delete(String(key));
          } else {
            inFile.set(key, given);
            plain.set(String(key), given);
          }
          expect(inFile.get(key)).toEqual(plain.get(String(key)));
          expect(inFile.has(key)).toBe(plain.has(String(key)));
          expect(inFile.size).toBe(plain.size);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('holds many values beside those of another, and of each at most 22 bytes', () => {
    const [one, other] = [new FileMap<number[]>(), new FileMap<number[]>()];
    const count = 20_000;
    for (const round of [1, 2]) {
      for (let at = 0; at < count; at++) {
        one.set(at, [at, round]);
        other.set(at, [-at, round]);
      }
    }
    const all = Array.from({ length: count }, (_, at) => at);
    expect(all.filter((at) => one.get(at)?.join() !== `${String(at)},2`)).toEqual([]);
    expect(all.filter((at) => other.get(at)?.join() !== `${String(-at)},2`)).toEqual([]);
    expect(one.get(count)).toBeUndefined();
    expect(one.slots.byteLength).toBeLessThanOrEqual(22 * count);
    expect(Object.keys(one)).toEqual(['size', 'taken', 'slots']);
  });

  it('gives copies', () => {
    const map = new FileMap<{ list: number[] }>();
    map.set('a', { list: [1] });
    map.get('a')?.list.push(2);
    expect(map.get('a')).toEqual({ list: [1] });
  });

  it('is told where no file can be had', async () => {
    vi.resetModules();
    vi.stubEnv('TMPDIR', '/nowhere/at/all');
    const { FileMap: Anew } = await import('../src/file-map.mjs');
    const details = { folder: '/nowhere/at/all', why: 'ENOENT' };
    expect(() => new Anew().set('a', 1)).toThrow(
      expect.objectContaining({ code: 'SCRATCH_UNUSABLE', details }),
    );
  });
});
