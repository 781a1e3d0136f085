import { equalBytes, fromUtf8, ok, type Result } from '@madang/base';
import { prefixRoots } from '@madang/crypto';
import { MAX_PROOF_LINES, printHashes, readHashes } from './add-checkpoint.ts';
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { type ProtocolError, refusal } from './protocol-error.ts';

const FIRST_LINE = 'madang/equivocation/1';

/** What the file begins with. */
export const EQUIVOCATION_MAGIC = 'madang/equivocation/1\n';

/** Longest file, in bytes: two notes, and a proof with the hash that stands before it. */
export const MAX_EQUIVOCATION_SIZE_BYTES = 35_672;

/** Two checkpoints of one log that cannot both be true (docs/spec/equivocation.md). */
export interface Equivocation {
  /** The note of the smaller log, or of either if they have one size. */
  readonly first: string;
  readonly second: string;
  /**
   * Of different sizes, the prefix proof that leads from the second root to another first one; else
   * empty. Joined hashes.
   */
  readonly proof: Uint8Array;
}

/** The one form of an equivocation file. */
export function writeEquivocation({ first, second, proof }: Equivocation): string {
  return `${FIRST_LINE}\n${printHashes(proof)}\n${first}\n${second}`;
}

/**
 * Reads an equivocation file. Fails with `EQUIVOCATION_NOT_VALID`, also where the two checkpoints
 * do not contradict each other. No signature is verified here.
 */
export function parseEquivocation(bytes: Uint8Array): Result<OpenedEquivocation, ProtocolError> {
  const parts = partsOf(bytes);
  if (parts === undefined) {
    return invalid('The file is a first line, a proof and two checkpoints, empty lines between.');
  }
  const proof = readHashes(parts.proofLines);
  if (proof === undefined) return invalid('A line of the proof is one hash in base64.');
  const first = parseCheckpoint(parts.first);
  if (!first.ok) return first;
  const second = parseCheckpoint(parts.second);
  if (!second.ok) return second;
  const opened = { first: first.value, second: second.value, proof };
  const reason = whyNoContradiction(opened);
  return reason === undefined ? ok(opened) : invalid(reason);
}

interface Parts {
  readonly proofLines: readonly string[];
  readonly first: string;
  readonly second: string;
}

/** The parts of a file between empty lines, of which a checkpoint has one itself. */
function partsOf(bytes: Uint8Array): Parts | undefined {
  if (bytes.length > MAX_EQUIVOCATION_SIZE_BYTES) return undefined;
  const text = fromUtf8(bytes);
  const [head = '', ...texts] = text.ok ? text.value.split('\n\n') : [];
  const [firstLine, ...proofLines] = head.split('\n');
  if (firstLine !== FIRST_LINE || texts.length !== 4) return undefined;
  if (proofLines.length > MAX_PROOF_LINES + 1) return undefined;
  const [firstText = '', firstLines = '', secondText = '', secondLines = ''] = texts;
  const first = `${firstText}\n\n${firstLines}\n`;
  return { proofLines, first, second: `${secondText}\n\n${secondLines}` };
}

/** An equivocation taken apart. */
export interface OpenedEquivocation {
  readonly first: SignedCheckpoint;
  readonly second: SignedCheckpoint;
  readonly proof: Uint8Array;
}

/** Why two checkpoints can both be true, as far as the proof says; nothing if they cannot. */
function whyNoContradiction({ first, second, proof }: OpenedEquivocation): string | undefined {
  const [older, newer] = [first.checkpoint, second.checkpoint];
  if (older.origin !== newer.origin) return 'The two checkpoints are of different logs.';
  if (older.size > newer.size) return 'The smaller log stands second.';
  if (older.size === newer.size) {
    if (proof.length > 0) return 'Two logs of one size need no proof.';
    return equalBytes(older.root, newer.root) ? 'The two checkpoints say the same.' : undefined;
  }
  const roots = prefixRoots({ oldSize: older.size, newSize: newer.size }, proof);
  if (roots === undefined || !equalBytes(roots.newRoot, newer.root)) {
    return 'The proof does not lead to the second root.';
  }
  return equalBytes(roots.oldRoot, older.root) ? 'The second log continues the first.' : undefined;
}

function invalid(message: string): Result<never, ProtocolError> {
  return refusal('EQUIVOCATION_NOT_VALID', message);
}
