import { describe, expect, it } from 'vitest';
import { placedVoters, takenRoll, votersOf, withVoter } from '../src/desk/register-roll.ts';

const from = { register: 'ab'.repeat(32), level: 'link' } as const;
const person = (number: number, ...homes: readonly string[]) => ({
  person: number,
  homes: [...homes],
  commitment: 'cd'.repeat(32),
  isReached: true,
});
const numbers = (voters: readonly { person: number }[]) => voters.map((one) => one.person);

describe('a roll that is taken from a register', () => {
  it('has one voter of each home, the first by number', () => {
    const roll = takenRoll(from, [
      person(1, '102동 101호'),
      person(2, '101동 101호'),
      person(3, '101동 101호'),
      person(4, '101동 102호', '102동 101호'),
    ]);
    expect(numbers(votersOf(roll))).toEqual([1, 2, 4]);
    expect(roll.buildings).toEqual(['101동', '102동']);
    expect(votersOf(roll).map(({ building }) => building)).toEqual([1, 0, 0]);
  });

  it('lets another person of a home vote in the place of the first, never both', () => {
    const roll = takenRoll(from, [person(2, '101동 101호'), person(3, '101동 101호')]);
    const other = withVoter(roll, 3, true);
    expect(numbers(votersOf(other))).toEqual([3]);
    expect(numbers(votersOf(withVoter(other, 3, false)))).toEqual([]);
  });

  it('counts those of whom no building is known, and puts them nowhere', () => {
    const roll = takenRoll(from, [person(0), person(1, '별채'), person(2, '가온숲 101동 101호')]);
    expect(roll.homeless).toBe(2);
    expect(roll.buildings).toEqual(['가온숲 101동']);
  });

  it('has no building in which nobody votes', () => {
    const roll = takenRoll(from, [
      person(0, '9동 1호'),
      person(1, '10동 1호'),
      person(2, '11동 1호'),
    ]);
    expect(roll.buildings).toEqual(['9동', '10동', '11동']);
    const { buildings, voters } = placedVoters(withVoter(roll, 1, false));
    expect(buildings).toEqual(['9동', '11동']);
    expect(voters.map(({ person: one, building }) => [one, building])).toEqual([
      [0, 0],
      [2, 1],
    ]);
  });
});
