import { effort } from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Group, groupsOf } from '../chain/groups.ts';
import { type Model, modelGroups } from './model.ts';

const FEWEST = 10;

const building = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 2, arbitrary: fc.constantFrom(9, 10, 11) },
  { weight: 2, arbitrary: fc.integer({ min: 10, max: 40 }) },
);
const buildings = fc.array(building, { minLength: 1, maxLength: 9 });
const options = { seed: 20_261_127, numRuns: effort(2_000, 50_000) };

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
const numbersOf = (groups: readonly Group[]) => groups.map((group) => group.buildings);

/** All unions of groups, as sets of buildings. */
function unionsOf(groups: readonly Group[]): readonly ReadonlySet<number>[] {
  return groups.reduce<readonly ReadonlySet<number>[]>(
    (unions, group) => [...unions, ...unions.map((one) => new Set([...one, ...group.buildings]))],
    [new Set()],
  );
}

describe('the buildings that are decrypted together', () => {
  it('never have fewer than 10 ballots, and are in one group only', () => {
    fc.assert(
      fc.property(buildings, (ballots) => {
        const groups = groupsOf(ballots);
        for (const group of groups) {
          expect(group.ballots).toBe(total(group.buildings.map((at) => ballots[at] ?? 0)));
          expect(group.ballots).toBeGreaterThanOrEqual(FEWEST);
          expect(group.buildings).toEqual([...group.buildings].sort((one, two) => one - two));
        }
        const all = numbersOf(groups).flat();
        expect(new Set(all).size).toBe(all.length);
      }),
      options,
    );
  });

  it('leave no difference of two unions of fewer, unless it is of none', () => {
    fc.assert(
      fc.property(fc.array(building, { minLength: 1, maxLength: 6 }), (ballots) => {
        const unions = unionsOf(groupsOf(ballots));
        for (const one of unions) {
          for (const other of unions) {
            const left = [...one].filter((at) => !other.has(at));
            const count = total(left.map((at) => ballots[at] ?? 0));
            expect(count === 0 || count >= FEWEST).toBe(true);
          }
        }
      }),
      { ...options, numRuns: effort(300, 5_000) },
    );
  });

  it('are all that have ballots, unless there are fewer than 10 in all', () => {
    fc.assert(
      fc.property(buildings, (ballots) => {
        const groups = groupsOf(ballots);
        const all = total(ballots);
        expect(total(groups.map((group) => group.ballots))).toBe(all < FEWEST ? 0 : all);
        expect(groups.length === 0).toBe(all < FEWEST);
        // Who stands alone could stand alone, and nobody else is joined to them without need.
        for (const [at, count] of ballots.entries()) {
          const group = groups.find((one) => one.buildings.includes(at));
          if (group !== undefined && count >= FEWEST) {
            expect(group.ballots - count).toBeLessThan(FEWEST);
          }
        }
      }),
      options,
    );
  });

  it('are those that the specification names, in its order', () => {
    fc.assert(
      fc.property(buildings, (ballots) => {
        const voters = ballots.flatMap((count, at) =>
          Array.from({ length: count }, () => ({ building: at, weights: [1], ballots: [[[0]]] })),
        );
        const model: Model = {
          questions: [],
          voters,
          buildings: ballots.length,
          results: 'buildings',
          revote: 'none',
          batches: new Map(),
        };
        expect(numbersOf(groupsOf(ballots))).toEqual(modelGroups(model));
      }),
      { ...options, numRuns: effort(500, 10_000) },
    );
  });

  it.each([
    ['nobody', [0, 0], []],
    ['too few in all', [9, 0], []],
    ['too few in all, of many', [3, 3, 3], []],
    ['just enough', [10], [[0]]],
    ['just enough together', [1, 9], [[0, 1]]],
    ['each alone', [10, 12], [[0], [1]]],
    ['one that is small', [12, 3, 11], [[0], [1, 2]]],
    ['the first of the smallest', [11, 1, 11], [[0, 1], [2]]],
    ['small ones that are enough together', [10, 5, 20, 5], [[0], [1, 3], [2]]],
    ['one without ballots beside small ones', [20, 0, 4, 6], [[0], [1, 2, 3]]],
    ['one without ballots alone', [20, 0], [[0]]],
    ['the first is small', [2, 15, 10], [[0, 2], [1]]],
  ])('%s', (_, ballots, groups) => {
    expect(numbersOf(groupsOf(ballots))).toEqual(groups);
  });
});
