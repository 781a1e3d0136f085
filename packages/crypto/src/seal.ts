import { assert, concat, expectPresent, fail, ok, type Result } from '@madang/base';
import { randomBytes, type WebKey, type WebSubtle, webSubtle } from './web-crypto.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const AES_GCM = 'AES-GCM';

/** How many bytes {@link seal} adds to a plaintext: nonce and tag. */
export const SEAL_OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

/**
 * Encrypts with AES-256-GCM (NIST SP 800-38D): 12 random bytes, ciphertext, 16 bytes of tag.
 * `associatedData` is authenticated, not contained. One key seals at most 2^32 times.
 */
export async function seal(
  key: Uint8Array,
  plaintext: Uint8Array,
  associatedData: Uint8Array,
): Promise<Uint8Array> {
  const subtle = secureSubtle();
  const iv = randomBytes(NONCE_BYTES);
  const gcm = { name: AES_GCM, iv, additionalData: associatedData };
  const ciphertext = await subtle.encrypt(gcm, await importAes(subtle, key), plaintext);
  return concat(iv, new Uint8Array(ciphertext));
}

/** The plaintext of what {@link seal} made; `NOT_OPENED` if key, data or a byte is another. */
export async function open(
  key: Uint8Array,
  sealed: Uint8Array,
  associatedData: Uint8Array,
): Promise<Result<Uint8Array, 'NOT_OPENED'>> {
  const subtle = secureSubtle();
  const webKey = await importAes(subtle, key);
  const iv = sealed.subarray(0, NONCE_BYTES);
  const gcm = { name: AES_GCM, iv, additionalData: associatedData };
  try {
    return ok(new Uint8Array(await subtle.decrypt(gcm, webKey, sealed.subarray(NONCE_BYTES))));
  } catch {
    return fail('NOT_OPENED');
  }
}

function importAes(subtle: WebSubtle, key: Uint8Array): Promise<WebKey> {
  assert(key.length === KEY_BYTES, 'seal and open: a key is 32 bytes');
  return subtle.importKey('raw', key, { name: AES_GCM }, false, ['encrypt', 'decrypt']);
}

function secureSubtle(): WebSubtle {
  return expectPresent(webSubtle(), 'seal and open need a page that was loaded securely');
}
