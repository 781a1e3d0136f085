import { describe, expect, it } from 'vitest';
import { encryptBallot, reopenBallot } from '../src/index.ts';
import { chanceFrom, electionOf, kinds } from './voting.ts';

const voter = new Uint8Array(32).fill(1);

describe('a ballot that is opened in place of being cast', () => {
  it.each(kinds)('of $name is made again from the vote and its randoms', ({ question, votes }) => {
    const { election } = electionOf([question]);
    for (const chosen of votes) {
      const vote = { voter, sequence: 0, chosen: [chosen] };
      const { ballot, randoms } = encryptBallot(election, vote, chanceFrom(7));
      expect(reopenBallot(election, vote, randoms)).toEqual(ballot);
      const others = votes.filter((one) => one !== chosen);
      for (const other of others) {
        const claimed = { ...vote, chosen: [other] };
        expect(reopenBallot(election, claimed, randoms)?.selections).not.toEqual(ballot.selections);
      }
    }
  });

  it('is none with a vote that is not allowed, or with randoms that are missing or no scalars', () => {
    const [one] = kinds;
    const question = one?.question ?? { answers: 1 };
    const { election } = electionOf([question]);
    const vote = { voter, sequence: 0, chosen: [[0]] };
    const { randoms } = encryptBallot(election, vote, chanceFrom(7));
    expect(reopenBallot(election, { ...vote, chosen: [[0, 1]] }, randoms)).toBeUndefined();
    expect(reopenBallot(election, { ...vote, chosen: [] }, randoms)).toBeUndefined();
    expect(reopenBallot(election, { ...vote, chosen: [[0], [0]] }, randoms)).toBeUndefined();
    expect(reopenBallot(election, vote, randoms.slice(1))).toBeUndefined();
    const wrong = randoms.map(() => new Uint8Array(32).fill(255));
    expect(reopenBallot(election, vote, wrong)).toBeUndefined();
  });
});
