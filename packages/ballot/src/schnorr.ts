import { concat, equalBytes } from '@madang/base';
import {
  type Base,
  combine,
  ELEMENT_BYTES,
  GENERATOR,
  isElement,
  isScalar,
  multiplyAdd,
  reduceWide,
  SCALAR_BYTES,
  subtractScalars,
  ZERO,
} from '@madang/ristretto';
import { type ChallengeName, challenge } from './challenge.ts';
import { generatorBase } from './generator.ts';

/** What a proof is for, and everything that it is about: all of it is in the challenge. */
export interface Statement {
  readonly name: ChallengeName;
  readonly parts: readonly Uint8Array[];
}

/** R || z. */
export const SCHNORR_BYTES = ELEMENT_BYTES + SCALAR_BYTES;

/**
 * Proves that the logarithm of an element to a base is known (Schnorr 1991), with the whole
 * statement in the challenge (Bernhard, Pereira and Warinschi 2012). The element has to be among
 * the parts. `chance`: 64 bytes that nobody knows and that were never used. Gives R || z, 64 bytes.
 */
export function proveLogarithm(
  { name, parts }: Statement,
  secret: Uint8Array,
  base: Uint8Array | Base,
  chance: Uint8Array,
): Uint8Array {
  const nonce = reduceWide(chance);
  const commitment = combine([nonce, base]);
  const scalar = challenge(name, ...parts, commitment);
  return concat(commitment, multiplyAdd(scalar, secret, nonce));
}

/**
 * Whether a proof R || z says that whoever made it knew the logarithm of `element` to `base`:
 * R = z `base` - c `element`. An element has one encoding, so the bytes of R are compared, which is
 * several times faster than adding up three terms. False for bytes that are no elements or scalars.
 */
export function isLogarithmKnown(
  { name, parts }: Statement,
  element: Uint8Array,
  base: Uint8Array,
  proof: Uint8Array,
): boolean {
  const commitment = proof.subarray(0, ELEMENT_BYTES);
  const response = proof.subarray(ELEMENT_BYTES);
  if (!isElement(element) || !isElement(base) || !isScalar(response)) return false;
  const minus = subtractScalars(ZERO, challenge(name, ...parts, commitment));
  const of = equalBytes(base, GENERATOR) ? generatorBase() : base;
  return equalBytes(combine([response, of], [minus, element]), commitment);
}
