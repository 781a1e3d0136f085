import { assert, equalBytes, expectOk, fromHex } from '@madang/base';
import { theEngine } from './engine.ts';

// Scalars are the remainders modulo the order of the group, 32 bytes, least byte first (RFC 9496,
// section 4.4). What is worked out here takes the same time whatever the scalars are.

export const SCALAR_BYTES = 32;

export const ZERO: Uint8Array = new Uint8Array(SCALAR_BYTES);
export const ONE: Uint8Array = scalarOf(1);

/** The order less 1. */
const MINUS_ONE = expectOk(
  fromHex('ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'),
  'a constant',
);
/** The order less 2: to this power, a scalar is its own inverse (Fermat). */
const MINUS_TWO = Uint8Array.from(MINUS_ONE, (byte, at) => (at === 0 ? byte - 1 : byte));

let places: { readonly a: number; readonly b: number; readonly c: number } | undefined;

function registers() {
  const { allocate } = theEngine();
  places ??= { a: allocate(64), b: allocate(SCALAR_BYTES), c: allocate(SCALAR_BYTES) };
  return places;
}

/** The scalar of a number from 0 to 2^53 - 1. */
export function scalarOf(value: number): Uint8Array {
  assert(Number.isSafeInteger(value) && value >= 0, 'a number that a scalar is made of');
  const scalar = new Uint8Array(SCALAR_BYTES);
  for (let rest = value, at = 0; rest > 0; rest = Math.floor(rest / 256), at++) {
    scalar[at] = rest % 256;
  }
  return scalar;
}

/** The remainder of 64 bytes, least byte first. */
export function reduceWide(bytes: Uint8Array): Uint8Array {
  assert(bytes.length === 2 * SCALAR_BYTES, '64 bytes are reduced');
  const { exports, write, read } = theEngine();
  const { a } = registers();
  write(a, bytes);
  exports.reduce(a, a);
  return read(a, SCALAR_BYTES);
}

/** a * b + c. */
export function multiplyAdd(a: Uint8Array, b: Uint8Array, c: Uint8Array): Uint8Array {
  const { exports, write, read } = theEngine();
  const at = registers();
  write(at.a, a);
  write(at.b, b);
  write(at.c, c);
  exports.multiplyAdd(at.a, at.a, at.b, at.c);
  return read(at.a, SCALAR_BYTES);
}

/** a * b. */
export function multiplyScalars(a: Uint8Array, b: Uint8Array): Uint8Array {
  return multiplyAdd(a, b, ZERO);
}

/** a + b. */
export function addScalars(a: Uint8Array, b: Uint8Array): Uint8Array {
  return multiplyAdd(a, ONE, b);
}

/** a - b. */
export function subtractScalars(a: Uint8Array, b: Uint8Array): Uint8Array {
  return multiplyAdd(MINUS_ONE, b, a);
}

/** 1 / a; of zero it is zero. */
export function invertScalar(a: Uint8Array): Uint8Array {
  let power = ONE;
  for (let bit = 8 * SCALAR_BYTES - 1; bit >= 0; bit--) {
    power = multiplyScalars(power, power);
    const isSet = ((MINUS_TWO[bit >> 3] ?? 0) >> (bit & 7)) & 1;
    if (isSet === 1) power = multiplyScalars(power, a);
  }
  return power;
}

/** Whether bytes are a scalar: 32 of them, and below the order. */
export function isScalar(bytes: Uint8Array): boolean {
  return bytes.length === SCALAR_BYTES && equalBytes(addScalars(bytes, ZERO), bytes);
}
