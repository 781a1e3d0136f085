import { concat, utf8 } from '@madang/base';
import { backend } from '#backend';
import type { Hash, IncrementalSha256 } from './backend.ts';

/** SHA-256 (FIPS 180-4) of the parts joined; 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Hash {
  return backend.sha256(...parts);
}

/** SHA-512 (FIPS 180-4) of the parts joined; 64 bytes. */
export function sha512(...parts: readonly Uint8Array[]): Uint8Array {
  return backend.sha512(...parts);
}

/** SHA-256 of input that comes in pieces, for files too large to hold. */
export function createSha256(): IncrementalSha256 {
  return backend.createSha256();
}

/** A domain separator: the ASCII bytes of `name` and one zero byte (docs/spec/README.md). */
export function tag(name: string): Uint8Array {
  return concat(utf8(name), Uint8Array.of(0));
}
