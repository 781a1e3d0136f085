import { compareBytes } from '@madang/base';
import { memoryState } from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlay } from '../src/overlay.ts';

/** Few bytes and short keys, so that keys collide and prefix one another. */
const key = fc
  .array(fc.constantFrom(0, 1, 255), { minLength: 1, maxLength: 4 })
  .map((bytes) => Uint8Array.from(bytes));
const entry = fc.record({ key, value: fc.uint8Array({ minLength: 1, maxLength: 2 }) });
const change = fc.oneof(entry, fc.record({ key, value: fc.constant(undefined) }));

const scenario = fc.record({
  entries: fc.array(entry, { maxLength: 20 }),
  changes: fc.array(change, { maxLength: 20 }),
  prefix: fc
    .array(fc.constantFrom(0, 1, 255), { maxLength: 2 })
    .map((bytes) => Uint8Array.from(bytes)),
  after: fc.option(key, { nil: undefined }),
  limit: fc.integer({ min: 0, max: 6 }),
});

describe('overlay', () => {
  it('reads, scans and lists changes as if they had been written to the state below', () => {
    fc.assert(
      fc.property(scenario, ({ entries, changes, prefix, after, limit }) => {
        const below = memoryState();
        below.change(entries);
        const written = below.copy();
        written.change(changes);
        const above = overlay(below);
        for (const one of changes) {
          if (one.value === undefined) above.remove(one.key);
          else above.put(one.key, one.value);
        }
        const options = after === undefined ? { limit } : { after, limit };
        expect(above.scan(prefix, options)).toEqual(written.scan(prefix, options));
        for (const one of [...entries, ...changes]) {
          expect(above.get(one.key)).toEqual(written.get(one.key));
        }
        const listed = above.changes();
        expect(listed).toEqual(
          [...listed].sort((left, right) => compareBytes(left.key, right.key)),
        );
        const again = below.copy();
        again.change(listed);
        expect(again.entries()).toEqual(written.entries());
        for (const one of listed) expect(below.get(one.key)).not.toEqual(one.value);
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });

  it('leaves the state below as it is', () => {
    const below = memoryState();
    below.change([{ key: Uint8Array.of(1), value: Uint8Array.of(1) }]);
    const above = overlay(below);
    above.remove(Uint8Array.of(1));
    expect(below.get(Uint8Array.of(1))).toEqual(Uint8Array.of(1));
  });
});
