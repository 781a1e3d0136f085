import { describe, expect, test } from 'vitest';
import { G } from '../src/group.mjs';
import { figuresOf, groupsOf, outcomeOf } from '../src/sums.mjs';
import { Tally } from '../src/tally.mjs';

const onePerson = {
  answers: 3,
  choice: { max: 1, min: 1, blank: true },
  decides: { kind: 'elect', seats: 1 },
};
const draft = (more: object): never =>
  ({ questions: [onePerson], measures: ['heads'], ...more }) as never;

describe('groups of ballots', () => {
  const grouped = (sizes: number[], results = 'buildings') => {
    const buildings = sizes.map((_, at) => `${at}`);
    const selections = Buffer.concat(Array.from({ length: 6 }, () => G.toBytes()));
    const tally = new Tally(draft({ results, buildings }));
    for (const [building, size] of sizes.entries()) {
      for (let ballot = 0; ballot < size; ballot += 1) {
        tally.add({ building, weights: [1n] }, selections);
      }
    }
    return groupsOf(tally.counted()).map((group) => [group.buildings, group.ballots]);
  };

  test('are never of fewer than ten', () => {
    expect(grouped([9])).toEqual([]);
    expect(grouped([5, 4])).toEqual([]);
    expect(grouped([5, 5])).toEqual([[[0, 1], 10]]);
    expect(grouped([10, 12])).toEqual([
      [[0], 10],
      [[1], 12],
    ]);
    expect(grouped([3, 12, 0, 11, 11])).toEqual([
      [[0, 2, 3], 14],
      [[1], 12],
      [[4], 11],
    ]);
    expect(grouped([12, 0])).toEqual([[[0], 12]]);
    expect(grouped([4, 12, 6])).toEqual([
      [[0, 2], 10],
      [[1], 12],
    ]);
    expect(grouped([4, 6], 'complex')).toEqual([[[0, 1], 10]]);
  });
});

describe('a tally', () => {
  test('is of the ballots that stand, with their weights, however they came', () => {
    const measures = ['heads', 'area'];
    const tally = new Tally(draft({ results: 'buildings', buildings: ['a', 'b'], measures }));
    const ballot = (first: bigint) => {
      const elements = [first, 2n, 3n, 4n, 5n, 6n].map((scalar) => G.multiply(scalar));
      return Buffer.concat(elements.map((element) => element.toBytes()));
    };
    const [one, other] = [ballot(10n), ballot(100n)];
    // More than are added up at once, the half of them taken out again.
    for (let voter = 0; voter < 150; voter += 1) {
      const counting = { building: voter % 2, weights: [1n, BigInt(7 + voter)] };
      tally.add(counting, one);
      tally.take(counting, one);
      if (voter % 2 === 0) tally.add(counting, other);
    }
    expect([tally.ballots(), tally.weights()]).toEqual([75, [75n, 6_075n]]);
    const [first, second] = tally.counted();
    expect([first?.ballots, second?.ballots]).toEqual([75, 0]);
    const sums = first?.sums.map((sum) => sum.flat().map((element) => element.toHex()));
    const wanted = [75n, 6_075n].map((weight) =>
      [100n, 2n, 3n, 4n, 5n, 6n].map((scalar) => G.multiply(weight * scalar).toHex()),
    );
    expect(sums).toEqual(wanted);
    expect(second?.sums.flat(2).every((element) => element.is0())).toBe(true);
  });
});

describe('counts', () => {
  test('give those that were not sent, and none beyond what was cast', () => {
    expect(figuresOf(draft({}), [1, 3, 6], 12n)).toEqual([
      { cast: 12n, blank: 1n, answers: [3n, 6n, 2n] },
    ]);
    expect(figuresOf(draft({}), [1, 6, 6], 12n)).toBeUndefined();
    expect(figuresOf(draft({}), [1, 12, 0], 12n)).toBeUndefined();
    expect(figuresOf(draft({}), [1, 3], 12n)).toBeUndefined();
    const two = { ...onePerson, choice: { max: 2, min: 1, blank: true } };
    expect(figuresOf(draft({ questions: [two] }), [2, 9, 5, 3], 12n)).toEqual([
      { cast: 12n, blank: 2n, answers: [9n, 5n, 3n] },
    ]);
  });

  const elected = (answers: number[], seats: number, needs?: object) =>
    outcomeOf(
      { ...onePerson, decides: { kind: 'elect', seats, ...(needs && { needs }) } } as never,
      [{ cast: 12n, blank: 0n, answers: answers.map(BigInt) }],
    );

  test('elect those with the most votes, and nobody of those who are tied', () => {
    const outcome = (answers: number[], tied: number[]) => ({ kind: 'elected', answers, tied });
    expect(elected([5, 4, 3], 1)).toEqual(outcome([0], []));
    expect(elected([4, 4, 4], 2)).toEqual(outcome([], [0, 1, 2]));
    expect(elected([2, 8, 2], 2)).toEqual(outcome([1], [0, 2]));
    expect(elected([0, 12, 0], 2)).toEqual(outcome([1], []));
    const half = { num: 1, den: 2, compare: 'more-than' };
    expect(elected([6, 6, 0], 1, half)).toEqual(outcome([], []));
    expect(elected([5, 7, 0], 1, half)).toEqual(outcome([1], []));
  });

  test('approve in every measure, and never of nothing', () => {
    const approved = (of: string, ...measures: [number, number, number][]) =>
      outcomeOf(
        {
          ...onePerson,
          decides: { kind: 'approve', of, needs: { num: 0, den: 1, compare: 'at-least' } },
        } as never,
        measures.map(([cast, blank, first]) => {
          return { cast: BigInt(cast), blank: BigInt(blank), answers: [BigInt(first), 0n] };
        }),
      );
    expect(approved('ballots', [12, 12, 0])).toEqual({ kind: 'approved', isApproved: true });
    expect(approved('answers', [12, 12, 0])).toEqual({ kind: 'approved', isApproved: false });
    expect(approved('answers', [12, 2, 5], [9, 9, 0])).toMatchObject({ isApproved: false });
  });
});
