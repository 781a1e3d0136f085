import { assert } from '@madang/base';
import {
  invertScalar,
  multiplyAdd,
  multiplyScalars,
  ONE,
  scalarOf,
  subtractScalars,
  ZERO,
} from '@madang/ristretto';

// Secrets are shared by polynomials over the scalars (Shamir 1979): the secret is the value at 0,
// and the share of trustee i the value at i.

/** The value at a number; the time does not depend on the coefficients. */
export function valueAt(coefficients: readonly Uint8Array[], at: number): Uint8Array {
  const scalar = scalarOf(at);
  return coefficients.reduceRight((sum, one) => multiplyAdd(sum, scalar, one), ZERO);
}

/** 1, x, x^2 and so on, as scalars. */
export function powersOf(x: number, count: number): readonly Uint8Array[] {
  const scalar = scalarOf(x);
  const powers = [ONE];
  while (powers.length < count) powers.push(multiplyScalars(powers.at(-1) ?? ONE, scalar));
  return powers.slice(0, count);
}

/** What the value at `own` counts in the value at 0, given those at all numbers (Lagrange). */
export function lagrangeFactor(own: number, all: readonly number[]): Uint8Array {
  assert(new Set(all).size === all.length && !all.includes(0), 'different numbers, none of them 0');
  let above = ONE;
  let below = ONE;
  for (const other of all) {
    if (other === own) continue;
    above = multiplyScalars(above, scalarOf(other));
    below = multiplyScalars(below, subtractScalars(scalarOf(other), scalarOf(own)));
  }
  return multiplyScalars(above, invertScalar(below));
}
