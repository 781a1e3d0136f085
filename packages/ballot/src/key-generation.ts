import { assert, equalBytes, u32be } from '@madang/base';
import { sha256, tag } from '@madang/crypto';
import {
  addElements,
  addScalars,
  combine,
  ELEMENT_BYTES,
  GENERATOR,
  IDENTITY,
  isElement,
  isScalar,
  ONE,
  reduceWide,
  subtractScalars,
  ZERO,
} from '@madang/ristretto';
import type { Chance } from './encrypt.ts';
import { holdEach } from './equations.ts';
import { generatorBase } from './generator.ts';
import { powersOf } from './polynomial.ts';
import { isLogarithmKnown, proveLogarithm, type Statement } from './schnorr.ts';

// Trustees make a key together that none of them has: each deals out a secret of its own (Pedersen
// 1991; Feldman 1987), and the key is the sum. Each commits to its part before it sees another, so
// that nobody can choose theirs by the others' (Gennaro, Jarecki, Krawczyk and Rabin 1999), and
// proves that it knows it, so that nobody can take away the others'.

/** Trustees are numbered from 1 to this at most. */
export const MAX_TRUSTEES = 16;

/** What a trustee keeps until the key is made. */
export interface TrusteeSecret {
  /** The scalars a_0 to a_(t-1) of its polynomial. */
  readonly coefficients: readonly Uint8Array[];
  /** The scalar tau, with which it opens what is dealt to it. */
  readonly transport: Uint8Array;
}

/** What a trustee publishes after all have committed. */
export interface Opening {
  /** A_k = a_k G for each coefficient. */
  readonly coefficients: readonly Uint8Array[];
  /** T = tau G. */
  readonly transport: Uint8Array;
  /** R || z: it knows a_0. */
  readonly proof: Uint8Array;
}

const OPENING_TAG = tag('madang/trustee-opening/1');
const CEREMONY_BYTES = 32;

/**
 * A trustee's secret and opening for a ceremony: 32 bytes that differ for every election and round.
 * `trustee` and `threshold` are 1 to 16.
 */
export function makeOpening(
  ceremony: Uint8Array,
  trustee: number,
  threshold: number,
  chance: Chance,
): { readonly secret: TrusteeSecret; readonly opening: Opening } {
  assert(isInCeremony(ceremony, trustee, threshold), 'a trustee and a threshold of a ceremony');
  const fresh = (): Uint8Array => reduceWide(chance());
  const constant = fresh();
  const secrets = [constant, ...Array.from({ length: threshold - 1 }, fresh)];
  const secret = { coefficients: secrets, transport: fresh() };
  const coefficients = secrets.map((one) => combine([one, generatorBase()]));
  const transport = combine([secret.transport, generatorBase()]);
  const statement = openingStatement(ceremony, trustee, { coefficients, transport });
  const proof = proveLogarithm(statement, constant, generatorBase(), chance());
  return { secret, opening: { coefficients, transport, proof } };
}

function openingStatement(
  ceremony: Uint8Array,
  trustee: number,
  { coefficients, transport }: Pick<Opening, 'coefficients' | 'transport'>,
): Statement {
  const place = [ceremony, u32be(trustee), u32be(coefficients.length)];
  return { name: 'coefficients', parts: [...place, ...coefficients, transport] };
}

/**
 * What a trustee publishes before anybody opens: 32 bytes, the hash of its opening. That what is
 * opened is an opening at all, {@link isOpening} says.
 */
export function openingCommitment(
  ceremony: Uint8Array,
  trustee: number,
  opening: Opening,
): Uint8Array {
  const { parts } = openingStatement(ceremony, trustee, opening);
  return sha256(OPENING_TAG, ...parts, opening.proof);
}

/**
 * Whether an opening is one of this trustee: as many coefficients as the threshold says, none of
 * them nor T the identity, and a proof that holds. False for any other bytes or numbers.
 */
export function isOpening(
  ceremony: Uint8Array,
  trustee: number,
  threshold: number,
  opening: Opening,
): boolean {
  const { coefficients, transport, proof } = opening;
  const [constant] = coefficients;
  if (!isInCeremony(ceremony, trustee, threshold) || constant === undefined) return false;
  if (coefficients.length !== threshold || ![...coefficients, transport].every(isKey)) return false;
  const statement = openingStatement(ceremony, trustee, opening);
  return isLogarithmKnown(statement, constant, GENERATOR, proof);
}

/** Whether a ceremony and numbers of trustees, or a threshold, are some at all. */
export function isInCeremony(ceremony: Uint8Array, ...numbers: readonly number[]): boolean {
  return ceremony.length === CEREMONY_BYTES && numbers.every(isTrustee);
}

function isTrustee(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= MAX_TRUSTEES;
}

/** Whether bytes are an element other than the identity. */
export function isKey(bytes: Uint8Array): boolean {
  return isElement(bytes) && !equalBytes(bytes, IDENTITY);
}

/**
 * Whether a share is what its dealer owes the receiver i (Feldman 1987): s G = sum of i^k A_k.
 * False if it is no scalar, as what `openShare` gives may be, or a coefficient no element.
 */
export function isShareRight(
  share: Uint8Array,
  receiver: number,
  dealerCoefficients: readonly Uint8Array[],
): boolean {
  const hasLengths = dealerCoefficients.every(({ length }) => length === ELEMENT_BYTES);
  if (!isScalar(share) || !isTrustee(receiver) || !hasLengths) return false;
  const powers = powersOf(receiver, dealerCoefficients.length);
  const owed = dealerCoefficients.map(
    (element, k) => [subtractScalars(ZERO, powers[k] ?? ZERO), element] as const,
  );
  return holdEach([[[ONE, combine([share, generatorBase()])], ...owed]]);
}

/** The key of the votes, and what each trustee's part of its secret is the logarithm of. */
export interface JoinedKeys {
  /** Y, the sum of all A_j0. */
  readonly key: Uint8Array;
  /** Y_1 to Y_n: Y_i is the sum of i^k A_jk over all dealers j and all k. */
  readonly shareKeys: readonly Uint8Array[];
}

/**
 * The keys that openings make together, those of trustees 1 to n in this order; all of them are
 * openings with one threshold. Nothing if a key is the identity, which happens by chance never.
 */
export function joinKeys(
  coefficientsOfAll: readonly (readonly Uint8Array[])[],
): JoinedKeys | undefined {
  const threshold = coefficientsOfAll[0]?.length ?? 0;
  const isEven = coefficientsOfAll.every(({ length }) => length === threshold);
  assert(threshold > 0 && isEven, 'openings with one threshold');
  const sums = Array.from({ length: threshold }, (_, k) =>
    addElements(...coefficientsOfAll.map((one) => one[k] ?? IDENTITY)),
  );
  const shareKeys = coefficientsOfAll.map((_, at) => {
    const powers = powersOf(at + 1, threshold);
    return combine(...sums.map((sum, k) => [powers[k] ?? ZERO, sum] as const));
  });
  const key = sums[0] ?? IDENTITY;
  return [key, ...shareKeys].every(isKey) ? { key, shareKeys } : undefined;
}

/** The scalar x_i, a trustee's part of the secret: the sum of the shares that all dealt to it. */
export function joinShares(shares: readonly Uint8Array[]): Uint8Array {
  assert(shares.every(isScalar), 'shares that are right');
  return shares.reduce(addScalars, ZERO);
}
