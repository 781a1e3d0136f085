import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hash,
  type KeyObject,
  sign as signWithKey,
  verify as verifyWithKey,
} from 'node:crypto';
import { createRequire } from 'node:module';
import { concat, expectOk, fromHex } from '@madang/base';
import type { Backend, IncrementalSha256, SignedBytes, Verifier } from './backend.ts';
import { hasStrictShape } from './ed25519-shape.ts';
import { isPrimeOrderPoint, portableVerifier } from './portable.ts';
import { recentEntries } from './recent-entries.ts';
import { webCryptoVerifier } from './web-verifier.ts';

/** The functions of libsodium that this room uses. */
interface Sodium {
  crypto_core_ed25519_is_valid_point(point: Uint8Array): boolean;
  crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void;
  crypto_sign_verify_detached(
    signature: Uint8Array,
    message: Uint8Array,
    publicKey: Uint8Array,
  ): boolean;
}

const sodium = loadSodium();

/** libsodium, if its native module is installed and loads on this machine. */
function loadSodium(): Sodium | undefined {
  try {
    const loaded: unknown = createRequire(import.meta.url)('sodium-native');
    return isSodium(loaded) ? loaded : undefined;
  } catch {
    return undefined;
  }
}

function isSodium(value: unknown): value is Sodium {
  return (
    typeof value === 'object' &&
    value !== null &&
    'crypto_core_ed25519_is_valid_point' in value &&
    'crypto_sign_detached' in value &&
    'crypto_sign_verify_detached' in value
  );
}

/** What precedes a raw key in PKCS #8 and in SubjectPublicKeyInfo (RFC 8410 section 7 and 4). */
const PKCS8_PREFIX = expectOk(fromHex('302e020100300506032b657004220420'), 'a constant');
const SPKI_PREFIX = expectOk(fromHex('302a300506032b6570032100'), 'a constant');

/** Above this, joining the parts costs more than the slower start of an incremental hash. */
const JOINED_BYTES_MAX = 4_096;

function digestOf(algorithm: string, parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return hashOf(algorithm, first);
  let sizeBytes = 0;
  for (const part of parts) sizeBytes += part.length;
  if (sizeBytes <= JOINED_BYTES_MAX) return hashOf(algorithm, concat(...parts));
  const state = createHash(algorithm);
  for (const part of parts) state.update(part);
  return plain(state.digest());
}

/**
 * The digest of one piece. It leaves OpenSSL as a text of one character for each byte: a Buffer
 * costs more than the hash itself (1.0 against 0.4 µs for 200 bytes, Node 24).
 */
function hashOf(algorithm: string, bytes: Uint8Array): Uint8Array {
  const text = hash(algorithm, bytes, 'binary');
  const digest = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) digest[i] = text.charCodeAt(i);
  return digest;
}

/** A Buffer equals no Uint8Array in tests and may pin a shared pool. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}

function createSha256(): IncrementalSha256 {
  const state = createHash('sha256');
  return {
    update(bytes) {
      state.update(bytes);
    },
    digest: () => plain(state.digest()),
  };
}

const keyObjectsByKey = recentEntries<KeyObject>(16_384);

function isEquationTrueByOpenssl(signed: SignedBytes): boolean {
  const keyObject = keyObjectsByKey.getOrMake(signed.key, () =>
    createPublicKey({ key: der(SPKI_PREFIX, signed.key), format: 'der', type: 'spki' }),
  );
  return verifyWithKey(null, signed.message, keyObject, signed.signature);
}

function isEquationTrueBySodium(library: Sodium, signed: SignedBytes): boolean {
  return library.crypto_sign_verify_detached(signed.signature, signed.message, signed.key);
}

function isEquationTrueSync(signed: SignedBytes): boolean {
  return sodium === undefined
    ? isEquationTrueByOpenssl(signed)
    : isEquationTrueBySodium(sodium, signed);
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: der(PKCS8_PREFIX, seed), format: 'der', type: 'pkcs8' });
}

function der(prefix: Uint8Array, key: Uint8Array): Buffer {
  return Buffer.from(concat(prefix, key));
}

function publicKeyOf(seed: Uint8Array): Uint8Array {
  const spki = createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' });
  return plain(spki).slice(SPKI_PREFIX.length);
}

type Signer = (message: Uint8Array) => Uint8Array;

function opensslSigner(seed: Uint8Array): Signer {
  const privateKey = privateKeyOf(seed);
  return (message) => plain(signWithKey(null, message, privateKey));
}

/** Ed25519 has one signature for a key and a message: it is that of OpenSSL, in less time. */
function sodiumSigner(library: Sodium, seed: Uint8Array): Signer {
  const secretKey = concat(seed, publicKeyOf(seed));
  return (message) => {
    const signature = new Uint8Array(64);
    library.crypto_sign_detached(signature, message, secretKey);
    return signature;
  };
}

const opensslVerifier: Verifier = {
  name: 'openssl',
  verify: async (key, message, signature) =>
    hasStrictShape(key, signature) &&
    isPrimeOrderPoint(key) &&
    isEquationTrueByOpenssl({ key, message, signature }),
};

function sodiumVerifier(library: Sodium): Verifier {
  return {
    name: 'sodium',
    verify: async (key, message, signature) =>
      hasStrictShape(key, signature) &&
      library.crypto_core_ed25519_is_valid_point(key) &&
      isEquationTrueBySodium(library, { key, message, signature }),
  };
}

/** The backend of Node: OpenSSL, and libsodium where its native module loads. */
export const backend: Backend = {
  sha256: (...parts) => digestOf('sha256', parts),
  sha512: (...parts) => digestOf('sha512', parts),
  createSha256,
  isPrimeOrderPoint: (key) =>
    sodium === undefined ? isPrimeOrderPoint(key) : sodium.crypto_core_ed25519_is_valid_point(key),
  isEquationTrueSync,
  isEquationTrue: async (signed) => isEquationTrueSync(signed),
  publicKeyOf,
  signerOf: (seed) => (sodium === undefined ? opensslSigner(seed) : sodiumSigner(sodium, seed)),
  verifiers: () => [
    ...(sodium === undefined ? [] : [sodiumVerifier(sodium)]),
    opensslVerifier,
    webCryptoVerifier,
    portableVerifier,
  ],
};
