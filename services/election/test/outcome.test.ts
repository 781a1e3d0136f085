import { effort } from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomesOf } from '../chain/outcome.ts';
import type { Asked } from '../chain/schema.ts';
import { type Decides, type ModelCounts, type ModelShare, modelOutcome } from './model.ts';
import { electionOf, revealedOf } from './outcomes.ts';

const choice = { blank: true, max: 1, min: 1 };
const one = (decides: Decides, answers: number): Asked => ({ answers, choice, decides });

const turnout = (cast: readonly number[], eligible: readonly number[]) => ({
  voters: 10,
  ballots: 10,
  cast: [...cast],
  eligible: [...eligible],
});

/** What blank votes and answers come to, a list for each measure. */
function outcome(decides: Decides, ...measures: readonly (readonly number[])[]) {
  const answers = (measures[0]?.length ?? 1) - 1;
  const names = (['heads', 'area'] as const).slice(0, measures.length);
  const election = electionOf(one(decides, answers), { measures: names });
  const sums = measures.map((counts, measure) => revealedOf(measure, counts));
  return outcomesOf(election, turnout([1, 1], [1, 1]), sums).outcomes[0];
}

const half = (compare: ModelShare['compare']): ModelShare => ({ num: 1, den: 2, compare });

describe('who is elected', () => {
  const elect = (seats: number, needs?: ModelShare): Decides => ({
    kind: 'elect',
    seats,
    ...(needs === undefined ? {} : { needs }),
  });
  const ofAll = { num: 1, den: 1, compare: 'at-least' } as const;

  it.each<[string, Decides, readonly number[], readonly (readonly number[])[]]>([
    ['the one with the most votes', elect(1), [0, 3, 5, 2], [[1], []]],
    ['nobody, where two tie for the only seat', elect(1), [0, 5, 5, 2], [[], [0, 1]]],
    ['who does not tie for the last seat', elect(2), [0, 4, 6, 4], [[1], [0, 2]]],
    ['nobody, where three tie for two seats', elect(2), [0, 4, 4, 4], [[], [0, 1, 2]]],
    ['all that there are seats for', elect(2), [0, 4, 4, 1], [[0, 1], []]],
    ['both of those who tie for two seats', elect(2), [0, 1, 4, 4], [[1, 2], []]],
    ['a tie below the seats is none', elect(1), [0, 6, 2, 2], [[0], []]],
    ['whoever has votes, where seats are left', elect(3), [0, 0, 1, 7], [[1, 2], []]],
    ['nobody, where nobody has a vote', elect(2), [9, 0, 0, 0], [[], []]],
    ['nobody, where all is blank and one seat', elect(1), [12, 0], [[], []]],
    ['nobody, where nothing was cast', elect(1), [0, 0, 0], [[], []]],
    ['in the order of the ballot, not of the votes', elect(2), [0, 1, 3, 9], [[1, 2], []]],
    ['with one vote of all', elect(1), [9, 0, 1], [[1], []]],
    ['with just half, if that is enough', elect(1, half('at-least')), [1, 5, 4], [[0], []]],
    ['with just half, not if more is asked for', elect(1, half('more-than')), [1, 5, 4], [[], []]],
    ['with one more than half', elect(1, half('more-than')), [1, 6, 4], [[0], []]],
    ['of all that is cast: blank votes count', elect(1, half('at-least')), [2, 5, 4], [[], []]],
    ['only those of a tie who have the share', elect(1, half('at-least')), [0, 5, 5], [[], [0, 1]]],
    ['without the votes of those below it', elect(2, half('at-least')), [0, 6, 4], [[0], []]],
    ['with all votes, if all are asked for', elect(1, ofAll), [0, 8], [[0], []]],
    ['not with all but a blank one', elect(1, ofAll), [1, 8], [[], []]],
  ])('%s', (_, decides, counts, [answers, tied]) => {
    expect(outcome(decides, counts)).toEqual({ kind: 'elected', answers, tied });
  });

  it('is said by the first measure alone', () => {
    const expected = { kind: 'elected', answers: [0], tied: [] };
    expect(outcome(elect(1), [0, 6, 4], [0, 1, 900])).toEqual(expected);
    expect(outcome(elect(1, half('more-than')), [0, 6, 4], [0, 1, 900])).toEqual(expected);
  });
});

