import { toHex } from '@madang/base';
import { sha256, trieRoot, verifyAbsence, verifyPresence } from '@madang/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsFor, bucketKeyAt, growthThreshold, REGION_COUNT } from '../src/trie/layout.ts';
import { pairHasher, portableHasher } from '../src/trie/pair-hasher.ts';
import { provePath } from '../src/trie/prove.ts';
import { keyCountOf, rootOf, type Trie } from '../src/trie/trie.ts';
import {
  changeTrie,
  type MemoryRecords,
  memoryRecords,
  referenceEntries,
  reopen,
} from './memory-trie.ts';

const smallKey = fc.integer({ min: 0, max: 60 }).map((n) => `key ${n}`);
const value = fc.option(fc.string({ maxLength: 5 }), { nil: undefined, freq: 4 });
const block = fc.uniqueArray(fc.tuple(smallKey, value), {
  maxLength: 25,
  selector: ([key]) => key,
});

function applyTo(
  state: Map<string, string>,
  changes: readonly (readonly [string, string | undefined])[],
) {
  for (const [key, changed] of changes) {
    if (changed === undefined) state.delete(key);
    else state.set(key, changed);
  }
}

function expectProven(
  trie: Trie,
  records: MemoryRecords,
  state: ReadonlyMap<string, string>,
  key: string,
) {
  const stateKey = Buffer.from(key);
  const proof = provePath(trie, records, sha256(stateKey));
  const known = state.get(key);
  const root = rootOf(trie);
  if (known === undefined) {
    expect(verifyAbsence({ root, stateKey, proof })).toBe(true);
  } else {
    expect(verifyPresence({ root, stateKey, value: Buffer.from(known), proof })).toBe(true);
    expect(verifyPresence({ root, stateKey, value: Buffer.from(`${known}!`), proof })).toBe(false);
  }
}

describe('trie', () => {
  it('has the root that the definition gives, after any sequence of blocks', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        const records = memoryRecords();
        let trie = reopen(records);
        const state = new Map<string, string>();
        for (const [i, changes] of blocks.entries()) {
          applyTo(state, changes);
          const root = changeTrie(trie, records, new Map(changes));
          expect(toHex(root)).toBe(toHex(trieRoot(referenceEntries(state))));
          if (i % 2 === 1) trie = reopen(records);
          expect(toHex(rootOf(trie))).toBe(toHex(root));
          expect(keyCountOf(trie)).toBe(state.size);
        }
        for (let n = 0; n < 64; n += 7) expectProven(trie, records, state, `key ${n}`);
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it('returns to the empty root when every key is removed', () => {
    const records = memoryRecords();
    const trie = reopen(records);
    const keys = Array.from({ length: 300 }, (_, n) => `key ${n}`);
    changeTrie(trie, records, new Map(keys.map((key) => [key, 'x'])));
    const root = changeTrie(trie, records, new Map(keys.map((key) => [key, undefined])));
    expect(root).toEqual(new Uint8Array(32));
    expect(records.bucketsByKey.size).toBe(0);
  });

  it('keeps its root and its proofs while regions double, whatever the order of the keys', () => {
    const state = new Map(Array.from({ length: 60_000 }, (_, n) => [`key ${n}`, `${n}`]));
    const keys = [...state.keys()];
    const roots = [keys, keys.toReversed()].map((order) => {
      const records = memoryRecords();
      const trie = reopen(records);
      for (let from = 0; from < order.length; from += 20_000) {
        const part = order.slice(from, from + 20_000);
        changeTrie(trie, records, new Map(part.map((key) => [key, state.get(key)])));
      }
      const bits = trie.regions.map((region) => region.bits);
      expect(Math.max(...bits)).toBeGreaterThan(0);
      for (let n = 0; n < 61_000; n += 2_003) expectProven(trie, records, state, `key ${n}`);
      return toHex(rootOf(trie));
    });
    const reference = toHex(trieRoot(referenceEntries(state)));
    expect(roots).toEqual([reference, reference]);
  });

  it('is the same with the native and the portable hasher', () => {
    const keys = Array.from({ length: 2_000 }, (_, n) => [`key ${n}`, 'x'] as const);
    const roots = [pairHasher, portableHasher].map((hasher) => {
      const records = memoryRecords();
      return toHex(changeTrie(reopen(records, hasher), records, new Map(keys)));
    });
    expect(pairHasher.name).toBe('native');
    expect(roots[0]).toBe(roots[1]);
  });

  it('notices a bucket whose node was changed on disk', () => {
    const records = memoryRecords();
    changeTrie(reopen(records), records, new Map([['a', '1']]));
    for (const record of records.bucketsByKey.values()) record[5] = (record[5] ?? 0) ^ 1;
    const trie = reopen(records);
    expect(() => changeTrie(trie, records, new Map([['a', '2']]))).toThrow('The store is damaged');
  });
});

describe('trie layout', () => {
  it('lets regions double at different sizes, between 24 and 48 entries per bucket', () => {
    const thresholds = Array.from({ length: REGION_COUNT }, (_, region) => growthThreshold(region));
    expect(Math.min(...thresholds)).toBeGreaterThanOrEqual(24);
    expect(Math.max(...thresholds)).toBeLessThan(48);
    const perStep = new Map<number, number>();
    for (const threshold of thresholds) {
      perStep.set(Math.floor(threshold), (perStep.get(Math.floor(threshold)) ?? 0) + 1);
    }
    expect(Math.max(...perStep.values())).toBeLessThan(50);
  });

  it('never takes bits back and gives every bucket a key of its own', () => {
    expect(bitsFor(7, 0, 3)).toBe(3);
    const keys = new Set<number>();
    for (const region of [0, 1, 1023]) {
      for (let index = 0; index < 8; index++) keys.add(bucketKeyAt(region, index, 3));
    }
    expect(keys.size).toBe(24);
    expect(Math.max(...keys)).toBeLessThan(2 ** 32);
  });
});
