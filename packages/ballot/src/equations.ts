import { concat, u32be } from '@madang/base';
import { sha512 } from '@madang/crypto';
import { addScalars, addUpToIdentity, multiplyScalars, SCALAR_BYTES } from '@madang/ristretto';

/** A scalar and the element that it multiplies. Elements that are one object are looked at once. */
export type Factor = readonly [scalar: Uint8Array, element: Uint8Array];

/** What a proof says: factors that add up to the identity. */
export type Equation = readonly Factor[];

/** Bytes of a weight: an untrue equation passes by chance once in 2^128 times. */
const WEIGHT_BYTES = 16;

/** Whether each of the equations holds by itself: the verdict that counts. */
export function holdEach(equations: readonly Equation[]): boolean {
  return equations.every((equation) => addUp(equation) === true);
}

/**
 * Whether all equations hold, by one sum in which each has a weight that nobody could foresee: the
 * seed has to be of everything that is verified, and of chance.
 */
export function holdTogether(equations: readonly Equation[], seed: Uint8Array): boolean {
  const shared = new Map<Uint8Array, Uint8Array>();
  const weights = batchWeights(seed);
  for (const equation of equations) {
    const weight = weights.next().value;
    for (const [scalar, element] of equation) {
      const weighted = multiplyScalars(weight, scalar);
      const sum = shared.get(element);
      shared.set(element, sum === undefined ? weighted : addScalars(sum, weighted));
    }
  }
  return addUp([...shared].map(([element, scalar]) => [scalar, element])) === true;
}

function addUp(factors: readonly Factor[]): boolean | undefined {
  return addUpToIdentity(
    concat(...factors.map(([, element]) => element)),
    concat(...factors.map(([scalar]) => scalar)),
  );
}

/** Weights one after the other, four of each hash. */
function* batchWeights(seed: Uint8Array): Generator<Uint8Array, never> {
  for (let counter = 0; ; counter++) {
    const hash = sha512(seed, u32be(counter));
    for (let from = 0; from < hash.length; from += WEIGHT_BYTES) {
      const weight = new Uint8Array(SCALAR_BYTES);
      weight.set(hash.subarray(from, from + WEIGHT_BYTES));
      yield weight;
    }
  }
}
