import { splitHashes } from './bytes.mjs';
import { challenge, decodeElement, decodeScalar, G, hold, modulo } from './group.mjs';

/*
 * Proofs of logarithms (docs/spec/trustees.md, Proofs), as equations; undefined where the bytes are
 * no proof at all.
 */

/**
 * @typedef {import('./group.mjs').Element} Element
 * @typedef {import('./group.mjs').Equations} Equations
 */

/**
 * The equations of a proof that somebody knows the logarithm of `point` to the base.
 * @param {string} name of the challenge
 * @param {Uint8Array[]} statement
 * @param {{ point: Element, base: Element }} of
 * @param {Uint8Array} proof
 * @returns {Equations | undefined}
 */
export function ofLogarithm(name, statement, { point, base }, proof) {
  const [encoded, response] = splitHashes(proof) ?? [];
  if (proof.length !== 64) return undefined;
  const [nonce, z] = [decodeElement(encoded), decodeScalar(response)];
  if (nonce === undefined || z === undefined) return undefined;
  const c = challenge(name, ...statement, encoded);
  return [
    [
      [1n, nonce],
      [c, point],
      [-z, base],
    ],
  ];
}

/**
 * The equations of a proof that two logarithms are equal: that of `point` to G, and that of `image`
 * to the base.
 * @param {string} name of the challenge
 * @param {Uint8Array[]} statement
 * @param {{ point: Element, image: Element, base: Element }} of
 * @param {Uint8Array} proof
 * @returns {Equations | undefined}
 */
export function ofEqualLogarithms(name, statement, { point, image, base }, proof) {
  const [first, second, response] = splitHashes(proof) ?? [];
  if (proof.length !== 96) return undefined;
  const [a, b, z] = [decodeElement(first), decodeElement(second), decodeScalar(response)];
  if (a === undefined || b === undefined || z === undefined) return undefined;
  const c = challenge(name, ...statement, first, second);
  return [
    [
      [1n, a],
      [c, point],
      [-z, G],
    ],
    [
      [1n, b],
      [c, image],
      [-z, base],
    ],
  ];
}

/**
 * Whether there is a proof, and it holds.
 * @param {Equations | undefined} equations
 */
export function isProof(equations) {
  return equations !== undefined && hold(equations);
}

/**
 * An element that is not the identity.
 * @param {Uint8Array} bytes
 */
export function decodeNonzero(bytes) {
  const element = decodeElement(bytes);
  return element?.is0() ? undefined : element;
}

/**
 * The terms of a polynomial in the exponent: the sum of `i^k` times the k-th of the coefficients.
 * @param {Element[]} coefficients
 * @param {number} i
 * @returns {import('./group.mjs').Terms}
 */
export function polynomialAt(coefficients, i) {
  return coefficients.map((coefficient, k) => [modulo(BigInt(i) ** BigInt(k)), coefficient]);
}
