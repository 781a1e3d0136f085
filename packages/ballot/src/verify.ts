import { equalBytes } from '@madang/base';
import { sha512 } from '@madang/crypto';
import {
  ELEMENT_BYTES,
  GENERATOR,
  IDENTITY,
  isScalar,
  ONE,
  scalarOf,
  subtractScalars,
  ZERO,
} from '@madang/ristretto';
import { type Ballot, ballotFingerprint, type Election } from './election.ts';
import { type Equation, holdEach, holdTogether } from './equations.ts';
import { isKey } from './key.ts';
import { isQuestion, type Question, selectionsOf, sentOf, weightsOf } from './question.ts';
import {
  CIPHERTEXT_BYTES,
  type CiphertextFactors,
  SELECTION_PROOF_BYTES,
  scalarsOf,
  selectionEquations,
} from './selection.ts';
import { SIGNATURE_BYTES, signatureEquation } from './signature.ts';

const HASH_BYTES = 32;

/** A ballot as it was cast. */
export interface CastBallot {
  readonly ballot: Ballot;
  /** The hash of the body of the transaction that carries it. */
  readonly bodyHash: Uint8Array;
  /** The voter's signature, then a proof for each selection. */
  readonly proof: Uint8Array;
}

/**
 * The verdict on a ballot: its signature, and that each selection is 0 or 1. Who may vote, and
 * whether the election is open, is not asked here.
 */
export function verifyBallot(election: Election, cast: CastBallot): boolean {
  const equations = equationsOf(election, cast);
  return equations !== undefined && holdEach(equations);
}

/**
 * The verdicts on many ballots, the same as one by one. They are verified together, and in halves
 * where they do not hold. `chance`: 32 bytes that whoever made the ballots could not know.
 */
export function verifyBallots(
  election: Election,
  all: readonly CastBallot[],
  chance: Uint8Array,
): readonly boolean[] {
  const stated = all.map((cast) => equationsOf(election, cast));
  const formed = stated.flatMap((equations, at) =>
    equations === undefined ? [] : [{ at, equations }],
  );
  const verdicts = all.map(() => false);
  const seed = sha512(
    chance,
    ...all.flatMap(({ ballot, bodyHash, proof }) => [ballot.selections, bodyHash, proof]),
  );
  for (const at of holding(formed, seed)) verdicts[at] = true;
  return verdicts;
}

interface Stated {
  readonly at: number;
  readonly equations: readonly Equation[];
}

/** Where those stand that hold. */
function holding(stated: readonly Stated[], seed: Uint8Array): readonly number[] {
  if (stated.length === 0) return [];
  const equations = stated.flatMap((one) => one.equations);
  if (holdTogether(equations, seed)) return stated.map(({ at }) => at);
  // Equations that all hold do so together: one that stands alone does not hold.
  if (stated.length === 1) return [];
  const middle = stated.length >> 1;
  const halves = [stated.slice(0, middle), stated.slice(middle)] as const;
  return halves.flatMap((half, side) => holding(half, sha512(seed, Uint8Array.of(side))));
}

/**
 * What a ballot's signature and proofs state; nothing if its bytes are not formed as they must be.
 */
function equationsOf(election: Election, cast: CastBallot): readonly Equation[] | undefined {
  const { ballot, bodyHash, proof } = cast;
  const { voterBase } = election;
  if (!isFormed(election, cast)) return undefined;
  const fingerprint = ballotFingerprint(election, ballot);
  const signed = { fingerprint, bodyHash, voter: ballot.voter, voterBase };
  const equations: Equation[] = [signatureEquation(signed, proof.subarray(0, SIGNATURE_BYTES))];
  let sent = 0;
  let proven = SIGNATURE_BYTES;
  for (const [question, asked] of election.questions.entries()) {
    const end = sent + sentOf(asked) * CIPHERTEXT_BYTES;
    const ciphertexts = ciphertextsOf(asked, ballot.selections.subarray(sent, end));
    sent = end;
    for (const [selection, ciphertext] of ciphertexts.entries()) {
      const own = proof.subarray(proven, proven + SELECTION_PROOF_BYTES);
      proven += SELECTION_PROOF_BYTES;
      const place = { ballot: fingerprint, question, selection };
      const bases = { generator: GENERATOR, key: election.key };
      equations.push(...selectionEquations(place, ciphertext, own, bases));
    }
  }
  return equations;
}

/**
 * Whether questions can be asked like this, lengths are right, scalars are scalars, and keys and
 * each ciphertext are something.
 */
function isFormed(election: Election, cast: CastBallot): boolean {
  const { voter, selections, sequence } = cast.ballot;
  if (!election.questions.every(isQuestion) || !hasLengths(election, cast)) return false;
  if (![election.key, election.voterBase, voter].every(isKey) || !isSequence(sequence))
    return false;
  for (let at = 0; at < selections.length; at += CIPHERTEXT_BYTES) {
    if (equalBytes(selections.subarray(at, at + ELEMENT_BYTES), IDENTITY)) return false;
  }
  return scalarsIn(cast.proof).every(isScalar);
}

function isSequence(sequence: number): boolean {
  return Number.isInteger(sequence) && sequence >= 0 && sequence <= 0xffffffff;
}

function hasLengths({ questions }: Election, { ballot, bodyHash, proof }: CastBallot): boolean {
  const total = (count: (question: Question) => number): number =>
    questions.reduce((sum, one) => sum + count(one), 0);
  const proofs = total((one) => selectionsOf(one).length);
  return (
    bodyHash.length === HASH_BYTES &&
    (ballot.previous?.length ?? HASH_BYTES) === HASH_BYTES &&
    proof.length === SIGNATURE_BYTES + proofs * SELECTION_PROOF_BYTES &&
    ballot.selections.length === total(sentOf) * CIPHERTEXT_BYTES
  );
}

/** The response of the signature, and the scalars of each proof. */
function scalarsIn(proof: Uint8Array): readonly Uint8Array[] {
  const scalars = [proof.subarray(ELEMENT_BYTES, SIGNATURE_BYTES)];
  for (let at = SIGNATURE_BYTES; at < proof.length; at += SELECTION_PROOF_BYTES) {
    scalars.push(...scalarsOf(proof.subarray(at, at + SELECTION_PROOF_BYTES)));
  }
  return scalars;
}

/** The ciphertexts of a question as factors; the last one is what the others leave of the sum. */
function ciphertextsOf(question: Question, sent: Uint8Array): readonly CiphertextFactors[] {
  const ciphertexts = Array.from({ length: sent.length / CIPHERTEXT_BYTES }, (_, at) => {
    const from = at * CIPHERTEXT_BYTES;
    const a = sent.subarray(from, from + ELEMENT_BYTES);
    const b = sent.subarray(from + ELEMENT_BYTES, from + CIPHERTEXT_BYTES);
    return { a: [[ONE, a]], b: [[ONE, b]] } as const;
  });
  const { choice } = question;
  if (choice === undefined) return ciphertexts;
  const weights = weightsOf(question).map((weight) => subtractScalars(ZERO, scalarOf(weight)));
  const left = (of: 'a' | 'b'): Equation =>
    ciphertexts.map((one, at) => [weights[at] ?? ZERO, one[of][0][1]]);
  const last = { a: left('a'), b: [...left('b'), [scalarOf(choice.max), GENERATOR] as const] };
  return [...ciphertexts, last];
}
