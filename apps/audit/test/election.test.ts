import { describe, expect, test } from 'vitest';
import { figuresOf, groupsOf, outcomeOf } from '../src/sums.mjs';

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
    const voters = sizes.flatMap((size, building) =>
      Array.from({ length: size }, () => ({ building, weights: [1n] })),
    );
    return groupsOf(draft({ results, buildings }), voters).map((group) => [
      group.buildings,
      group.voters.length,
    ]);
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
