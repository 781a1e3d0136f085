import { verify } from '@stablelib/ed25519';
import { sameBytes, sha256, toHex } from './bytes.mjs';
import { decodePoint, isIdentity, multiply, ORDER } from './curve.mjs';

const IDENTITY_ENCODING = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0));
const REMEMBERED = 4096;
/** @type {Map<string, boolean>} */
const keyVerdicts = new Map();
/** @type {Map<string, boolean>} */
const signatureVerdicts = new Map();

/**
 * A verdict costs milliseconds and the same checkpoint is often met again.
 * @param {Map<string, boolean>} verdicts
 * @param {string} name
 * @param {() => boolean} decide
 */
function remember(verdicts, name, decide) {
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  const verdict = decide();
  if (verdicts.size >= REMEMBERED) verdicts.clear();
  verdicts.set(name, verdict);
  return verdict;
}

/**
 * Rule 1 of docs/spec/suites.md: the canonical encoding of a point of prime order.
 * @param {Uint8Array} key
 */
export function isAcceptableKey(key) {
  if (key.length !== 32) return false;
  return remember(keyVerdicts, toHex(key), () => {
    const point = decodePoint(key);
    return point !== undefined && !isIdentity(point) && isIdentity(multiply(point, ORDER));
  });
}

/**
 * Suite `ed25519`, rules 1 to 4. The library's own verify already refuses an S that is not below
 * the order, recomputes R without the cofactor and compares its encoding byte by byte; it takes
 * keys of small and mixed order and an R that is the identity, which the rules refuse first.
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function isValidSignature(key, message, signature) {
  if (signature.length !== 64 || !isAcceptableKey(key)) return false;
  if (sameBytes(signature.subarray(0, 32), IDENTITY_ENCODING)) return false;
  const name = toHex(sha256(key, signature, message));
  return remember(signatureVerdicts, name, () => verify(key, message, signature));
}
