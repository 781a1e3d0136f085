import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { type CastBallot, type Election, sentOf, valuesOf, weightsOf } from './election.ts';
import { bytesOf, type Element, elementOf, G, mod, numberOf, times } from './group.ts';
import {
  type Commitments,
  fingerprintOf,
  type Item,
  type Place,
  type Signed,
  selectionChallenge,
  signatureChallenge,
  u32,
  WHOLE,
} from './statement.ts';

// Makes ballots step by step, so that a test can do one of the steps wrongly.

/** 64 bytes, each time others. */
export type Chance = () => Uint8Array;

/** The n-th bytes of chance are the SHA-512 of the seed and u32(n). */
export function chanceFrom(seed: Uint8Array): Chance {
  let count = 0;
  return () => sha512(concatBytes(seed, u32(count++)));
}

/** A number and the random scalar with which it is encrypted. */
export interface Sealed {
  readonly value: bigint;
  readonly random: bigint;
}

/** Ready to be encrypted: the selections of each question, in order. */
export type SealedVote = readonly (readonly Sealed[])[];

/** Chance for every selection that is sent, question by question; the last ones follow. */
export function sealVote(
  { questions }: Election,
  chosen: readonly (readonly number[])[],
  chance: Chance,
): SealedVote {
  return questions.map((question, at) => {
    const values = valuesOf(question, chosen[at] ?? []);
    const randoms = values.slice(0, sentOf(question)).map(() => scalarFrom(chance));
    return sealWith(values, randoms, weightsOf(question));
  });
}

/** Seals the numbers of a question with these scalars; that of the last one follows from them. */
export function sealWith(
  values: readonly bigint[],
  randoms: readonly bigint[],
  weights: readonly bigint[],
): readonly Sealed[] {
  const sum = randoms.reduce((total, random, at) => total + random * (weights[at] ?? 0n), 0n);
  return values.map((value, at) => ({ value, random: randoms[at] ?? mod(-sum) }));
}

export function scalarFrom(chance: Chance): bigint {
  return mod(numberOf(chance()));
}

export interface Ciphertext {
  readonly a: Element;
  readonly b: Element;
}

export function encrypt({ value, random }: Sealed, key: Element): Ciphertext {
  return { a: times(random, G), b: times(random, key).add(times(value, G)) };
}

/** `selections`: what is sent of a vote. */
export function selectionsOf(election: Election, vote: SealedVote): Uint8Array {
  const key = keyOf(election);
  const sent = election.questions.flatMap((question, at) =>
    (vote[at] ?? []).slice(0, sentOf(question)),
  );
  return concatBytes(
    ...sent.flatMap((one) => {
      const { a, b } = encrypt(one, key);
      return [a.toBytes(), b.toBytes()];
    }),
  );
}

export function keyOf({ key }: Election): Element {
  return strictElement(key);
}

export function strictElement(bytes: Uint8Array): Element {
  const element = elementOf(bytes);
  if (element === undefined) throw new Error('no element');
  return element;
}

/** The proofs of all selections of a vote, for its fingerprint. */
export function proveVote(
  election: Election,
  fingerprint: Uint8Array,
  { vote, chance }: { readonly vote: SealedVote; readonly chance: Chance },
  omitted = WHOLE,
): Uint8Array {
  const key = keyOf(election);
  const proofs = vote.flatMap((selections, question) =>
    selections.map((sealed, selection) => {
      const place = { fingerprint, question, selection };
      return proveSelection(place, { sealed, chance, key }, omitted);
    }),
  );
  return concatBytes(...proofs);
}

/** Proves that a selection is 0 or 1; of another number it makes an attempt that fails. */
function proveSelection(
  place: Place,
  { sealed, chance, key }: Readonly<{ sealed: Sealed; chance: Chance; key: Element }>,
  omitted: readonly Item[],
): Uint8Array {
  const nonce = scalarFrom(chance);
  const otherChallenge = scalarFrom(chance);
  const otherResponse = scalarFrom(chance);
  const { a, b } = encrypt(sealed, key);
  const claim = sealed.value >= 1n ? 1 : 0;
  const own = [times(nonce, G), times(nonce, key)] as const;
  const shifted = claim === 0 ? b.subtract(G) : b;
  const other = [
    times(otherResponse, G).subtract(times(otherChallenge, a)),
    times(otherResponse, key).subtract(times(otherChallenge, shifted)),
  ] as const;
  const commitments = commitmentsOf(claim === 0 ? [...own, ...other] : [...other, ...own]);
  const whole = selectionChallenge(place, commitments, omitted);
  const ownChallenge = mod(whole - otherChallenge);
  const ownResponse = mod(nonce + ownChallenge * sealed.random);
  const scalars =
    claim === 0
      ? [ownChallenge, ownResponse, otherResponse]
      : [otherChallenge, otherResponse, ownResponse];
  return concatBytes(...commitments, ...scalars.map(bytesOf));
}

export function commitmentsOf([a0, b0, a1, b1]: readonly [
  Element,
  Element,
  Element,
  Element,
]): Commitments {
  return [a0.toBytes(), b0.toBytes(), a1.toBytes(), b1.toBytes()];
}

/** Who signs: the secret of the key, the base h, and a nonce. */
export interface Signer {
  readonly secret: bigint;
  readonly base: Element;
  readonly nonce: bigint;
}

export function sign(signed: Signed, signer: Signer, omitted = WHOLE): Uint8Array {
  const R = times(signer.nonce, signer.base).toBytes();
  const c = signatureChallenge(signed, R, omitted);
  return concatBytes(R, bytesOf(mod(signer.nonce + c * signer.secret)));
}

/** Who votes, and what stands around the vote. */
export interface Voter {
  readonly secret: bigint;
  readonly sequence?: number;
  readonly previous?: Uint8Array;
  readonly bodyHash: Uint8Array;
}

/** P: the key of a secret in an election. */
export function voterKey(election: Election, secret: bigint): Uint8Array {
  return times(secret, strictElement(election.voterBase)).toBytes();
}

/** A ballot of a sealed vote, proven and signed. */
export function castSealed(
  election: Election,
  { vote, chance }: { readonly vote: SealedVote; readonly chance: Chance },
  voter: Voter,
  omitted = WHOLE,
): CastBallot {
  const { secret, sequence = 0, previous, bodyHash } = voter;
  const selections = selectionsOf(election, vote);
  const ballot = { voter: voterKey(election, secret), sequence, previous, selections };
  const fingerprint = fingerprintOf(election, ballot, omitted);
  const proofs = proveVote(election, fingerprint, { vote, chance }, omitted);
  const signer = { secret, base: strictElement(election.voterBase), nonce: scalarFrom(chance) };
  const signature = sign({ fingerprint, bodyHash }, signer, omitted);
  return { ballot, bodyHash, proof: concatBytes(signature, proofs) };
}

/** A ballot for these answers. */
export function cast(
  election: Election,
  { chosen, chance }: Readonly<{ chosen: readonly (readonly number[])[]; chance: Chance }>,
  voter: Voter,
  omitted = WHOLE,
): CastBallot {
  const vote = sealVote(election, chosen, chance);
  return castSealed(election, { vote, chance }, voter, omitted);
}
