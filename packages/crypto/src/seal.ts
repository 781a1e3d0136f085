import { assert, concat, fail, ok, type Result } from '@madang/base';
import { gcm } from '#gcm';
import { randomBytes } from './web-crypto.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

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
  mustBeKey(key);
  const nonce = randomBytes(NONCE_BYTES);
  return concat(nonce, await gcm.encrypt({ key, nonce, associatedData }, plaintext));
}

/** The plaintext of what {@link seal} made; `NOT_OPENED` if key, data or a byte is another. */
export async function open(
  key: Uint8Array,
  sealed: Uint8Array,
  associatedData: Uint8Array,
): Promise<Result<Uint8Array, 'NOT_OPENED'>> {
  mustBeKey(key);
  if (sealed.length < SEAL_OVERHEAD_BYTES) return fail('NOT_OPENED');
  const how = { key, nonce: sealed.subarray(0, NONCE_BYTES), associatedData };
  const plaintext = await gcm.decrypt(how, sealed.subarray(NONCE_BYTES));
  return plaintext === undefined ? fail('NOT_OPENED') : ok(plaintext);
}

function mustBeKey(key: Uint8Array): void {
  assert(key.length === KEY_BYTES, 'seal and open: a key is 32 bytes');
}
