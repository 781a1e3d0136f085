import { utf8 } from '@madang/base';
import { verifySignature } from '@madang/crypto';
import { cosignatureMessage } from './checkpoint.ts';
import { isSameKey, type Note, type NoteSignature } from './note.ts';
import { COSIGNER_KEY_TYPE, type VerifierKey } from './verifier-key.ts';

/**
 * Whether a key signed a note. `wrong`: a line bears its name and key id, but not its signature.
 */
export type SignatureState = 'signed' | 'missing' | 'wrong';

/** What a note says of one key. */
export interface LineVerdict {
  readonly state: SignatureState;
  /** The time of a cosignature, ms; there exactly if a cosigner signed. */
  readonly timeMs?: number;
}

const TIME_SIZE_BYTES = 8;
const MAX_TIME_SECONDS = BigInt(Number.MAX_SAFE_INTEGER) / 1000n;

/** Verifies the line of a key in a note, in the form that the key's type has. */
export async function checkLine(key: VerifierKey, note: Note): Promise<LineVerdict> {
  const line = note.signatures.find((one) => isSameKey(one, key));
  if (line === undefined) return { state: 'missing' };
  if (key.type === COSIGNER_KEY_TYPE) return checkCosignature(key, note.text, line);
  const isValid = await verifySignature('ed25519', key.key, utf8(note.text), line.signature);
  return { state: isValid ? 'signed' : 'wrong' };
}

async function checkCosignature(
  key: VerifierKey,
  noteText: string,
  line: NoteSignature,
): Promise<LineVerdict> {
  const timeSeconds = cosignatureTime(line);
  if (timeSeconds === undefined) return { state: 'wrong' };
  const message = cosignatureMessage(noteText, timeSeconds);
  const signature = line.signature.subarray(TIME_SIZE_BYTES);
  const isValid = await verifySignature('ed25519', key.key, message, signature);
  return isValid ? { state: 'signed', timeMs: timeSeconds * 1000 } : { state: 'wrong' };
}

/** Seconds since 1970; nothing if they do not fit a time in ms. */
function cosignatureTime({ signature }: NoteSignature): number | undefined {
  if (signature.length < TIME_SIZE_BYTES) return undefined;
  let seconds = 0n;
  for (const byte of signature.subarray(0, TIME_SIZE_BYTES)) {
    seconds = seconds * 256n + BigInt(byte);
  }
  return seconds <= MAX_TIME_SECONDS ? Number(seconds) : undefined;
}
