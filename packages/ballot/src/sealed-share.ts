import { assert, concat, u32be } from '@madang/base';
import {
  addScalars,
  combine,
  ELEMENT_BYTES,
  GENERATOR,
  isScalar,
  reduceWide,
  SCALAR_BYTES,
  subtractScalars,
} from '@madang/ristretto';
import { challenge } from './challenge.ts';
import type { Chance } from './encrypt.ts';
import { generatorBase } from './generator.ts';
import { isInCeremony, isKey, type TrusteeSecret } from './key-generation.ts';
import { valueAt } from './polynomial.ts';
import { isLogarithmKnown, proveLogarithm, SCHNORR_BYTES, type Statement } from './schnorr.ts';

// A share is sent to its receiver under a mask that only the two can work out (ElGamal 1985, with a
// hash), and with a proof that the dealer made it (Schnorr and Jakobsson 2000). Without the proof a
// dealer could send on the E of another one: the receiver would complain, tell K, and thereby open
// what that other dealer had sent them.

/** From whom to whom. */
export interface ShareWay {
  readonly dealer: number;
  readonly receiver: number;
}

/** E || s + mask || R || z. */
export const SEALED_SHARE_BYTES = ELEMENT_BYTES + SCALAR_BYTES + SCHNORR_BYTES;

const MASKED_END = ELEMENT_BYTES + SCALAR_BYTES;

/** What the dealer sends a receiver whose T is `transport`; the opening with it was accepted. */
export function dealShare(
  ceremony: Uint8Array,
  dealt: ShareWay & { readonly secret: TrusteeSecret; readonly transport: Uint8Array },
  chance: Chance,
): Uint8Array {
  const { dealer, receiver, secret, transport } = dealt;
  assert(isInCeremony(ceremony, dealer, receiver), 'two trustees of a ceremony');
  const random = reduceWide(chance());
  const sender = combine([random, generatorBase()]);
  const mask = maskOf(ceremony, dealt, [sender, transport, combine([random, transport])]);
  const masked = addScalars(valueAt(secret.coefficients, receiver), mask);
  const statement = sealedStatement(ceremony, dealt, concat(sender, masked));
  return concat(sender, masked, proveLogarithm(statement, random, generatorBase(), chance()));
}

/** What the proof covers: E and the scalar under the mask. */
function sealedStatement(ceremony: Uint8Array, way: ShareWay, covered: Uint8Array): Statement {
  const parts = [ceremony, u32be(way.dealer), u32be(way.receiver), covered];
  return { name: 'sealing', parts };
}

/** C('mask', ...) over E, T and K = tau E. */
function maskOf(
  ceremony: Uint8Array,
  { dealer, receiver }: ShareWay,
  elements: readonly [sender: Uint8Array, transport: Uint8Array, joint: Uint8Array],
): Uint8Array {
  return challenge('mask', ceremony, u32be(dealer), u32be(receiver), ...elements);
}

/**
 * Whether a sealed share was made by its dealer for this receiver: E an element other than the
 * identity, a scalar, and a proof that holds. It does not say that the share is right. False for
 * any other bytes or numbers.
 */
export function isSealedShare(
  ceremony: Uint8Array,
  { dealer, receiver, sealed }: ShareWay & { readonly sealed: Uint8Array },
): boolean {
  if (!isInCeremony(ceremony, dealer, receiver)) return false;
  const { sender, masked, proof } = piecesOf(sealed);
  if (!isKey(sender) || !isScalar(masked)) return false;
  const statement = sealedStatement(ceremony, { dealer, receiver }, concat(sender, masked));
  return isLogarithmKnown(statement, sender, GENERATOR, proof);
}

/** The parts of a sealed share. */
export function piecesOf(sealed: Uint8Array) {
  return {
    sender: sealed.subarray(0, ELEMENT_BYTES),
    masked: sealed.subarray(ELEMENT_BYTES, MASKED_END),
    proof: sealed.subarray(MASKED_END),
  };
}

/**
 * The scalar s that a dealer sent, to be looked at with `isShareRight`. No bytes at all if
 * what was sent is no sealed share: nothing else is then to be had from it.
 */
export function openShare(
  ceremony: Uint8Array,
  sent: ShareWay & { readonly sealed: Uint8Array; readonly transportSecret: Uint8Array },
): Uint8Array {
  const { sealed, transportSecret } = sent;
  if (!isSealedShare(ceremony, sent)) return new Uint8Array(0);
  const transport = combine([transportSecret, generatorBase()]);
  const joint = combine([transportSecret, piecesOf(sealed).sender]);
  return unmask(ceremony, sent, { transport, joint });
}

/** The scalar under the mask, given T and K. The share is one by {@link isSealedShare}. */
export function unmask(
  ceremony: Uint8Array,
  sent: ShareWay & { readonly sealed: Uint8Array },
  { transport, joint }: { readonly transport: Uint8Array; readonly joint: Uint8Array },
): Uint8Array {
  const { sender, masked } = piecesOf(sent.sealed);
  return subtractScalars(masked, maskOf(ceremony, sent, [sender, transport, joint]));
}
