import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Choice, Election, Question } from './election.ts';
import { G, mod, numberOf, times } from './group.ts';

// The elections and votes of the vectors. All that should be chance is a hash of a name.

export function hashOf(name: string): Uint8Array {
  return sha256(utf8ToBytes(`madang ballot vectors: ${name}`));
}

/** A secret scalar of a name. */
export function secretOf(name: string): bigint {
  return mod(numberOf(sha512(utf8ToBytes(`madang ballot vectors: ${name}`))));
}

const choose = (min: number, max: number, blank = false): Choice => ({ min, max, blank });

export const ONE_OF_TWO: Question = { answers: 2, choice: choose(1, 1) };
export const ONE_OF_THREE: Question = { answers: 3, choice: choose(1, 1) };
export const ONE_OF_FIVE: Question = { answers: 5, choice: choose(1, 1) };
export const ONE_OF_TWENTY_FOUR: Question = { answers: 24, choice: choose(1, 1) };
export const ONE_OF_TWO_OR_BLANK: Question = { answers: 2, choice: choose(1, 1, true) };
export const AT_MOST_TWO_OF_FOUR: Question = { answers: 4, choice: choose(0, 2) };
export const TWO_OR_THREE_OR_BLANK: Question = { answers: 4, choice: choose(2, 3, true) };
export const APPROVAL_OF_ONE: Question = { answers: 1 };
export const APPROVAL_OF_TWO: Question = { answers: 2 };
export const APPROVAL_OF_THREE: Question = { answers: 3 };

/** The secret of Y. */
export const ELECTION_SECRET: bigint = secretOf('key of the votes');

/** What mixes of the voters' keys made of G. */
export const MIXED_BASE: Uint8Array = times(secretOf('mixes of the keys'), G).toBytes();

/** An election on these questions. */
export function electionOf(questions: readonly Question[], change?: Partial<Election>): Election {
  return {
    chain: hashOf('chain'),
    election: hashOf('election'),
    key: times(ELECTION_SECRET, G).toBytes(),
    voterBase: G.toBytes(),
    questions,
    ...change,
  };
}

/** What is voted, in a vector that everybody accepts. */
export interface Case {
  readonly name: string;
  readonly questions: readonly Question[];
  readonly chosen: readonly (readonly number[])[];
  /** The base of the voters' keys is another than the generator. */
  readonly isMixed?: true;
  /** The name of the case whose ballot came before. */
  readonly after?: string;
}

export const cases: readonly Case[] = [
  { name: 'one of two', questions: [ONE_OF_TWO], chosen: [[0]] },
  { name: 'one of five', questions: [ONE_OF_FIVE], chosen: [[2]] },
  { name: 'one of twenty-four', questions: [ONE_OF_TWENTY_FOUR], chosen: [[23]] },
  { name: 'one of at most two of four', questions: [AT_MOST_TWO_OF_FOUR], chosen: [[1]] },
  { name: 'none of at most two of four', questions: [AT_MOST_TWO_OF_FOUR], chosen: [[]] },
  { name: 'two of two or three', questions: [TWO_OR_THREE_OR_BLANK], chosen: [[0, 3]] },
  { name: 'three of two or three', questions: [TWO_OR_THREE_OR_BLANK], chosen: [[0, 1, 3]] },
  { name: 'blank instead of two or three', questions: [TWO_OR_THREE_OR_BLANK], chosen: [[]] },
  { name: 'approval of two of three', questions: [APPROVAL_OF_THREE], chosen: [[0, 2]] },
  { name: 'approval of none of three', questions: [APPROVAL_OF_THREE], chosen: [[]] },
  {
    name: 'three questions',
    questions: [APPROVAL_OF_TWO, ONE_OF_TWO_OR_BLANK, ONE_OF_TWO],
    chosen: [[1], [], [1]],
  },
  { name: 'a revote', questions: [ONE_OF_TWO], chosen: [[1]], after: 'one of two' },
  { name: 'another base of keys', questions: [ONE_OF_TWO], chosen: [[1]], isMixed: true },
];
