import { fail, ok, type Result } from '@madang/base';
import type { Signer } from './signing.ts';
import { isValidKey } from './suites.ts';
import { type WebKey, webSubtle } from './web-crypto.ts';

/** A pair of platform keys, the form that IndexedDB stores; what browsers call `CryptoKeyPair`. */
export interface WebKeyPair {
  readonly publicKey: WebKey;
  readonly privateKey: WebKey;
}

/** A new key of this browser: `keys` go into IndexedDB, `signer` signs until the page closes. */
export interface BrowserSigner {
  readonly keys: WebKeyPair;
  readonly signer: Signer;
}

const ED25519 = { name: 'Ed25519' };

/**
 * Makes a key whose secret half no script can read. Fails with `NO_BROWSER_KEYS` where the
 * platform has no Ed25519, or the page was not loaded securely.
 */
export async function createBrowserSigner(): Promise<Result<BrowserSigner, 'NO_BROWSER_KEYS'>> {
  const keys = await generateKeys();
  if (!isWebKeyPair(keys)) return fail('NO_BROWSER_KEYS');
  const signer = await signerFromCryptoKeys(keys);
  return signer.ok ? ok({ keys, signer: signer.value }) : fail('NO_BROWSER_KEYS');
}

/**
 * A signer over keys that {@link createBrowserSigner} made, read back from IndexedDB. Fails with
 * `NOT_SIGNING_KEYS` if they are of another kind.
 */
export async function signerFromCryptoKeys(
  keys: WebKeyPair,
): Promise<Result<Signer, 'NOT_SIGNING_KEYS'>> {
  const subtle = webSubtle();
  if (subtle === undefined || !isSigningPair(keys)) return fail('NOT_SIGNING_KEYS');
  const publicKey = new Uint8Array(await subtle.exportKey('raw', keys.publicKey));
  if (!isValidKey('ed25519', publicKey)) return fail('NOT_SIGNING_KEYS');
  return ok({
    suite: 'ed25519',
    publicKey,
    sign: async (message) => new Uint8Array(await subtle.sign(ED25519, keys.privateKey, message)),
  });
}

/** Whether a value, for example one read from IndexedDB, has the form of a pair of keys. */
export function isWebKeyPair(value: unknown): value is WebKeyPair {
  return (
    typeof value === 'object' &&
    value !== null &&
    'publicKey' in value &&
    'privateKey' in value &&
    isWebKey(value.publicKey, 'public') &&
    isWebKey(value.privateKey, 'private')
  );
}

function isWebKey(value: unknown, type: string): value is WebKey {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === type;
}

function isSigningPair(keys: WebKeyPair): boolean {
  return (
    keys.privateKey.algorithm.name === ED25519.name &&
    keys.publicKey.algorithm.name === ED25519.name &&
    keys.privateKey.usages.includes('sign')
  );
}

/** A platform without Ed25519 answers with an exception. */
async function generateKeys(): Promise<unknown> {
  try {
    return await webSubtle()?.generateKey(ED25519, false, ['sign', 'verify']);
  } catch {
    return undefined;
  }
}
