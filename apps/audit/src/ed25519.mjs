import { createPublicKey, verify as verifyByNode } from 'node:crypto';
import { verify } from '@stablelib/ed25519';
import { sameBytes, sha256, toHex } from './bytes.mjs';
import { decodePoint, fromLittleEndian, isIdentity, multiply, ORDER } from './curve.mjs';

const IDENTITY_ENCODING = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0));
/** What stands before the 32 bytes of a key in its SubjectPublicKeyInfo (RFC 8410). */
const KEY_INFO = Buffer.from('302a300506032b6570032100', 'hex');
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
  if (!mayBeValid(key, signature)) return false;
  const name = toHex(sha256(key, signature, message));
  return remember(signatureVerdicts, name, () => verify(key, message, signature));
}

/**
 * The same verdict for acts by the thousand: Node's own OpenSSL decides the equation twenty times
 * as fast, and rules 1 and 3 are ours.
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function isValidAmongMany(key, message, signature) {
  if (!mayBeValid(key, signature)) return false;
  if (fromLittleEndian(signature.subarray(32)) >= ORDER) return false;
  const info = Buffer.concat([KEY_INFO, key]);
  const publicKey = createPublicKey({ key: info, format: 'der', type: 'spki' });
  return verifyByNode(null, message, publicKey, signature);
}

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} signature
 */
function mayBeValid(key, signature) {
  if (signature.length !== 64 || !isAcceptableKey(key)) return false;
  return !sameBytes(signature.subarray(0, 32), IDENTITY_ENCODING);
}
