import { equalBytes } from '@madang/base';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import type { SignedBytes, Verifier } from './backend.ts';
import { hasStrictShape } from './ed25519-shape.ts';
import { recentEntries } from './recent-entries.ts';

const Point = ed25519.Point;
type CurvePoint = InstanceType<typeof Point>;

/** Decoding a key costs two exponentiations, and few keys sign most of what one program checks. */
const pointsByKey = recentEntries<CurvePoint | undefined>(1024);

/** Rule 1 of docs/spec/suites.md for 32 bytes, by point arithmetic alone. */
export function isPrimeOrderPoint(key: Uint8Array): boolean {
  return primeOrderPoint(key) !== undefined;
}

/**
 * Rule 4 of docs/spec/suites.md: S·B − k·A encodes to the bytes of R, without the cofactor.
 * R is never decoded. (The library's own `verify` multiplies by the cofactor: never used.)
 */
export function isEquationTruePortably(signed: SignedBytes): boolean {
  const point = pointsByKey.getOrMake(signed.key, () => primeOrderPoint(signed.key));
  if (point === undefined) return false;
  const encodedR = signed.signature.subarray(0, 32);
  const state = sha512.create().update(encodedR).update(signed.key).update(signed.message);
  const k = Point.Fn.create(fromLittleEndian(state.digest()));
  const s = fromLittleEndian(signed.signature.subarray(32));
  const difference = Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k));
  return equalBytes(difference.toBytes(), encodedR);
}

/** Runs everywhere: in browsers without Ed25519, and beside the others in tests. */
export const portableVerifier: Verifier = {
  name: 'portable',
  verify: async (key, message, signature) =>
    hasStrictShape(key, signature) &&
    isPrimeOrderPoint(key) &&
    isEquationTruePortably({ key, message, signature }),
};

function primeOrderPoint(key: Uint8Array): CurvePoint | undefined {
  const point = decodePoint(key);
  if (point === undefined || point.is0() || !point.isTorsionFree()) return undefined;
  return point;
}

/** The library throws for bytes that are not the canonical encoding of a point on the curve. */
function decodePoint(key: Uint8Array): CurvePoint | undefined {
  try {
    return Point.fromBytes(key, false);
  } catch {
    return undefined;
  }
}

function fromLittleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}
