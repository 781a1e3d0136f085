import {
  bytes,
  decode,
  encodeKnown,
  fixedBytes,
  list,
  optional,
  record,
  type TypeOf,
  uint,
} from '@madang/base';
import { type Ballot, type Election, questionShape } from './election.ts';
import { MAX_QUESTIONS } from './question.ts';
import { verifyBallots } from './verify.ts';

// Elections and ballots as bytes, so that whoever carries them to where they are verified need not
// know what they are.

const hash = fixedBytes(32);
const MAX_SELECTION_BYTES = 65_536;

const electionShape = record({
  chain: hash,
  election: hash,
  key: hash,
  voterBase: hash,
  questions: list(questionShape, { min: 1, max: MAX_QUESTIONS }),
});

const ballotShape = record({
  voter: hash,
  sequence: uint({ max: 0xffffffff }),
  previous: optional(hash),
  selections: bytes({ max: MAX_SELECTION_BYTES }),
});

/** An election as {@link verifyEncoded} takes it. */
export function encodeElection(election: Election): Uint8Array {
  return encodeKnown(electionShape, { ...election, questions: [...election.questions] });
}

/** A ballot as {@link verifyEncoded} takes it. */
export function encodeBallot(ballot: Ballot): Uint8Array {
  const { previous, ...rest } = ballot;
  return encodeKnown(ballotShape, previous === undefined ? rest : { ...rest, previous });
}

/** A ballot as bytes, with what proves it. */
export interface EncodedCast {
  readonly ballot: Uint8Array;
  /** The hash of the body of the transaction that carries it. */
  readonly bodyHash: Uint8Array;
  readonly proof: Uint8Array;
}

/**
 * The verdicts of `verifyBallots` on encoded ballots of one election; bytes that are no election,
 * or no ballot, have no valid proof. `chance`: 32 bytes that whoever made the ballots could not
 * know.
 */
export function verifyEncoded(
  election: Uint8Array,
  all: readonly EncodedCast[],
  chance: Uint8Array,
): readonly boolean[] {
  const of = decode(electionShape, election);
  if (!of.ok) return all.map(() => false);
  const decoded = all.map((one) => ({ ...one, ballot: ballotOf(one.ballot) }));
  const readable = decoded.flatMap(({ ballot, bodyHash, proof }) =>
    ballot === undefined ? [] : [{ ballot, bodyHash, proof }],
  );
  const verdicts = verifyBallots(of.value, readable, chance).values();
  return decoded.map(({ ballot }) => ballot !== undefined && verdicts.next().value === true);
}

function ballotOf(encoded: Uint8Array): TypeOf<typeof ballotShape> | undefined {
  const decoded = decode(ballotShape, encoded);
  return decoded.ok ? decoded.value : undefined;
}
