import { concat, expectPresent } from '@madang/base';
import {
  type Base,
  baseOf,
  isScalar,
  multiplyAdd,
  reduceWide,
  scalarOf,
  subtractScalars,
  ZERO,
} from '@madang/ristretto';
import { type Ballot, ballotFingerprint, type Election } from './election.ts';
import { generatorBase } from './generator.ts';
import { isAllowed, type Question, selectedBy, sentOf, weightsOf } from './question.ts';
import { type Bases, encryptSelection, proveSelection } from './selection.ts';

/** 64 bytes that nobody knows, each time others. */
export type Chance = () => Uint8Array;

/** Who votes, and what. */
export interface Vote {
  readonly voter: Uint8Array;
  readonly sequence: number;
  readonly previous?: Uint8Array | undefined;
  /** For each question the chosen answers by index; none for a blank vote. */
  readonly chosen: readonly (readonly number[])[];
}

/** A ballot that is not cast yet: it can be signed and sent, or opened to be looked into. */
export interface EncryptedBallot {
  readonly ballot: Ballot;
  readonly fingerprint: Uint8Array;
  /** A proof for each selection, also of those that are not sent. */
  readonly proofs: Uint8Array;
  /** With what each sent selection was encrypted. Who has them can read the vote. */
  readonly randoms: readonly Uint8Array[];
}

interface Sealed {
  readonly value: number;
  readonly random: Uint8Array;
  readonly isSent: boolean;
}

let newest: Base | undefined;

/** Tables of the two bases; that of a key stays until another key is used. */
function basesOf(key: Uint8Array): Bases {
  if (newest?.element !== key) newest = baseOf(key);
  return { generator: generatorBase(), key: newest };
}

/** Encrypts a vote and proves that it is one that the election allows. */
export function encryptBallot(election: Election, vote: Vote, chance: Chance): EncryptedBallot {
  const bases = basesOf(election.key);
  const questions = election.questions.map((question, at) =>
    seal(question, expectPresent(vote.chosen[at], 'each question is answered'), chance),
  );
  const sent = questions.flat().filter(({ isSent }) => isSent);
  const ballot = ballotOf(vote, sent, bases);
  const fingerprint = ballotFingerprint(election, ballot);
  const proofs = questions.flatMap((sealed, question) =>
    sealed.map(({ value, random }, selection) => {
      const place = { ballot: fingerprint, question, selection };
      const fresh = {
        nonce: reduceWide(chance()),
        otherChallenge: reduceWide(chance()),
        otherResponse: reduceWide(chance()),
      };
      return proveSelection(place, { value, random, ...fresh }, bases);
    }),
  );
  const randoms = sent.map(({ random }) => random);
  return { ballot, fingerprint, proofs: concat(...proofs), randoms };
}

function ballotOf(
  { voter, sequence, previous }: Vote,
  sent: readonly Pick<Sealed, 'value' | 'random'>[],
  bases: Bases,
): Ballot {
  const selections = sent.flatMap(({ value, random }) => {
    const { a, b } = encryptSelection(value, random, bases);
    return [a, b];
  });
  return { voter, sequence, previous, selections: concat(...selections) };
}

/**
 * The ballot that a vote comes to with these randoms, one for each sent selection. Whoever opened a
 * ballot in place of casting it gives both; nothing if they are none that the election allows.
 */
export function reopenBallot(
  election: Election,
  vote: Vote,
  randoms: readonly Uint8Array[],
): Ballot | undefined {
  const { questions } = election;
  const chosen = questions.map((_, at) => vote.chosen[at] ?? []);
  const isWhole =
    vote.chosen.length === questions.length &&
    questions.every((question, at) => isAllowed(question, chosen[at] ?? [])) &&
    randoms.every((random) => isScalar(random));
  if (!isWhole) return undefined;
  const values = questions.flatMap((question, at) =>
    selectedBy(question, chosen[at] ?? []).slice(0, sentOf(question)),
  );
  if (values.length !== randoms.length) return undefined;
  const sent = randoms.map((random, at) => ({ random, value: values[at] ?? 0 }));
  return ballotOf(vote, sent, basesOf(election.key));
}

function seal(question: Question, chosen: readonly number[], chance: Chance): readonly Sealed[] {
  const values = selectedBy(question, chosen);
  const randoms = values.slice(0, sentOf(question)).map(() => reduceWide(chance()));
  const last = lastRandom(question, randoms);
  return values.map((value, at) => ({
    value,
    random: randoms[at] ?? last,
    isSent: at < randoms.length,
  }));
}

/** The last selection is what the others leave of the sum: so is what it is encrypted with. */
function lastRandom(question: Question, randoms: readonly Uint8Array[]): Uint8Array {
  const weights = weightsOf(question);
  const sum = randoms.reduce(
    (total, random, at) => multiplyAdd(scalarOf(weights[at] ?? 0), random, total),
    ZERO,
  );
  return subtractScalars(ZERO, sum);
}
