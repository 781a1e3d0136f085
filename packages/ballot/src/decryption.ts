import { assert, concat, u32be } from '@madang/base';
import { combine, ELEMENT_BYTES, ONE, subtractScalars, type Term, ZERO } from '@madang/ristretto';
import { CHAUM_PEDERSEN_BYTES, isSameLogarithm, proveSameLogarithm } from './chaum-pedersen.ts';
import type { Chance } from './encrypt.ts';
import { lagrangeFactor } from './polynomial.ts';
import type { Statement } from './schnorr.ts';
import type { Ciphertext } from './selection.ts';

// A sum is decrypted by any t trustees, none of whom gives away their part of the secret (Desmedt
// and Frankel 1989). Each proves its share (Chaum and Pedersen 1992), with the whole ciphertext in
// the challenge: a share that is proven for another one, even if only b differs, is worth nothing.

/** Whose share it is, and of what: the sum and the selection in it, in an election. */
export interface SharePlace {
  /** 32 bytes. */
  readonly election: Uint8Array;
  readonly trustee: number;
  readonly sum: number;
  readonly selection: number;
}

/** D || A || B || z. */
export const DECRYPTION_BYTES = ELEMENT_BYTES + CHAUM_PEDERSEN_BYTES;

const ELECTION_BYTES = 32;

/** A trustee's share of a decryption, D = x_i a with its proof, 128 bytes. */
export function decryptSum(
  place: SharePlace,
  own: { readonly secret: Uint8Array; readonly shareKey: Uint8Array },
  ciphertext: Ciphertext,
  chance: Chance,
): Uint8Array {
  assert(isPlace(place), 'a place in an election');
  const share = combine([own.secret, ciphertext.a]);
  const statement = shareStatement(place, own.shareKey, ciphertext, share);
  return concat(share, proveSameLogarithm(statement, own.secret, ciphertext.a, chance()));
}

function shareStatement(
  { election, trustee, sum, selection }: SharePlace,
  shareKey: Uint8Array,
  { a, b }: Ciphertext,
  share: Uint8Array,
): Statement {
  const place = [election, u32be(trustee), u32be(sum), u32be(selection)];
  return { name: 'share', parts: [...place, shareKey, a, b, share] };
}

function isPlace({ election, trustee, sum, selection }: SharePlace): boolean {
  const isNumber = (one: number): boolean => Number.isInteger(one) && one >= 0 && one <= 0xffffffff;
  return election.length === ELECTION_BYTES && [trustee, sum, selection].every(isNumber);
}

/**
 * Whether a share is the decryption of this ciphertext at this place by the trustee with the key
 * Y_i. False for any other bytes or numbers.
 */
export function isDecryption(
  place: SharePlace,
  shareKey: Uint8Array,
  ciphertext: Ciphertext,
  share: Uint8Array,
): boolean {
  if (!isPlace(place)) return false;
  const own = share.subarray(0, ELEMENT_BYTES);
  const statement = shareStatement(place, shareKey, ciphertext, own);
  const same = { key: shareKey, base: ciphertext.a, image: own };
  return isSameLogarithm(statement, same, share.subarray(ELEMENT_BYTES));
}

/** The share of one trustee, as {@link decryptSum} gives it. */
export interface TrusteeShare {
  readonly trustee: number;
  readonly share: Uint8Array;
}

/**
 * What a ciphertext holds, by exactly these shares (Shamir 1979): M = b less the sum of lambda_i
 * D_i. They are at least as many as the threshold, of different trustees, and were verified with
 * {@link isDecryption}; fewer give some other element.
 */
export function openSum(b: Uint8Array, parts: readonly TrusteeShare[]): Uint8Array {
  const trustees = parts.map(({ trustee }) => trustee);
  const terms = parts.map(({ trustee, share }): Term => {
    const minus = subtractScalars(ZERO, lagrangeFactor(trustee, trustees));
    return [minus, share.subarray(0, ELEMENT_BYTES)];
  });
  return combine([ONE, b], ...terms);
}
