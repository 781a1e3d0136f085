import { createHash } from 'node:crypto';

/** SHA-256 of a text. */
export function sha256Of(text: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(text).digest());
}

/** The application hash as docs/spec/log.md writes it. */
export function appHash(of: { readonly size: number; readonly root: Uint8Array }): Uint8Array {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(of.size));
  const hash = createHash('sha256').update('madang/app-hash/1\0').update(size).update(of.root);
  return Uint8Array.from(hash.digest());
}
