import { expectPresent } from '@madang/base';

/**
 * The part of the Web Cryptography API that this room uses, written down here because the room
 * also compiles where neither the types of browsers nor those of Node exist.
 */
export interface WebSubtle {
  generateKey(algorithm: NamedAlgorithm, extractable: boolean, usages: string[]): Promise<unknown>;
  importKey(
    format: 'raw',
    key: Uint8Array,
    algorithm: NamedAlgorithm,
    extractable: boolean,
    usages: string[],
  ): Promise<WebKey>;
  exportKey(format: 'raw', key: WebKey): Promise<ArrayBuffer>;
  sign(algorithm: NamedAlgorithm, key: WebKey, data: Uint8Array): Promise<ArrayBuffer>;
  verify(
    algorithm: NamedAlgorithm,
    key: WebKey,
    signature: Uint8Array,
    data: Uint8Array,
  ): Promise<boolean>;
  encrypt(algorithm: GcmAlgorithm, key: WebKey, data: Uint8Array): Promise<ArrayBuffer>;
  decrypt(algorithm: GcmAlgorithm, key: WebKey, data: Uint8Array): Promise<ArrayBuffer>;
}

/** A key that the platform holds; what browsers call `CryptoKey`. */
export interface WebKey {
  readonly type: string;
  readonly extractable: boolean;
  readonly algorithm: NamedAlgorithm;
  readonly usages: readonly string[];
}

interface NamedAlgorithm {
  readonly name: string;
}

interface GcmAlgorithm extends NamedAlgorithm {
  readonly iv: Uint8Array;
  readonly additionalData: Uint8Array;
}

interface WebCrypto {
  getRandomValues(bytes: Uint8Array): unknown;
  readonly subtle?: WebSubtle;
}

/** The platform's WebCrypto operations. Absent in a page that was not loaded securely. */
export function webSubtle(): WebSubtle | undefined {
  return platformCrypto()?.subtle;
}

/** What `getRandomValues` gives in one call, at most (WebCrypto section 10.1.1). */
const RANDOM_CHUNK_BYTES = 65_536;

/** `sizeBytes` bytes from the platform's cryptographic random generator. */
export function randomBytes(sizeBytes: number): Uint8Array {
  const source = expectPresent(platformCrypto(), 'randomBytes: no random generator here');
  const bytes = new Uint8Array(sizeBytes);
  for (let offset = 0; offset < sizeBytes; offset += RANDOM_CHUNK_BYTES) {
    source.getRandomValues(bytes.subarray(offset, offset + RANDOM_CHUNK_BYTES));
  }
  return bytes;
}

function platformCrypto(): WebCrypto | undefined {
  const value: unknown = Reflect.get(globalThis, 'crypto');
  return isWebCrypto(value) ? value : undefined;
}

function isWebCrypto(value: unknown): value is WebCrypto {
  return typeof value === 'object' && value !== null && 'getRandomValues' in value;
}
