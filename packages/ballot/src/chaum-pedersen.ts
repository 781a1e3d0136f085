import { concat } from '@madang/base';
import {
  combine,
  ELEMENT_BYTES,
  GENERATOR,
  isScalar,
  multiplyAdd,
  ONE,
  reduceWide,
  SCALAR_BYTES,
  subtractScalars,
  ZERO,
} from '@madang/ristretto';
import { challenge } from './challenge.ts';
import { holdEach } from './equations.ts';
import { generatorBase } from './generator.ts';
import type { Statement } from './schnorr.ts';

/** `key` is to the generator what `image` is to `base`: both have the same logarithm. */
export interface SameLogarithm {
  readonly key: Uint8Array;
  readonly base: Uint8Array;
  readonly image: Uint8Array;
}

/** A || B || z. */
export const CHAUM_PEDERSEN_BYTES = 2 * ELEMENT_BYTES + SCALAR_BYTES;

/**
 * Proves that the secret is the logarithm of two elements, to the generator and to `base` (Chaum
 * and Pedersen 1992). Both have to be among the parts of the statement. `chance`: 64 bytes that
 * nobody knows and that were never used. Gives A || B || z, 96 bytes.
 */
export function proveSameLogarithm(
  { name, parts }: Statement,
  secret: Uint8Array,
  base: Uint8Array,
  chance: Uint8Array,
): Uint8Array {
  const nonce = reduceWide(chance);
  const commitments = concat(combine([nonce, generatorBase()]), combine([nonce, base]));
  const scalar = challenge(name, ...parts, commitments);
  return concat(commitments, multiplyAdd(scalar, secret, nonce));
}

/**
 * Whether a proof A || B || z holds, each equation by itself: A + c `key` = z G and B + c `image` =
 * z `base`. False for bytes that are no elements or scalars.
 */
export function isSameLogarithm(
  { name, parts }: Statement,
  { key, base, image }: SameLogarithm,
  proof: Uint8Array,
): boolean {
  const commitments = proof.subarray(0, 2 * ELEMENT_BYTES);
  const [a, b] = [commitments.subarray(0, ELEMENT_BYTES), commitments.subarray(ELEMENT_BYTES)];
  const response = proof.subarray(2 * ELEMENT_BYTES);
  const hasLengths = [key, base, image, a, b].every(({ length }) => length === ELEMENT_BYTES);
  if (!hasLengths || !isScalar(response)) return false;
  const scalar = challenge(name, ...parts, commitments);
  const minus = subtractScalars(ZERO, response);
  return holdEach([
    [
      [ONE, a],
      [scalar, key],
      [minus, GENERATOR],
    ],
    [
      [ONE, b],
      [scalar, image],
      [minus, base],
    ],
  ]);
}
