import { ristretto255 } from '@noble/curves/ed25519.js';

// Elements are points of the library, scalars are numbers below the order.

const { Point } = ristretto255;

export type Element = typeof Point.BASE;

export const ORDER: bigint = Point.Fn.ORDER;
export const G: Element = Point.BASE;
export const NOTHING: Element = Point.ZERO;

/** The remainder modulo the order, also of a negative number. */
export function mod(value: bigint): bigint {
  return Point.Fn.create(value);
}

/** 1 / value; it is not zero. */
export function inverse(value: bigint): bigint {
  return Point.Fn.inv(mod(value));
}

export function times(scalar: bigint, element: Element): Element {
  const reduced = mod(scalar);
  if (element.equals(G) && reduced !== 0n) return G.multiply(reduced);
  return element.multiplyUnsafe(reduced);
}

/** The element, if the bytes are the one encoding of it. */
export function elementOf(bytes: Uint8Array): Element | undefined {
  if (bytes.length !== 32) return undefined;
  try {
    return Point.fromBytes(bytes);
  } catch {
    return undefined;
  }
}

/** The number of bytes, the least first. */
export function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** 32 bytes of a number, the least first. */
export function bytesOf(number: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((number >> BigInt(8 * at)) & 255n));
}

/** The scalar, if the bytes are the one encoding of it. */
export function scalarOf(bytes: Uint8Array): bigint | undefined {
  if (bytes.length !== 32) return undefined;
  const number = numberOf(bytes);
  return number < ORDER ? number : undefined;
}
