import { createHash, randomBytes } from 'node:crypto';
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';

/*
 * The group ristretto255 and challenges in it (docs/spec/ballot.md), and equations that are
 * verified many at once. Nothing here is secret.
 */

const { Point } = ristretto255;
const { Fn } = Point;
const DOMAIN = 'MADANG-BALLOT-V1/';
const WEIGHT_BYTES = 16;

/**
 * @typedef {InstanceType<typeof Point>} Element
 * @typedef {[bigint, Element][]} Terms scalars, of any sign, times elements
 * @typedef {Terms[]} Equations each says that its terms add up to the identity
 */

export const ORDER = Fn.ORDER;
export const G = Point.BASE;
export const IDENTITY = Point.ZERO;

/**
 * The element of 32 bytes; undefined unless they are its canonical encoding.
 * @param {Uint8Array} bytes
 * @returns {Element | undefined}
 */
export function decodeElement(bytes) {
  try {
    return Point.fromBytes(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/**
 * The scalar of 32 bytes; undefined unless it is below the order.
 * @param {Uint8Array} bytes least byte first
 */
export function decodeScalar(bytes) {
  const value = littleEndian(bytes);
  return bytes.length === 32 && value < ORDER ? value : undefined;
}

/**
 * A whole number as a scalar.
 * @param {bigint} value
 */
export function modulo(value) {
  return Fn.create(value);
}

/**
 * The scalar by which this one gives 1.
 * @param {bigint} value
 */
export function inverse(value) {
  return Fn.inv(value);
}

/** @param {Uint8Array} bytes */
function littleEndian(bytes) {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
}

/**
 * 64 bytes by `expand_message_xmd` with SHA-512 (RFC 9380, 5.3.1).
 * @param {string} name
 * @param {Uint8Array} message
 */
function expand(name, message) {
  const sha512 = (/** @type {Uint8Array[]} */ ...parts) =>
    parts.reduce((hash, part) => hash.update(part), createHash('sha512')).digest();
  const domain = Buffer.from(DOMAIN + name, 'latin1');
  const suffix = Buffer.concat([domain, Uint8Array.of(domain.length)]);
  const first = sha512(Buffer.alloc(128), message, Uint8Array.of(0, 64, 0), suffix);
  return sha512(first, Uint8Array.of(1), suffix);
}

/**
 * `C` of the specification.
 * @param {string} name
 * @param {...Uint8Array} parts
 */
export function challenge(name, ...parts) {
  return Fn.create(littleEndian(expand(name, Buffer.concat(parts))));
}

/**
 * The element that a message is mapped to (RFC 9496, 4.3.4).
 * @param {string} name
 * @param {Uint8Array} message
 * @returns {Element}
 */
export function elementOf(name, message) {
  const derive = /** @type {(bytes: Uint8Array) => Element} */ (ristretto255_hasher.deriveToCurve);
  return derive(Uint8Array.from(expand(name, message)));
}

/**
 * The sum of scalars times elements, window by window: elements with the same digit are added up in
 * one bucket. Short scalars cost as little as they are short.
 * @param {Terms} terms scalars from 0
 * @returns {Element}
 */
export function sumOf(terms) {
  const width = Math.max(1, Math.round(Math.log2(terms.length + 1)) - 3);
  const bits = Math.max(0, ...terms.map(([scalar]) => scalar.toString(2).length));
  let sum = IDENTITY;
  for (let window = Math.ceil(bits / width) - 1; window >= 0; window -= 1) {
    for (let bit = 0; bit < width; bit += 1) sum = sum.double();
    sum = sum.add(sumOfWindow(terms, BigInt(window * width), width));
  }
  return sum;
}

/**
 * @param {Terms} terms
 * @param {bigint} shift
 * @param {number} width
 */
function sumOfWindow(terms, shift, width) {
  const mask = (1n << BigInt(width)) - 1n;
  /** @type {(Element | undefined)[]} */
  const buckets = new Array(2 ** width);
  for (const [scalar, element] of terms) {
    const digit = Number((scalar >> shift) & mask);
    if (digit > 0) buckets[digit] = buckets[digit]?.add(element) ?? element;
  }
  let [running, sum] = [IDENTITY, IDENTITY];
  for (let digit = buckets.length - 1; digit > 0; digit -= 1) {
    const bucket = buckets[digit];
    if (bucket !== undefined) running = running.add(bucket);
    sum = sum.add(running);
  }
  return sum;
}

/**
 * Terms as many times.
 * @param {bigint} factor
 * @param {Terms} terms
 * @returns {Terms}
 */
export function times(factor, terms) {
  return terms.map(([scalar, element]) => [factor * scalar, element]);
}

/**
 * Whether equations hold, all of them as one sum: each with a weight of 128 bits drawn here. Terms
 * of the same element object are put together first.
 * @param {Equations} equations
 */
export function hold(equations) {
  /** @type {Map<Element, bigint>} */
  const scalars = new Map();
  const chance = randomBytes(WEIGHT_BYTES * equations.length);
  equations.forEach((terms, at) => {
    const from = WEIGHT_BYTES * at;
    const weight = littleEndian(chance.subarray(from, from + WEIGHT_BYTES));
    for (const [scalar, element] of terms) {
      scalars.set(element, (scalars.get(element) ?? 0n) + weight * scalar);
    }
  });
  return sumOf([...scalars].map(([element, scalar]) => [Fn.create(scalar), element])).is0();
}
