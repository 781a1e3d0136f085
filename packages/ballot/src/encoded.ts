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
  variant,
} from '@madang/base';
import { type Ballot, type Election, questionShape } from './election.ts';
import { MAX_QUESTIONS } from './question.ts';
import { type Surrender, verifySurrender } from './surrender.ts';
import { verifyBallots } from './verify.ts';

// Elections, and what their keys prove, as bytes, so that whoever carries them to where they are
// verified need not know what they are.

const hash = fixedBytes(32);
const MAX_SELECTION_BYTES = 65_536;

const electionShape = record({
  chain: hash,
  election: hash,
  key: hash,
  voterBase: hash,
  questions: list(questionShape, { min: 1, max: MAX_QUESTIONS }),
});

const ofKey = {
  voter: hash,
  sequence: uint({ max: 0xffffffff }),
  previous: optional(hash),
};

/** What a voter's key proves. */
const ownShape = variant('kind', {
  ballot: { ...ofKey, selections: bytes({ max: MAX_SELECTION_BYTES }) },
  surrender: { ...ofKey, batch: hash },
});
type Own = TypeOf<typeof ownShape>;

/** An election as {@link verifyEncoded} takes it. */
export function encodeElection(election: Election): Uint8Array {
  return encodeKnown(electionShape, { ...election, questions: [...election.questions] });
}

/** A ballot as {@link verifyEncoded} takes it. */
export function encodeBallot(ballot: Ballot): Uint8Array {
  return encodeKnown(ownShape, { kind: 'ballot', ...withoutNothing(ballot) });
}

/** A surrender as {@link verifyEncoded} takes it. */
export function encodeSurrender(surrender: Surrender): Uint8Array {
  return encodeKnown(ownShape, { kind: 'surrender', ...withoutNothing(surrender) });
}

function withoutNothing<T extends { readonly previous?: Uint8Array | undefined }>(given: T) {
  const { previous, ...rest } = given;
  return previous === undefined ? rest : { ...rest, previous };
}

/** A ballot or a surrender as bytes, with what proves it. */
export interface EncodedProof {
  readonly own: Uint8Array;
  /** The hash of the body of the transaction that carries it. */
  readonly bodyHash: Uint8Array;
  readonly proof: Uint8Array;
}

/**
 * The verdicts of `verifyBallots` on encoded ballots of one election, and of `verifySurrender` on
 * surrenders; bytes that are no election, or neither of them, have no valid proof. `chance`: 32
 * bytes that whoever made the ballots could not know.
 */
export function verifyEncoded(
  election: Uint8Array,
  all: readonly EncodedProof[],
  chance: Uint8Array,
): readonly boolean[] {
  const of = decode(electionShape, election);
  if (!of.ok) return all.map(() => false);
  const decoded = all.map((one) => ({ ...one, own: ownOf(one.own) }));
  const ballots = decoded.flatMap(({ own, bodyHash, proof }) =>
    own?.kind === 'ballot' ? [{ ballot: own, bodyHash, proof }] : [],
  );
  const verdicts = verifyBallots(of.value, ballots, chance).values();
  return decoded.map(({ own, bodyHash, proof }) => {
    if (own === undefined) return false;
    if (own.kind === 'ballot') return verdicts.next().value === true;
    return verifySurrender(of.value, { surrender: own, bodyHash, proof });
  });
}

function ownOf(encoded: Uint8Array): Own | undefined {
  const decoded = decode(ownShape, encoded);
  return decoded.ok ? decoded.value : undefined;
}
