import { describe, expect, it } from 'vitest';
import { close, decryptAll, open, resultOf, vote } from './world.ts';

describe('an election', () => {
  it('is opened, voted in, closed, decrypted by two of three, and counted', () => {
    const world = open({ voters: Array.from({ length: 14 }, () => 0) });
    const votes = [0, 1, 1, 2, 1, 0, 1, 1, undefined, 2, 1, 0];
    for (const [person, choice] of votes.entries()) {
      expect(vote(world, person, [choice === undefined ? [] : [choice]])).toBe('done');
    }
    expect(close(world)).toBe('done');
    decryptAll(world, [1, 3]);
    expect(resultOf(world)).toEqual({
      status: 'decided',
      sums: 1,
      announced: 1,
      isTurnoutMet: true,
      questions: [
        {
          measures: [{ cast: 12, blank: 1, answers: [3, 6, 2] }],
          outcome: { kind: 'elected', answers: [1], tied: [] },
        },
      ],
    });
  });
});
