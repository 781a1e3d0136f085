import { concat, fromBase64, fromHex, ok, type Result, toBase64, toHex, utf8 } from '@madang/base';
import { type Note, parseNote } from './note.ts';
import { type ProtocolError, refusal } from './protocol-error.ts';

/** What a checkpoint says: the size and root of the log of this origin. */
export interface Checkpoint {
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  /** The tree's root, 32 bytes. */
  readonly root: Uint8Array;
}

/** A checkpoint with its note, signatures not yet verified. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
}

/** The origin of a ledger's log (docs/spec/checkpoint.md). */
export function ledgerOrigin(name: string, chain: Uint8Array): string {
  return `madang/${name}/${toHex(chain)}`;
}

/** The name of the key with which an institution cosigns. */
export function cosignerName(ledgerName: string, institution: string): string {
  return `madang/${ledgerName}/${institution}`;
}

/** A ledger as its origin names it. */
export interface LedgerId {
  readonly name: string;
  /** The genesis hash. */
  readonly chain: Uint8Array;
}

/** The ledger of an origin; nothing if the text is the origin of no Madang ledger. */
export function parseOrigin(origin: string): LedgerId | undefined {
  const [, name, hex] = /^madang\/([a-z][a-z0-9-]{2,31})\/([0-9a-f]{64})$/.exec(origin) ?? [];
  if (name === undefined || hex === undefined) return undefined;
  const chain = fromHex(hex);
  return chain.ok ? { name, chain: chain.value } : undefined;
}

/** The text that the signatures of a checkpoint sign, its last newline included. */
export function checkpointBody({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${String(size)}\n${toBase64(root)}\n`;
}

/**
 * The message of a cosignature: the text of the note with a time before it. `timeSeconds` since
 * 1970.
 */
export function cosignatureMessage(noteText: string, timeSeconds: number): Uint8Array {
  return concat(utf8(`cosignature/v1\ntime ${String(timeSeconds)}\n`), utf8(noteText));
}

/**
 * Takes a checkpoint's note apart. Fails as {@link parseNote} does, and with `CHECKPOINT_NOT_VALID`
 * if the text is not exactly origin, size and root. No signature is verified here.
 */
export function parseCheckpoint(text: string): Result<SignedCheckpoint, ProtocolError> {
  const note = parseNote(text);
  if (!note.ok) return note;
  const [origin = '', sizeText = '', rootText = '', end, ...more] = note.value.text.split('\n');
  const size = parseSize(sizeText);
  const root = fromBase64(rootText);
  const isWhole = origin !== '' && end === '' && more.length === 0;
  if (!isWhole || size === undefined || !root.ok || root.value.length !== 32) {
    return refusal(
      'CHECKPOINT_NOT_VALID',
      'A checkpoint has three lines: the origin, the size in decimal and the root in base64.',
    );
  }
  return ok({ checkpoint: { origin, size, root: root.value }, note: note.value });
}

function parseSize(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const size = Number(text);
  return Number.isSafeInteger(size) ? size : undefined;
}
