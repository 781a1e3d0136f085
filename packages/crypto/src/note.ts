import { utf8 } from '@madang/base';
import { sha256 } from './hash.ts';

/** The first 4 bytes of H(name || 0x0a || type || key) (docs/spec/checkpoint.md). */
export function noteKeyId(name: string, type: number, key: Uint8Array): Uint8Array {
  return sha256(utf8(name), Uint8Array.of(0x0a, type), key).slice(0, 4);
}
