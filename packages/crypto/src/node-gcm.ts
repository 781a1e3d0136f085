import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { concat } from '@madang/base';
import type { Gcm } from './gcm.ts';
import { gcm as webGcm } from './web-gcm.ts';

const AES_256_GCM = 'aes-256-gcm';
const TAG_BYTES = 16;
/**
 * Above this another thread does it: WebCrypto costs as much for a call as this for so many bytes.
 */
const HERE_BYTES_MAX = 16_384;

/** AES-256-GCM by OpenSSL: at once where it is short, by WebCrypto's threads where it is long. */
export const gcm: Gcm = {
  encrypt: async (how, plaintext) => {
    if (plaintext.length > HERE_BYTES_MAX) return webGcm.encrypt(how, plaintext);
    const cipher = createCipheriv(AES_256_GCM, createSecretKey(how.key), how.nonce);
    cipher.setAAD(how.associatedData);
    const text = cipher.update(plaintext);
    return concat(text, cipher.final(), cipher.getAuthTag());
  },
  decrypt: async (how, ciphertext) => {
    if (ciphertext.length > HERE_BYTES_MAX) return webGcm.decrypt(how, ciphertext);
    if (ciphertext.length < TAG_BYTES) return undefined;
    // Of a key in bytes Node first finds out, by failing, that it is no object.
    const key = createSecretKey(how.key);
    const decipher = createDecipheriv(AES_256_GCM, key, how.nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(how.associatedData);
    decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
    const text = decipher.update(ciphertext.subarray(0, -TAG_BYTES));
    try {
      return concat(text, decipher.final());
    } catch {
      return undefined;
    }
  },
};
