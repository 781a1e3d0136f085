import { assert } from '@madang/base';
import { backend } from '#backend';
import type { SuiteId } from './suites.ts';
import { randomBytes } from './web-crypto.ts';

const SEED_BYTES = 32;

/** A key pair whose secret half is in memory. `secretKey` is the 32-byte seed of RFC 8032. */
export interface KeyPair {
  readonly suite: SuiteId;
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** Whoever can sign for one public key, wherever the secret half is kept. */
export interface Signer {
  readonly suite: SuiteId;
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A new key pair from the platform's random generator. */
export async function generateKeyPair(): Promise<KeyPair> {
  return keyPairFromSeed(randomBytes(SEED_BYTES));
}

/** The key pair of a 32-byte seed (RFC 8032 section 5.1.5). */
export function keyPairFromSeed(seed: Uint8Array): KeyPair {
  assert(seed.length === SEED_BYTES, 'keyPairFromSeed: a seed is 32 bytes');
  const secretKey = Uint8Array.from(seed);
  return { suite: 'ed25519', publicKey: backend.publicKeyOf(secretKey), secretKey };
}

/** Expanding a seed costs more than a signature; a prepared key lives as long as its pair. */
const signByKeyPair = new WeakMap<KeyPair, (message: Uint8Array) => Uint8Array>();

/** The 64-byte signature of a message (RFC 8032 section 5.1.6). */
export function signSync(keyPair: KeyPair, message: Uint8Array): Uint8Array {
  const known = signByKeyPair.get(keyPair);
  if (known !== undefined) return known(message);
  const signWithPair = backend.signerOf(keyPair.secretKey);
  signByKeyPair.set(keyPair, signWithPair);
  return signWithPair(message);
}

/** As {@link signSync}, for callers that must not care where the key lives. */
export async function sign(keyPair: KeyPair, message: Uint8Array): Promise<Uint8Array> {
  return signSync(keyPair, message);
}

/** A signer over a key pair in memory. */
export function signerFrom(keyPair: KeyPair): Signer {
  return {
    suite: keyPair.suite,
    publicKey: keyPair.publicKey,
    sign: (message) => sign(keyPair, message),
  };
}
