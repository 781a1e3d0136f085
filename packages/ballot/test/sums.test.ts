import { combine, GENERATOR, negateElement, ONE, scalarOf } from '@madang/ristretto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addSelections,
  countsOf,
  emptySums,
  type Question,
  subtractSelections,
} from '../src/index.ts';
import { selectedBy, sentOf } from '../src/question.ts';
import { castBallot, electionOf, kinds, ONE_OF_FIVE } from './voting.ts';

const LARGEST = 2 ** 32 - 1;

describe('sums', () => {
  const { election, secret, chance } = electionOf([ONE_OF_FIVE]);
  const [first, second] = [[0], [2]].map((chosen) => castBallot(election, [chosen], chance).ballot);
  const [one, two] = [first?.selections ?? expect.fail(), second?.selections ?? expect.fail()];

  it('of no ballots are identities', () => {
    expect(emptySums([ONE_OF_FIVE, { answers: 3 }])).toEqual(new Uint8Array((4 + 3) * 64));
    expect(emptySums([])).toHaveLength(0);
  });

  it('hold what each ballot says as often as it counts', () => {
    let sums = addSelections(emptySums([ONE_OF_FIVE]), one, 5);
    sums = addSelections(sums, two, LARGEST);
    sums = addSelections(sums, two, 1);
    const counts = [5, 0, 2 ** 32, 0];
    for (const [at, count] of counts.entries()) {
      const [a, b] = [sums.slice(64 * at, 64 * at + 32), sums.slice(64 * at + 32, 64 * at + 64)];
      const opened = combine([ONE, b], [secret, negateElement(a)]);
      expect(opened).toEqual(combine([scalarOf(count), GENERATOR]));
    }
  });

  it('do not depend on the order, and are what they were once a ballot is taken away', () => {
    const none = emptySums([ONE_OF_FIVE]);
    const both = addSelections(addSelections(none, one, 3), two, 70_000);
    expect(addSelections(addSelections(none, two, 70_000), one, 3)).toEqual(both);
    const left = subtractSelections(both, one, 3);
    expect(left).toEqual(addSelections(none, two, 70_000));
    expect(left).not.toEqual(both);
    expect(subtractSelections(left, two, 70_000)).toEqual(none);
    expect(subtractSelections(addSelections(none, one, 1), one, 1)).toEqual(none);
  });

  it('take no weight that is none, and no ballot of other questions', () => {
    const none = emptySums([ONE_OF_FIVE]);
    for (const weight of [0, -1, 0.5, 2 ** 32]) {
      expect(() => addSelections(none, one, weight)).toThrow('a weight of a ballot');
      expect(() => subtractSelections(none, one, weight)).toThrow('a weight of a ballot');
    }
    expect(() => addSelections(emptySums([{ answers: 3 }]), one, 1)).toThrow('same questions');
  });
});

describe('counts', () => {
  const questions = kinds.map(({ question }) => question);

  it('are those of all votes, whatever was sent', () => {
    const ballots = fc.array(
      fc.record({
        votes: fc.tuple(...kinds.map(({ votes }) => fc.constantFrom(...votes))),
        weight: fc.integer({ min: 1, max: 1_000_000 }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(ballots, (all) => {
        const sum = (of: (one: (typeof all)[number]) => number) =>
          all.reduce((total, one) => total + one.weight * of(one), 0);
        const sent = questions.flatMap((question, at) =>
          Array.from({ length: sentOf(question) }, (_, n) =>
            sum(({ votes }) => selectedBy(question, votes[at] ?? [])[n] ?? 0),
          ),
        );
        const expected = questions.map((question, at) => {
          const answers = Array.from({ length: question.answers }, (_, answer) =>
            sum(({ votes }) => (votes[at]?.includes(answer) === true ? 1 : 0)),
          );
          const blank = sum(({ votes }) => (votes[at]?.length === 0 ? 1 : 0));
          return question.choice?.blank === true ? { blank, answers } : { answers };
        });
        expect(
          countsOf(
            questions,
            sent,
            sum(() => 1),
          ),
        ).toEqual(expected);
      }),
    );
  });

  const blankable: Question = { answers: 2, choice: { min: 1, max: 2, blank: true } };

  it.each([
    ['one too few', ONE_OF_FIVE, [1, 2, 3], 10],
    ['one too many', ONE_OF_FIVE, [1, 2, 3, 0, 0], 10],
    ['a negative one', ONE_OF_FIVE, [-1, 2, 3, 4], 10],
    ['one that is no whole number', ONE_OF_FIVE, [0.5, 0.5, 3, 4], 10],
    ['more than there are votes together', ONE_OF_FIVE, [4, 3, 2, 2], 10],
    ['more than there are votes', { answers: 2 }, [11, 0], 10],
    ['more blank votes than votes', blankable, [11, 0, 0], 10],
    ['a negative number of blank votes', blankable, [-1, 11, 11], 10],
    ['a last one that more votes than there are would have', blankable, [0, 0, 5], 10],
    ['more than there are votes that are not blank', blankable, [8, 3, 1], 10],
  ] as const)('are none with %s', (_, question, sent, total) => {
    expect(countsOf([question], sent, total)).toBeUndefined();
  });

  it('are some up to these bounds', () => {
    expect(countsOf([ONE_OF_FIVE], [4, 3, 2, 1], 10)).toEqual([{ answers: [4, 3, 2, 1, 0] }]);
    expect(countsOf([{ answers: 2 }], [10, 0], 10)).toEqual([{ answers: [10, 0] }]);
    expect(countsOf([blankable], [10, 0, 0], 10)).toEqual([{ blank: 10, answers: [0, 0] }]);
    expect(countsOf([blankable], [8, 2, 1], 10)).toEqual([{ blank: 8, answers: [2, 1] }]);
    expect(countsOf([], [], 10)).toEqual([]);
  });
});
