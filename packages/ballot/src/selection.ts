import { concat, u32be } from '@madang/base';
import {
  type Base,
  combine,
  ELEMENT_BYTES,
  multiplyAdd,
  multiplyScalars,
  ONE,
  SCALAR_BYTES,
  subtractScalars,
  ZERO,
} from '@madang/ristretto';
import { challenge } from './challenge.ts';
import type { Equation } from './equations.ts';

// A selection is a number m, 0 or 1, encrypted for the key Y as (a, b) = (rG, rY + mG): exponential
// ElGamal (Cramer, Gennaro and Schoenmakers 1997). Beside it stands the proof that m is 0 or 1: the
// disjunction of two proofs of equal logarithms (Cramer, Damgård and Schoenmakers 1994; Chaum and
// Pedersen 1992). The proof carries its commitments, so that many can be verified together.

/** An encrypted number. */
export interface Ciphertext {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

export const CIPHERTEXT_BYTES = 2 * ELEMENT_BYTES;
export const SELECTION_PROOF_BYTES = 4 * ELEMENT_BYTES + 3 * SCALAR_BYTES;

/** The two bases of a ciphertext, with their tables. */
export interface Bases {
  readonly generator: Base;
  readonly key: Base;
}

/** Which selection of which ballot is proven: the fingerprint of the ballot and its place there. */
export interface SelectionPlace {
  readonly ballot: Uint8Array;
  readonly question: number;
  readonly selection: number;
}

/** Encrypts 0 or 1 with a random scalar. */
export function encryptSelection(value: number, random: Uint8Array, bases: Bases): Ciphertext {
  const { generator, key } = bases;
  const number = value === 1 ? ONE : ZERO;
  return {
    a: combine([random, generator]),
    b: combine([random, key], [number, generator]),
  };
}

/** What the proof of a selection is made of; the scalars are chosen anew for each. */
export interface SelectionSecret {
  readonly value: number;
  readonly random: Uint8Array;
  readonly nonce: Uint8Array;
  readonly otherChallenge: Uint8Array;
  readonly otherResponse: Uint8Array;
}

/** Proves that a selection is 0 or 1. */
export function proveSelection(
  place: SelectionPlace,
  secret: SelectionSecret,
  { generator, key }: Bases,
): Uint8Array {
  const { value, random, nonce, otherChallenge, otherResponse } = secret;
  // The true branch commits to a nonce. The other one is made backwards from its response; as the
  // random scalar of the ciphertext is known, that takes no multiple of the ciphertext itself.
  const own = [combine([nonce, generator]), combine([nonce, key])] as const;
  const blind = subtractScalars(otherResponse, multiplyScalars(otherChallenge, random));
  const off = value === 1 ? subtractScalars(ZERO, otherChallenge) : otherChallenge;
  const other = [combine([blind, generator]), combine([blind, key], [off, generator])] as const;
  const commitments = concat(...(value === 1 ? [...other, ...own] : [...own, ...other]));
  const whole = challengeOf(place, commitments);
  const ownChallenge = subtractScalars(whole, otherChallenge);
  const ownResponse = multiplyAdd(ownChallenge, random, nonce);
  return value === 1
    ? concat(commitments, otherChallenge, otherResponse, ownResponse)
    : concat(commitments, ownChallenge, ownResponse, otherResponse);
}

function challengeOf(place: SelectionPlace, commitments: Uint8Array): Uint8Array {
  const { ballot, question, selection } = place;
  return challenge('selection', ballot, u32be(question), u32be(selection), commitments);
}

/** A ciphertext as factors, since the last selection of a question is a sum of the others. */
export interface CiphertextFactors {
  readonly a: Equation;
  readonly b: Equation;
}

/**
 * The equations that a proof states; its bytes have the right length, and their scalars are some.
 */
export function selectionEquations(
  place: SelectionPlace,
  { a, b }: CiphertextFactors,
  proof: Uint8Array,
  { generator, key }: { readonly generator: Uint8Array; readonly key: Uint8Array },
): readonly Equation[] {
  const [a0, b0, a1, b1, c0, z0, z1] = piecesOf(proof);
  const whole = challengeOf(place, proof.subarray(0, 4 * ELEMENT_BYTES));
  const c1 = subtractScalars(whole, c0);
  const times = (scalar: Uint8Array, factors: Equation): Equation =>
    factors.map(([own, element]) => [multiplyScalars(scalar, own), element]);
  const minus = (scalar: Uint8Array): Uint8Array => subtractScalars(ZERO, scalar);
  return [
    // A0 + c0 a = z0 G, B0 + c0 b = z0 Y: it is 0.
    [[ONE, a0], ...times(c0, a), [minus(z0), generator]],
    [[ONE, b0], ...times(c0, b), [minus(z0), key]],
    // A1 + c1 a = z1 G, B1 + c1 (b - G) = z1 Y: it is 1.
    [[ONE, a1], ...times(c1, a), [minus(z1), generator]],
    [[ONE, b1], ...times(c1, b), [minus(c1), generator], [minus(z1), key]],
  ];
}

type Pieces = readonly [
  a0: Uint8Array,
  b0: Uint8Array,
  a1: Uint8Array,
  b1: Uint8Array,
  c0: Uint8Array,
  z0: Uint8Array,
  z1: Uint8Array,
];

function piecesOf(proof: Uint8Array): Pieces {
  const piece = (at: number): Uint8Array =>
    proof.subarray(at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES);
  return [piece(0), piece(1), piece(2), piece(3), piece(4), piece(5), piece(6)];
}

/** The scalars of a proof: its challenge and its two responses. */
export function scalarsOf(proof: Uint8Array): readonly Uint8Array[] {
  const [, , , , ...scalars] = piecesOf(proof);
  return scalars;
}
