import { sha256, tag, toHex } from './bytes.mjs';
import { isValidSignature } from './ed25519.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';

/**
 * @typedef {import('./records.mjs').Envelope} Envelope
 * @typedef {import('./records.mjs').Body} Body
 */

const SUITE = 'ed25519';
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Checks that the signatures of an envelope are in order and hold over its body.
 * @param {{ envelope: Envelope, body: Body }} decoded
 * @param {typeof isValidSignature} [isValid]
 * @returns {string[]} the accounts that signed, in hexadecimal
 */
export function checkAuthorisation({ envelope, body }, isValid = isValidSignature) {
  const { auth } = envelope;
  if (auth.kind === 'proof') throw new CannotCheck('PROOF_NOT_UNDERSTOOD');
  requireAscending(auth.signatures);
  const stranger = auth.signatures.find(({ suite }) => suite !== SUITE);
  if (stranger) throw new CannotCheck('SUITE_UNKNOWN', { suite: stranger.suite });
  const signed = [tag('madang/transaction/1'), body.chain, sha256(envelope.body)];
  const message = Buffer.concat(signed);
  auth.signatures.forEach(({ key, signature }, at) => {
    if (!isValid(key, message, signature)) {
      throw new Mismatch('SIGNATURE_INVALID', { number: at + 1 });
    }
  });
  return auth.signatures.map(({ suite, key }) => toHex(accountOf(suite, key)));
}

/** @param {{ suite: string, key: Uint8Array }[]} signatures */
function requireAscending(signatures) {
  signatures.slice(1).forEach((later, at) => {
    const earlier = signatures[at];
    const bySuite = Buffer.compare(Buffer.from(earlier.suite), Buffer.from(later.suite));
    const order = bySuite === 0 ? Buffer.compare(earlier.key, later.key) : bySuite;
    if (order >= 0) throw new Mismatch('SIGNATURES_ORDER');
  });
}

/**
 * @param {string} suite
 * @param {Uint8Array} key
 */
function accountOf(suite, key) {
  return sha256(tag('madang/account/1'), suite, Uint8Array.of(0), key);
}

/**
 * The receipt number of a body hash: its first 60 bits in base 32, in groups of four.
 * @param {Uint8Array} bodyHash
 */
export function receiptNumber(bodyHash) {
  const bits = BigInt(`0x${toHex(bodyHash.subarray(0, 8))}`) >> 4n;
  const digits = Array.from({ length: 12 }, (_, at) => {
    return CROCKFORD[Number((bits >> BigInt(55 - 5 * at)) & 31n)];
  }).join('');
  return `${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}`;
}
