import { expectPresent } from '@madang/base';
import type { Gcm } from './gcm.ts';
import { type WebKey, type WebSubtle, webSubtle } from './web-crypto.ts';

const AES_GCM = 'AES-GCM';

/** AES-256-GCM by the platform's WebCrypto. */
export const gcm: Gcm = {
  encrypt: async ({ key, nonce, associatedData }, plaintext) => {
    const subtle = secureSubtle();
    const algorithm = { name: AES_GCM, iv: nonce, additionalData: associatedData };
    return new Uint8Array(await subtle.encrypt(algorithm, await importAes(subtle, key), plaintext));
  },
  decrypt: async ({ key, nonce, associatedData }, ciphertext) => {
    const subtle = secureSubtle();
    const webKey = await importAes(subtle, key);
    const algorithm = { name: AES_GCM, iv: nonce, additionalData: associatedData };
    try {
      return new Uint8Array(await subtle.decrypt(algorithm, webKey, ciphertext));
    } catch {
      return undefined;
    }
  },
};

function importAes(subtle: WebSubtle, key: Uint8Array): Promise<WebKey> {
  return subtle.importKey('raw', key, { name: AES_GCM }, false, ['encrypt', 'decrypt']);
}

function secureSubtle(): WebSubtle {
  return expectPresent(webSubtle(), 'seal and open need a page that was loaded securely');
}
