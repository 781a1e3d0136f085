/**
 * How something is encrypted: a key of 32 bytes, a nonce of 12, and what is authenticated with it.
 */
export interface GcmUse {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly associatedData: Uint8Array;
}

/**
 * AES-256-GCM (NIST SP 800-38D); a ciphertext ends with its tag of 16 bytes. Chosen by the
 * condition `node` of the import `#gcm` in package.json, apart from the backend: most pages seal
 * nothing.
 */
export interface Gcm {
  encrypt(how: GcmUse, plaintext: Uint8Array): Promise<Uint8Array>;
  /** The plaintext; nothing if key, nonce, data or a byte is another. */
  decrypt(how: GcmUse, ciphertext: Uint8Array): Promise<Uint8Array | undefined>;
}
