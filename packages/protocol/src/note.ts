import { concat, fromBase64, isWellFormed, ok, type Result, toBase64 } from '@madang/base';
import { type ProtocolError, refusal } from './protocol-error.ts';

/** Longest note, in bytes (docs/spec/checkpoint.md). */
export const MAX_NOTE_SIZE_BYTES = 16_384;

/** One signature line of a note. */
export interface NoteSignature {
  /** The key's name. */
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  /** What follows the key id; its form depends on the key's type. */
  readonly signature: Uint8Array;
}

/** A signed note (C2SP signed-note): a text and who signed it. */
export interface Note {
  /** The signed text, its last newline included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const LINE_START = '— ';
const KEY_ID_SIZE_BYTES = 4;

/**
 * Takes a note apart. Fails with `NOTE_TOO_LONG`, `NOTE_NOT_VALID` (not exactly the form of
 * docs/spec/checkpoint.md) or `NOTE_KEY_TWICE`. No signature is verified here.
 */
export function parseNote(text: string): Result<Note, ProtocolError> {
  if (text.length > MAX_NOTE_SIZE_BYTES || sizeBytesOf(text) > MAX_NOTE_SIZE_BYTES) {
    return refusal('NOTE_TOO_LONG', `A note has at most ${MAX_NOTE_SIZE_BYTES} bytes.`);
  }
  if (!hasNoteCharacters(text)) return invalid('The note has characters that no note can have.');
  const blank = text.lastIndexOf('\n\n');
  if (blank < 0 || !text.endsWith('\n')) {
    return invalid('A note is a text, an empty line and signature lines, each with a newline.');
  }
  const signatures: NoteSignature[] = [];
  for (const line of text.slice(blank + 2, -1).split('\n')) {
    const signature = parseSignatureLine(line);
    if (signature === undefined) return invalid('A signature line does not have its one form.');
    if (signatures.some((known) => isSameKey(known, signature))) {
      return refusal('NOTE_KEY_TWICE', 'Two signature lines are of one key.', signature.name);
    }
    signatures.push(signature);
  }
  return ok({ text: text.slice(0, blank + 1), signatures });
}

/** The note of a text (with its last newline) and its signatures: what {@link parseNote} reads. */
export function joinNote(text: string, signatures: readonly NoteSignature[]): string {
  return `${text}\n${printSignatures(signatures)}`;
}

/** The lines of signatures, as they stand at the end of a note. */
export function printSignatures(signatures: readonly NoteSignature[]): string {
  return signatures.map(printSignatureLine).join('');
}

/** Whether two lines, or a line and a key, carry the same name and key id. */
export function isSameKey(
  left: Pick<NoteSignature, 'name' | 'keyId'>,
  right: Pick<NoteSignature, 'name' | 'keyId'>,
): boolean {
  return left.name === right.name && left.keyId.every((byte, i) => byte === right.keyId[i]);
}

/**
 * Whether a text can name a key: not empty, no spaces of any kind, no plus, no control characters.
 */
export function isKeyName(text: string): boolean {
  return text !== '' && isWellFormed(text) && !KEY_NAME_FORBIDDEN.test(text);
}

/** Control characters, plus, and the characters that Unicode calls White_Space (a closed list). */
const KEY_NAME_FORBIDDEN =
  /[\u0000-\u0020+\u007f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

const NOTE_FORBIDDEN = /[\u0000-\u0009\u000b-\u001f]/;

function hasNoteCharacters(text: string): boolean {
  return isWellFormed(text) && !NOTE_FORBIDDEN.test(text);
}

/** Counts without encoding, so that a text with a lone surrogate can be counted too. */
function sizeBytesOf(text: string): number {
  let sizeBytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    sizeBytes += unit < 0x80 ? 1 : unit < 0x800 || isSurrogate ? 2 : 3;
  }
  return sizeBytes;
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  if (!line.startsWith(LINE_START)) return undefined;
  const space = line.indexOf(' ', LINE_START.length);
  if (space < 0) return undefined;
  const name = line.slice(LINE_START.length, space);
  const encoded = fromBase64(line.slice(space + 1));
  if (!isKeyName(name) || !encoded.ok) return undefined;
  if (encoded.value.length <= KEY_ID_SIZE_BYTES) return undefined;
  return {
    name,
    keyId: encoded.value.slice(0, KEY_ID_SIZE_BYTES),
    signature: encoded.value.slice(KEY_ID_SIZE_BYTES),
  };
}

function printSignatureLine({ name, keyId, signature }: NoteSignature): string {
  return `${LINE_START}${name} ${toBase64(concat(keyId, signature))}\n`;
}

function invalid(message: string): Result<never, ProtocolError> {
  return refusal('NOTE_NOT_VALID', message);
}
