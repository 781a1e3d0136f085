import { concat, fromBase64, fromHex, ok, type Result, toBase64, toHex } from '@madang/base';
import { isValidKey, noteKeyId } from '@madang/crypto';
import { isKeyName } from './note.ts';
import { type ProtocolError, refusal } from './protocol-error.ts';

/** Key type of a log: signs the note's text as it is. */
export const LOG_KEY_TYPE = 0x01;

/** Key type of a cosigner: signs the text with the time before it (C2SP cosignature/v1). */
export const COSIGNER_KEY_TYPE = 0x04;

export type NoteKeyType = typeof LOG_KEY_TYPE | typeof COSIGNER_KEY_TYPE;

/** A key that can sign notes, as verifiers know it. Both types are suite ed25519. */
export interface VerifierKey {
  readonly name: string;
  readonly type: NoteKeyType;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
}

/** The verifier key of a public key under a name. */
export function verifierKey(name: string, type: NoteKeyType, key: Uint8Array): VerifierKey {
  return { name, type, key, keyId: noteKeyId(name, type, key) };
}

/** The text of a verifier key: `<name>+<key id>+<base64 of type and key>`. */
export function printVerifierKey({ name, type, key, keyId }: VerifierKey): string {
  return `${name}+${toHex(keyId)}+${toBase64(concat(Uint8Array.of(type), key))}`;
}

/**
 * The verifier key of its text. Fails with `KEY_TEXT_NOT_VALID` if the text is not in its one form,
 * the key id is not that of name and key, the type is unknown, or the key breaks rule 1 of
 * suites.md.
 */
export function parseVerifierKey(text: string): Result<VerifierKey, ProtocolError> {
  const [name = '', idText = '', ...rest] = text.split('+');
  const keyId = fromHex(idText);
  // Base64 may contain a plus itself.
  const typed = fromBase64(rest.join('+'));
  if (!isKeyName(name) || !keyId.ok || keyId.value.length !== 4 || !typed.ok) {
    return refused('A verifier key is a name, a key id of eight hexadecimal digits and a key.');
  }
  const type = keyTypeOf(typed.value[0]);
  if (type === undefined) return refused('The type of the verifier key is not known here.');
  const key = typed.value.slice(1);
  if (!isValidKey('ed25519', key)) return refused('The key is no valid Ed25519 public key.');
  const parsed = verifierKey(name, type, key);
  if (toHex(parsed.keyId) === idText) return ok(parsed);
  return refused('The key id of the verifier key is not that of its name and key.');
}

function keyTypeOf(byte: number | undefined): NoteKeyType | undefined {
  return byte === LOG_KEY_TYPE || byte === COSIGNER_KEY_TYPE ? byte : undefined;
}

function refused(message: string): Result<never, ProtocolError> {
  return refusal('KEY_TEXT_NOT_VALID', message);
}
