import { ed25519 } from '@noble/curves/ed25519.js';
import { verifySignature } from './suites.ts';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/**
 * Whether CometBFT takes an Ed25519 signature of a validator (its `crypto/ed25519`, ZIP-215): A and
 * R may be any encoding of any point, S is below ℓ, and 8·S·B = 8·R + 8·k·A. This is laxer than the
 * rule of docs/spec/suites.md and never decides about anything but votes of validators. Slow, about
 * 3 ms each.
 */
export function isValidatorSignature(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (key.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return ed25519.verify(signature, message, key, { zip215: true });
}

/**
 * The same verdict as {@link isValidatorSignature}, by the platform's code where it can be. What
 * the strict rule accepts this one accepts too: S·B − k·A is then R itself, so eight times both are
 * the same. Only what the strict rule refuses is looked at again.
 */
export async function verifyValidatorSignature(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const isStrict = await verifySignature('ed25519', key, message, signature);
  return isStrict || isValidatorSignature(key, message, signature);
}
