import { concat } from '@madang/base';
import {
  combine,
  ELEMENT_BYTES,
  multiplyAdd,
  ONE,
  reduceWide,
  SCALAR_BYTES,
  subtractScalars,
  ZERO,
} from '@madang/ristretto';
import { challenge } from './challenge.ts';
import type { Chance } from './encrypt.ts';
import type { Equation } from './equations.ts';

// The voter's signature: Schnorr's, under a key x h for the base h of the voters' keys. It signs
// the body of the transaction; the challenge has the fingerprint of the ballot too, and so the
// key.

export const SIGNATURE_BYTES = ELEMENT_BYTES + SCALAR_BYTES;

/** What a ballot's signature is about. */
export interface Signed {
  readonly fingerprint: Uint8Array;
  /** The hash of the body of the transaction that carries the ballot. */
  readonly bodyHash: Uint8Array;
  readonly voter: Uint8Array;
  readonly voterBase: Uint8Array;
}

/** A secret for a new key. */
export function freshSecret(chance: Chance): Uint8Array {
  return reduceWide(chance());
}

/** The voter's key of a secret, in a base. */
export function voterKey(secret: Uint8Array, voterBase: Uint8Array): Uint8Array {
  return combine([secret, voterBase]);
}

/** Signs; `chance` is 64 bytes that nobody knows and that were never used. */
export function signBallot(signed: Signed, secret: Uint8Array, chance: Uint8Array): Uint8Array {
  const nonce = reduceWide(chance);
  const commitment = combine([nonce, signed.voterBase]);
  return concat(commitment, multiplyAdd(challengeOf(signed, commitment), secret, nonce));
}

function challengeOf({ fingerprint, bodyHash }: Signed, commitment: Uint8Array): Uint8Array {
  return challenge('ballot', fingerprint, bodyHash, commitment);
}

/** What a signature states: R + c P = z h. */
export function signatureEquation(signed: Signed, signature: Uint8Array): Equation {
  const commitment = signature.subarray(0, ELEMENT_BYTES);
  const response = signature.subarray(ELEMENT_BYTES);
  return [
    [ONE, commitment],
    [challengeOf(signed, commitment), signed.voter],
    [subtractScalars(ZERO, response), signed.voterBase],
  ];
}
