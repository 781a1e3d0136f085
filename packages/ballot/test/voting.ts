import { concat } from '@madang/base';
import { combine, GENERATOR, reduceWide } from '@madang/ristretto';
import { randomFrom } from '@madang/testkit';
import {
  type CastBallot,
  type Chance,
  type Election,
  encryptBallot,
  type Question,
  signBallot,
  voterKey,
} from '../src/index.ts';

/** Choose one of five. */
export const ONE_OF_FIVE: Question = { answers: 5, choice: { min: 1, max: 1, blank: false } };

const choose = (min: number, max: number, blank = false) => ({ min, max, blank });

/** Questions of every kind, and votes on each. */
export const kinds: readonly {
  readonly name: string;
  readonly question: Question;
  readonly votes: readonly (readonly number[])[];
}[] = [
  { name: 'one of five', question: ONE_OF_FIVE, votes: [[0], [4]] },
  { name: 'one of two', question: { answers: 2, choice: choose(1, 1) }, votes: [[1]] },
  {
    name: 'one of three or blank',
    question: { answers: 3, choice: choose(1, 1, true) },
    votes: [[], [2]],
  },
  {
    name: 'at most two of four',
    question: { answers: 4, choice: choose(0, 2) },
    votes: [[], [1], [0, 3]],
  },
  {
    name: 'two or three of four, or blank',
    question: { answers: 4, choice: choose(2, 3, true) },
    votes: [[], [1, 2], [0, 1, 3]],
  },
  {
    name: 'all but one of four',
    question: { answers: 4, choice: choose(3, 3) },
    votes: [[0, 2, 3]],
  },
  { name: 'any of three', question: { answers: 3 }, votes: [[], [1], [0, 1, 2]] },
];

/** Bytes of chance that are the same for a seed. */
export function chanceFrom(seed: number): Chance {
  const random = randomFrom(seed);
  return () => Uint8Array.from({ length: 64 }, () => random.below(256));
}

/** An election of these questions, and the secret of its key. */
export function electionOf(questions: readonly Question[], seed = 1) {
  const chance = chanceFrom(seed);
  const secret = reduceWide(chance());
  const election: Election = {
    chain: chance().slice(0, 32),
    election: chance().slice(0, 32),
    key: combine([secret, GENERATOR]),
    voterBase: GENERATOR,
    questions,
  };
  return { election, secret, chance };
}

/** A ballot with all of its proofs. */
export function castBallot(
  election: Election,
  chosen: readonly (readonly number[])[],
  chance: Chance,
): CastBallot & { readonly secret: Uint8Array } {
  const secret = reduceWide(chance());
  const voter = voterKey(secret, election.voterBase);
  const made = encryptBallot(election, { voter, sequence: 0, chosen }, chance);
  const bodyHash = chance().slice(0, 32);
  const signed = { fingerprint: made.fingerprint, bodyHash, voter, voterBase: election.voterBase };
  const proof = concat(signBallot(signed, secret, chance()), made.proofs);
  return { ballot: made.ballot, bodyHash, proof, secret };
}