describe('what is approved', () => {
  const approve = (of: 'ballots' | 'answers', needs: ModelShare): Decides => ({
    kind: 'approve',
    needs,
    of,
  });
  const twoThirds = { num: 2, den: 3, compare: 'at-least' } as const;

  it.each<[string, Decides, readonly (readonly number[])[], boolean]>([
    ['half, of at least half', approve('ballots', half('at-least')), [[0, 5, 5]], true],
    ['half, of more than half', approve('ballots', half('more-than')), [[0, 5, 5]], false],
    ['one more', approve('ballots', half('more-than')), [[0, 6, 5]], true],
    ['half of ballots with a blank one', approve('ballots', half('at-least')), [[1, 5, 5]], false],
    ['half of answers with a blank one', approve('answers', half('at-least')), [[1, 5, 5]], true],
    ['most answers, few ballots', approve('answers', half('more-than')), [[90, 2, 1]], true],
    ['few of the ballots', approve('ballots', half('more-than')), [[90, 2, 1]], false],
    ['blank votes only, of answers', approve('answers', half('at-least')), [[12, 0, 0]], false],
    ['blank votes only, of ballots', approve('ballots', half('at-least')), [[12, 0, 0]], false],
    ['nothing at all', approve('ballots', half('at-least')), [[0, 0, 0]], false],
    [
      'a share of nothing, even none',
      approve('answers', { ...twoThirds, num: 0 }),
      [[5, 0, 0]],
      false,
    ],
    ['no share of something', approve('ballots', { ...twoThirds, num: 0 }), [[5, 0, 0]], true],
    ['two thirds exactly', approve('ballots', twoThirds), [[0, 8, 4]], true],
    ['a thousandth below', approve('ballots', twoThirds), [[0, 1999, 1001]], false],
    [
      'both measures',
      approve('ballots', half('more-than')),
      [
        [0, 7, 5],
        [0, 70, 69],
      ],
      true,
    ],
    [
      'heads, not area',
      approve('ballots', half('more-than')),
      [
        [0, 7, 5],
        [0, 69, 70],
      ],
      false,
    ],
    [
      'area, not heads',
      approve('ballots', half('more-than')),
      [
        [0, 6, 6],
        [0, 70, 5],
      ],
      false,
    ],
  ])('%s', (_, decides, counts, isApproved) => {
    expect(outcome(decides, ...counts)).toEqual({ kind: 'approved', isApproved });
  });

  it('is exact where numbers of doubles are not', () => {
    const needs = { num: 999_999, den: 1_000_000, compare: 'at-least' } as const;
    const all = 2 ** 36;
    const yes = Math.ceil((all * 999_999) / 1_000_000);
    const decides = approve('ballots', needs);
    expect(outcome(decides, [0, yes, all - yes])).toMatchObject({ isApproved: true });
    expect(outcome(decides, [0, yes - 1, all - yes + 1])).toMatchObject({ isApproved: false });
  });
});

describe('what is asked for information', () => {
  it('decides nothing', () => {
    expect(outcome({ kind: 'inform' }, [0, 5, 5])).toEqual({ kind: 'informed' });
  });
});

/** What was cast and what could be, by heads and by area. */
type Weighed = readonly [cast: readonly number[], eligible: readonly number[]];

describe('the turnout', () => {
  const question = one({ kind: 'inform' }, 2);
  const isMet = (needed: ModelShare | undefined, [cast, eligible]: Weighed) => {
    const asked = needed === undefined ? {} : { turnout: needed };
    const election = electionOf(question, { ...asked, measures: ['heads', 'area'] });
    const sums = [revealedOf(0, [0, 5, 5]), revealedOf(1, [0, 5, 5])];
    return outcomesOf(election, turnout(cast, eligible), sums).isTurnoutMet;
  };

  it.each<[string, ModelShare | undefined, Weighed, boolean]>([
    [
      'none is asked for',
      undefined,
      [
        [1, 1],
        [9, 9],
      ],
      true,
    ],
    [
      'just half',
      half('at-least'),
      [
        [5, 50],
        [10, 100],
      ],
      true,
    ],
    [
      'just half of one',
      half('more-than'),
      [
        [6, 50],
        [10, 100],
      ],
      false,
    ],
    [
      'more than half of both',
      half('more-than'),
      [
        [6, 51],
        [10, 100],
      ],
      true,
    ],
    [
      'enough heads, not area',
      half('at-least'),
      [
        [6, 49],
        [10, 100],
      ],
      false,
    ],
    [
      'enough area, not heads',
      half('at-least'),
      [
        [4, 90],
        [10, 100],
      ],
      false,
    ],
    [
      'all',
      { num: 1, den: 1, compare: 'at-least' },
      [
        [10, 100],
        [10, 100],
      ],
      true,
    ],
  ])('%s', (_, needed, weighed, expected) => {
    expect(isMet(needed, weighed)).toBe(expected);
  });
});

describe('several sums', () => {
  it('decide together, each measure by itself', () => {
    const decides: Decides = { kind: 'approve', needs: half('more-than'), of: 'ballots' };
    const election = electionOf(one(decides, 2), { measures: ['heads', 'area'] });
    const sums = [
      revealedOf(0, [0, 4, 6]),
      revealedOf(1, [0, 400, 6]),
      revealedOf(0, [0, 9, 1]),
      revealedOf(1, [0, 1, 9]),
    ];
    const { outcomes } = outcomesOf(election, turnout([20, 416], [20, 416]), sums);
    expect(outcomes).toEqual([{ kind: 'approved', isApproved: true }]);
  });

  it('come to what the specification says, whatever the counts', () => {
    const share = fc.record({
      num: fc.nat({ max: 4 }),
      den: fc.constant(4),
      compare: fc.constantFrom('at-least' as const, 'more-than' as const),
    });
    const decides: fc.Arbitrary<Decides> = fc.oneof(
      fc
        .record({ seats: fc.integer({ min: 1, max: 4 }), needs: fc.option(share) })
        .map(({ seats, needs }) => ({
          kind: 'elect' as const,
          seats,
          ...(needs ? { needs } : {}),
        })),
      fc.record({
        kind: fc.constant('approve' as const),
        needs: share,
        of: fc.constantFrom('ballots' as const, 'answers' as const),
      }),
    );
    const counts = fc.array(fc.nat({ max: 4 }), { minLength: 5, maxLength: 5 });
    const modelled = ([blank = 0, ...answers]: readonly number[]): ModelCounts => ({
      cast: answers.reduce((sum, each) => sum + each, blank),
      blank,
      answers,
    });
    fc.assert(
      fc.property(decides, counts, counts, (rule, first, second) => {
        const expected = modelOutcome(rule, [modelled(first), modelled(second)]);
        expect(outcome(rule, first, second)).toEqual(expected);
      }),
      { seed: 20_261_128, numRuns: effort(3_000, 100_000) },
    );
  });
});
