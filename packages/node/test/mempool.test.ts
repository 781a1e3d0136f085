import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Taken } from '../src/engine.ts';
import { createMempool } from '../src/mempool.ts';
import { chain, keyOf, machine, notarise, params, START_MS } from './demo.ts';
import { must } from './temporary.ts';

/** Transactions by number and by the number of their key, made once. */
const made = new Map<string, Taken>();

function transaction(n: number, key: number): Taken {
  const name = `${n} ${key}`;
  const known = made.get(name);
  if (known !== undefined) return known;
  const { envelope } = notarise(n, { key: keyOf(`key ${key}`), expiresAt: START_MS + 1_000 * n });
  const screened = must(machine.screen(envelope, chain, params));
  const signed = { ...screened, bytes: envelope, signaturesValid: true };
  made.set(name, signed);
  return signed;
}

describe('mempool', () => {
  it('never holds more than its limits, whatever comes and goes', () => {
    const limits = { countMax: 6, countMaxPerKey: 3, sizeBytesMax: 2_000 };
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add'), n: fc.nat(20), key: fc.nat(2) }),
      fc.record({ kind: fc.constant('settle'), n: fc.nat(20), key: fc.nat(2) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const mempool = createMempool<string>(limits);
        const model = new Map<string, Taken>();
        for (const { kind, n, key } of steps) {
          const one = transaction(n, key);
          const pending = mempool.find(one.bodyHash);
          if (kind === 'settle') {
            if (pending !== undefined) mempool.settle(pending, 'done');
            model.delete(`${n}`);
          } else if (pending === undefined && mempool.add(one).ok) model.set(`${n}`, one);
          const held = [...model.values()];
          const bytes = held.reduce((sum, { bytes: { length } }) => sum + length, 0);
          expect(mempool.count()).toBe(model.size);
          expect(mempool.sizeBytes()).toBe(bytes);
          expect(model.size).toBeLessThanOrEqual(6);
          expect(bytes).toBeLessThanOrEqual(2_000);
          const perKey = Map.groupBy(held, ({ envelope: { auth } }) =>
            auth.kind === 'account' ? String(auth.signatures[0]?.key) : '',
          );
          for (const ofOne of perKey.values()) expect(ofOne.length).toBeLessThanOrEqual(3);
          expect(mempool.all().map(({ transaction: { bodyHash } }) => bodyHash)).toEqual(
            held.map(({ bodyHash }) => bodyHash),
          );
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('gives a block what fits its cost, in order of arrival', () => {
    const mempool = createMempool<string>();
    for (const n of [5, 1, 3]) must(mempool.add({ ...transaction(n, n), costUs: 40 }));
    const chosen = mempool.upTo(100).map(({ transaction: { bodyHash } }) => bodyHash);
    expect(chosen).toEqual([transaction(5, 5).bodyHash, transaction(1, 1).bodyHash]);
    expect(mempool.upTo(39)).toEqual([]);
  });

  it('lets one transaction of a key that proves wait, and others again when it is done', () => {
    const mempool = createMempool<string>();
    const [first, second, other] = [1, 2, 3].map((n) => ({
      ...transaction(n, 1),
      proofKey: new Uint8Array(32).fill(n === 3 ? 8 : 7),
    }));
    if (first === undefined || second === undefined || other === undefined)
      throw new Error('three');
    const waiting = must(mempool.add(first));
    expect(mempool.add(second)).toEqual({ ok: false, error: 'FULL' });
    expect(mempool.add(other).ok).toBe(true);
    mempool.settle(waiting, 'done');
    expect(mempool.add(second).ok).toBe(true);
  });

  it('names what expires at or before a time', () => {
    const mempool = createMempool<string>();
    for (const n of [5, 1, 3]) must(mempool.add({ ...transaction(n, n), costUs: 40 }));
    const expired = mempool.expired(START_MS + 3_000);
    expect(expired.map(({ transaction: { body } }) => body.expiresAt - START_MS)).toEqual([
      1_000, 3_000,
    ]);
  });

  it('gives everybody who waits for a transaction its one answer', async () => {
    const mempool = createMempool<string>();
    const pending = must(mempool.add(transaction(1, 1)));
    const again = mempool.find(pending.transaction.bodyHash)?.answer;
    mempool.settle(pending, 'on record');
    mempool.settle(pending, 'too late to say otherwise');
    expect([await pending.answer, await again]).toEqual(['on record', 'on record']);
    expect(mempool.find(pending.transaction.bodyHash)).toBeUndefined();
  });
});
