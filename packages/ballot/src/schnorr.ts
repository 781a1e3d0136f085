import { concat } from '@madang/base';
import {
  type Base,
  combine,
  ELEMENT_BYTES,
  isScalar,
  multiplyAdd,
  ONE,
  reduceWide,
  SCALAR_BYTES,
  subtractScalars,
  ZERO,
} from '@madang/ristretto';
import { type ChallengeName, challenge } from './challenge.ts';
import { holdEach } from './equations.ts';

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
 * R + c `element` = z `base`. False for bytes that are no elements or scalars.
 */
export function isLogarithmKnown(
  { name, parts }: Statement,
  element: Uint8Array,
  base: Uint8Array,
  proof: Uint8Array,
): boolean {
  const commitment = proof.subarray(0, ELEMENT_BYTES);
  const response = proof.subarray(ELEMENT_BYTES);
  const hasLengths = [element, base, commitment].every(({ length }) => length === ELEMENT_BYTES);
  if (!hasLengths || !isScalar(response)) return false;
  const scalar = challenge(name, ...parts, commitment);
  return holdEach([
    [
      [ONE, commitment],
      [scalar, element],
      [subtractScalars(ZERO, response), base],
    ],
  ]);
}
