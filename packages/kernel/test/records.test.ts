import { record, uint } from '@madang/base';
import { key, table } from '@madang/kernel/define';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlay } from '../src/overlay.ts';
import { recordsOf, writableRecords } from '../src/records.ts';
import type { StateReader } from '../src/state.ts';
import { encodeRecord, readRecord } from '../src/table.ts';

const counters = table({
  service: 'toy',
  name: 'counters',
  key: key.u32,
  value: record({ count: uint() }),
});

/** A state of counters that counts how often a value is read. */
function stateOf(counts: ReadonlyMap<number, number>): StateReader & { reads: number } {
  const valueByName = new Map(
    [...counts].map(([at, count]) => [
      String(counters.stateKey(at)),
      encodeRecord(counters, { count }),
    ]),
  );
  const state = {
    reads: 0,
    get: (stateKey: Uint8Array) => {
      state.reads += 1;
      return valueByName.get(String(stateKey));
    },
    scan: () => [],
  };
  return state;
}

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('get' as const), at: fc.nat(5) }),
    fc.record({ kind: fc.constant('put' as const), at: fc.nat(5), count: fc.nat(9) }),
    fc.record({ kind: fc.constant('remove' as const), at: fc.nat(5) }),
  ),
  { maxLength: 40 },
);

describe('records', () => {
  it('are what a map would hold, whatever was read and written before, and so is the state', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(9))), steps, (begun, doing) => {
        const model = new Map(begun);
        const changes = overlay(stateOf(model));
        const records = writableRecords(changes);
        for (const step of doing) {
          const { at } = step;
          if (step.kind === 'put') {
            records.put(counters, at, { count: step.count });
            model.set(at, step.count);
          } else if (step.kind === 'remove') {
            records.remove(counters, at);
            model.delete(at);
          }
          expect(records.get(counters, at)?.count).toBe(model.get(at));
          expect(records.has(counters, at)).toBe(model.has(at));
        }
        for (let at = 0; at <= 5; at++) {
          expect(readRecord(changes, counters, at)?.count).toBe(model.get(at));
        }
      }),
    );
  });

  it('are read and decoded once', () => {
    const state = stateOf(new Map([[1, 7]]));
    const records = recordsOf(state);
    const first = records.get(counters, 1);
    expect(first).toEqual({ count: 7 });
    expect(records.get(counters, 1)).toBe(first);
    expect(records.get(counters, 2)).toBeUndefined();
    expect(records.get(counters, 2)).toBeUndefined();
    expect(state.reads).toBe(2);
  });

  it('are forgotten in time and read again', () => {
    const all = new Map(Array.from({ length: 10_000 }, (_, at) => [at, at] as const));
    const state = stateOf(all);
    const records = recordsOf(state);
    for (const at of all.keys()) records.get(counters, at);
    expect(records.get(counters, 0)).toEqual({ count: 0 });
    expect(state.reads).toBe(10_001);
  });
});
