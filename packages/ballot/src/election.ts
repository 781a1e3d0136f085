import { bool, concat, encodeKnown, list, optional, record, u32be, uint } from '@madang/base';
import { sha256, tag } from '@madang/crypto';
import { MAX_QUESTIONS, type Question } from './question.ts';

/** What every ballot of an election is bound to. */
export interface Election {
  /** The genesis hash of the ledger. */
  readonly chain: Uint8Array;
  /** The hash of everything that was fixed when the election was opened. */
  readonly election: Uint8Array;
  /** The key for which all votes are encrypted. */
  readonly key: Uint8Array;
  /** The base of the voters' keys: the generator, or what the mixes of the keys made of it. */
  readonly voterBase: Uint8Array;
  readonly questions: readonly Question[];
}

/** A ballot without its proofs. */
export interface Ballot {
  /** The voter's key in this election. */
  readonly voter: Uint8Array;
  /** How many ballots of this key came before. */
  readonly sequence: number;
  /** The fingerprint of the one right before, if there is one. */
  readonly previous?: Uint8Array | undefined;
  /** The selections that are sent, one behind the other, 64 bytes each. */
  readonly selections: Uint8Array;
}

const BALLOT_TAG = tag('madang/ballot/1');
const NO_BALLOT = new Uint8Array(32);

/** A question as it is encoded. */
export const questionShape = record({
  answers: uint(),
  choice: optional(record({ blank: bool(), max: uint(), min: uint() })),
});

const questionShapes = list(questionShape, { max: MAX_QUESTIONS });

/**
 * What a ballot is called by, on receipts too. It is the whole statement of which all of its proofs
 * speak.
 */
export function ballotFingerprint(election: Election, ballot: Ballot): Uint8Array {
  const { chain, election: id, key, voterBase, questions } = election;
  const { voter, sequence, previous = NO_BALLOT, selections } = ballot;
  const asked = encodeKnown(questionShapes, questions);
  const bound = concat(chain, id, key, voterBase, u32be(asked.length), asked);
  const own = concat(voter, u32be(sequence), previous, u32be(selections.length), selections);
  return sha256(BALLOT_TAG, bound, own);
}
