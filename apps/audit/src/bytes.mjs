import { createHash } from 'node:crypto';

/**
 * SHA-256 of the joined parts; `H` of the specification.
 * @param {...(Uint8Array | string)} parts strings are taken as UTF-8
 * @returns {Uint8Array} 32 bytes
 */
export function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/**
 * The domain tag of docs/spec/README.md: the name in ASCII and one zero byte.
 * @param {string} name
 */
export function tag(name) {
  return Buffer.from(`${name}\0`, 'latin1');
}

/**
 * Eight bytes, big-endian.
 * @param {bigint | number} value 0 to 2^64 - 1
 */
export function u64(value) {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(value));
  return out;
}

/**
 * Four bytes, big-endian.
 * @param {number} value 0 to 2^32 - 1
 */
export function u32(value) {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
}

/**
 * Lower-case hexadecimal.
 * @param {Uint8Array} bytes
 */
export function toHex(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/**
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
export function sameBytes(left, right) {
  return left.length === right.length && Buffer.compare(left, right) === 0;
}

/**
 * The bytes behind canonical standard base64 with padding; undefined for any other text.
 * @param {string} text
 * @returns {Uint8Array | undefined}
 */
export function fromBase64(text) {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined;
}

/**
 * Cuts joined hashes apart; undefined where the length is no multiple of 32.
 * @param {Uint8Array} joined
 * @returns {Uint8Array[] | undefined}
 */
export function splitHashes(joined) {
  if (joined.length % 32 !== 0) return undefined;
  const hashes = [];
  for (let at = 0; at < joined.length; at += 32) hashes.push(joined.subarray(at, at + 32));
  return hashes;
}
