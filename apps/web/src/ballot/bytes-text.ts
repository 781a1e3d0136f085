import { fromBase64, toBase64 } from '@madang/base';

/** Bytes as a text that codes, addresses and messages carry: base64url without padding. */
export function textOfBytes(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The bytes of such a text; undefined if it is none. */
export function bytesInText(text: string): Uint8Array | undefined {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = fromBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='));
  return bytes.ok ? bytes.value : undefined;
}
