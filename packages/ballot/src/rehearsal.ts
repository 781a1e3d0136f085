import { concat } from '@madang/base';
import { elementOf } from '@madang/ristretto';
import { expandMessage } from './challenge.ts';
import type { Ciphertext } from './selection.ts';

/**
 * A ciphertext with which nobody votes and of which nobody knows what it holds: two elements that
 * follow from the name of a ceremony (docs/spec/trustees.md, rehearsal). `ceremony`: 32 bytes.
 */
export function rehearsalCiphertext(ceremony: Uint8Array): Ciphertext {
  const element = (of: number): Uint8Array =>
    elementOf(expandMessage(concat(ceremony, Uint8Array.of(of)), 'MADANG-BALLOT-V1/rehearsal'));
  return { a: element(0), b: element(1) };
}
