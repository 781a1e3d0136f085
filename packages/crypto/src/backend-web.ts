import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { Backend, IncrementalSha256, SignedBytes, Verifier } from './backend.ts';
import { isEquationTruePortably, isPrimeOrderPoint, portableVerifier } from './portable.ts';
import { webSubtle } from './web-crypto.ts';
import { isWebVerifierStrict, verifyByWebCrypto, webCryptoVerifier } from './web-verifier.ts';

interface HashState {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

function digestOf(state: HashState, parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) state.update(part);
  return state.digest();
}

function createSha256(): IncrementalSha256 {
  const state = sha256.create();
  return {
    update(bytes) {
      state.update(bytes);
    },
    digest: () => state.digest(),
  };
}

async function isEquationTrue(signed: SignedBytes): Promise<boolean> {
  if (await isWebVerifierStrict()) return verifyByWebCrypto(signed);
  return isEquationTruePortably(signed);
}

function verifiers(): readonly Verifier[] {
  return webSubtle() === undefined ? [portableVerifier] : [webCryptoVerifier, portableVerifier];
}

/** The backend of browsers, and of programs that must not see Node: JavaScript and WebCrypto. */
export const backend: Backend = {
  sha256: (...parts) => digestOf(sha256.create(), parts),
  sha512: (...parts) => digestOf(sha512.create(), parts),
  createSha256,
  isPrimeOrderPoint,
  isEquationTrueSync: isEquationTruePortably,
  isEquationTrue,
  publicKeyOf: (seed) => ed25519.getPublicKey(seed),
  signerOf(seed) {
    const ownSeed = Uint8Array.from(seed);
    return (message) => ed25519.sign(message, ownSeed);
  },
  verifiers,
};
