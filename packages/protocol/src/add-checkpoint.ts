import { concat, fromBase64, ok, type Result, toBase64 } from '@madang/base';
import { type ProtocolError, refusal } from './protocol-error.ts';

/** Most hashes of the consistency proof of a request. */
export const MAX_PROOF_LINES = 63;

const HASH_SIZE_BYTES = 32;
/**
 * Longest request, in bytes: `old `, sixteen digits and a newline, 63 hashes of 44 characters with
 * newlines, the empty line, and a note.
 */
export const MAX_ADD_CHECKPOINT_SIZE_BYTES = 19_241;

/** What a log asks of a witness (C2SP tlog-witness, `add-checkpoint`). */
export interface AddCheckpoint {
  /** The size that the witness cosigned last, as far as the log knows. */
  readonly oldSize: number;
  /** The hashes of the consistency proof from that size, joined. */
  readonly proof: Uint8Array;
  /** The checkpoint with its signatures, not yet taken apart. */
  readonly note: string;
}

/**
 * Reads the body of a request. Fails with `ADD_CHECKPOINT_NOT_VALID`. The checkpoint in it is not
 * looked at.
 */
export function parseAddCheckpoint(text: string): Result<AddCheckpoint, ProtocolError> {
  const blank = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, Math.max(0, blank)).split('\n');
  const [, sizeText = ''] = /^old (0|[1-9][0-9]{0,15})$/.exec(first) ?? [];
  const oldSize = Number(sizeText);
  if (sizeText === '' || !Number.isSafeInteger(oldSize)) {
    return invalid('A request begins with the word old, a size and an empty line before the note.');
  }
  if (lines.length > MAX_PROOF_LINES) {
    return invalid(`A consistency proof has at most ${String(MAX_PROOF_LINES)} lines.`);
  }
  const proof = readHashes(lines);
  if (proof === undefined) return invalid('A line of a proof is one hash in base64.');
  return ok({ oldSize, proof, note: text.slice(blank + 2) });
}

/** The body of a request, as {@link parseAddCheckpoint} reads it. */
export function writeAddCheckpoint({ oldSize, proof, note }: AddCheckpoint): string {
  return `old ${String(oldSize)}\n${printHashes(proof)}\n${note}`;
}

/** Joined hashes as lines of base64, each with its newline. */
export function printHashes(joined: Uint8Array): string {
  let text = '';
  for (let at = 0; at < joined.length; at += HASH_SIZE_BYTES) {
    text += `${toBase64(joined.subarray(at, at + HASH_SIZE_BYTES))}\n`;
  }
  return text;
}

/** The hashes of lines of base64, joined; nothing if a line is not one hash. */
export function readHashes(lines: readonly string[]): Uint8Array | undefined {
  const hashes: Uint8Array[] = [];
  for (const line of lines) {
    const hash = fromBase64(line);
    if (!hash.ok || hash.value.length !== HASH_SIZE_BYTES) return undefined;
    hashes.push(hash.value);
  }
  return concat(...hashes);
}

function invalid(message: string): Result<never, ProtocolError> {
  return refusal('ADD_CHECKPOINT_NOT_VALID', message);
}
