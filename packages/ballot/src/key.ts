import { equalBytes } from '@madang/base';
import { IDENTITY, isElement } from '@madang/ristretto';

/** Whether bytes are an element other than the identity. */
export function isKey(bytes: Uint8Array): boolean {
  return isElement(bytes) && !equalBytes(bytes, IDENTITY);
}
