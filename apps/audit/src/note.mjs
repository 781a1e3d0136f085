import { fromBase64, sha256, toHex } from './bytes.mjs';
import { isAcceptableKey } from './ed25519.mjs';
import { Mismatch } from './verdict.mjs';

/** Bytes of a checkpoint (docs/spec/checkpoint.md). */
export const MAX_NOTE_BYTES = 16_384;
/** Signature types of C2SP signed notes that occur here. */
export const LOG_SIGNATURE = 1;
export const COSIGNATURE = 4;

const SIZE_MAX = 2n ** 53n - 1n;
const KEY_NAME = /^[^\p{White_Space}\p{Cc}+]+$/u;

/**
 * A key as policies write it.
 * @typedef {{ name: string, keyId: string, type: number, key: Uint8Array }} VerifierKey
 * @typedef {{ name: string, keyId: string, signature: Uint8Array }} SignatureLine
 * @typedef {{ origin: string, size: bigint, root: Uint8Array, text: string,
 *   lines: SignatureLine[] }} Checkpoint
 */

/**
 * The key id of a note's key, in hexadecimal.
 * @param {string} name
 * @param {number} type
 * @param {Uint8Array} key
 */
export function keyIdOf(name, type, key) {
  return toHex(sha256(`${name}\n`, Uint8Array.of(type), key).subarray(0, 4));
}

/**
 * Parses `<name>+<keyId>+<base64 of type || key>`. Throws a Mismatch with a code beginning VKEY_.
 * @param {string} vkey
 * @returns {VerifierKey}
 */
export function parseVerifierKey(vkey) {
  const [, name = '', keyId = '', encoded = ''] =
    /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(vkey) ?? [];
  const material = fromBase64(encoded);
  if (!KEY_NAME.test(name) || material === undefined || material.length < 2) {
    throw new Mismatch('VKEY_MALFORMED');
  }
  const type = material[0];
  const key = material.subarray(1);
  if (type !== LOG_SIGNATURE && type !== COSIGNATURE) throw new Mismatch('VKEY_TYPE', { type });
  if (keyIdOf(name, type, key) !== keyId) throw new Mismatch('VKEY_ID', { name });
  if (!isAcceptableKey(key)) throw new Mismatch('VKEY_WEAK', { name });
  return { name, keyId, type, key };
}

/**
 * Parses a checkpoint without believing it. Throws a Mismatch with a code beginning NOTE_.
 * @param {string} note
 * @returns {Checkpoint}
 */
export function parseCheckpoint(note) {
  if (Buffer.byteLength(note, 'utf8') > MAX_NOTE_BYTES) throw new Mismatch('NOTE_TOO_LONG');
  if (hasControlCharacter(note, '\n')) throw new Mismatch('NOTE_CONTROL_CHARACTER');
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) throw new Mismatch('NOTE_MALFORMED');
  const text = note.slice(0, cut + 1);
  const lines = note
    .slice(cut + 2, -1)
    .split('\n')
    .map(parseSignatureLine);
  refuseTwice(lines);
  const [origin = '', size = '', root = '', ...rest] = text.slice(0, -1).split('\n');
  if (origin === '' || rest.length > 0) throw new Mismatch('NOTE_MALFORMED');
  return { origin, size: parseSize(size), root: parseRoot(root), text, lines };
}

/**
 * Whether a text has a character below U+0020 other than those allowed.
 * @param {string} text
 * @param {string} allowed
 */
export function hasControlCharacter(text, allowed) {
  return [...text].some((character) => character < ' ' && !allowed.includes(character));
}

/** @param {SignatureLine[]} lines */
function refuseTwice(lines) {
  const seen = new Set();
  for (const { name, keyId } of lines) {
    if (seen.has(`${name} ${keyId}`)) throw new Mismatch('SIGNED_TWICE', { names: [name] });
    seen.add(`${name} ${keyId}`);
  }
}

/** @param {string} line */
function parseSignatureLine(line) {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (!KEY_NAME.test(name) || bytes === undefined || bytes.length < 5) {
    throw new Mismatch('NOTE_SIGNATURE_LINE');
  }
  return { name, keyId: toHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

/** @param {string} text */
function parseSize(text) {
  if (!/^(0|[1-9][0-9]{0,19})$/.test(text)) throw new Mismatch('NOTE_SIZE');
  const size = BigInt(text);
  if (size > SIZE_MAX) throw new Mismatch('NOTE_SIZE');
  return size;
}

/** @param {string} text */
function parseRoot(text) {
  const root = fromBase64(text);
  if (root?.length !== 32) throw new Mismatch('NOTE_ROOT');
  return root;
}
