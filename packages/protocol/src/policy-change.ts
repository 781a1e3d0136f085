import { fromUtf8, ok, type Result, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { joinNote, type Note, type NoteSignature, parseNote } from './note.ts';
import { MAX_POLICY_SIZE_BYTES, type Policy, parsePolicy } from './policy.ts';
import { type ProtocolError, refusal } from './protocol-error.ts';

const FIRST_LINE = 'madang/policy-change/1';

/** What the file begins with. */
export const POLICY_CHANGE_MAGIC = 'madang/policy-change/1\n';

/** Longest file, in bytes. */
export const MAX_POLICY_CHANGES_SIZE_BYTES = 1_048_576;

/** Most steps of a file. */
export const MAX_POLICY_CHANGES = 64;

/** One step: a policy takes the place of another (docs/spec/policy-change.md). */
export interface PolicyChange {
  /** Fingerprints, lower-case hexadecimal. */
  readonly from: string;
  readonly to: string;
  /** What is signed, and by whom; no signature is verified here. */
  readonly note: Note;
  readonly policy: Policy;
  readonly policyText: string;
}

/** The text that signs the change of one policy into another. */
export function policyChangeText(oldPolicy: string, newPolicy: string): string {
  const [from, to] = [oldPolicy, newPolicy].map((text) => toHex(sha256(utf8(text))));
  return `${FIRST_LINE}\n${from ?? ''}\n${to ?? ''}\n${String(utf8(newPolicy).length)}\n`;
}

/** The one form of a step. */
export function writePolicyChange(
  oldPolicy: string,
  newPolicy: string,
  signatures: readonly NoteSignature[],
): string {
  return `${joinNote(policyChangeText(oldPolicy, newPolicy), signatures)}\n${newPolicy}`;
}

/**
 * Reads the steps of a file. Fails with `POLICY_CHANGE_NOT_VALID`, also where a step does not
 * continue the one before, or as `parseNote` and `parsePolicy` do.
 */
export function parsePolicyChanges(
  bytes: Uint8Array,
): Result<readonly PolicyChange[], ProtocolError> {
  if (bytes.length > MAX_POLICY_CHANGES_SIZE_BYTES) return invalid('The file is too long.');
  const steps: PolicyChange[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (steps.length >= MAX_POLICY_CHANGES) return invalid('The file has too many steps.');
    const step = readStep(bytes.subarray(at));
    if (!step.ok) return step;
    const { change, sizeBytes } = step.value;
    const before = steps.at(-1);
    if (before !== undefined && before.to !== change.from) {
      return invalid('A step does not continue the one before it.');
    }
    steps.push(change);
    at += sizeBytes;
  }
  return steps.length === 0 ? invalid('The file is empty.') : ok(steps);
}

interface ReadStep {
  readonly change: PolicyChange;
  readonly sizeBytes: number;
}

function readStep(bytes: Uint8Array): Result<ReadStep, ProtocolError> {
  const head = headOf(bytes);
  if (head === undefined) return invalid('A step is a signed text of four lines and a policy.');
  const named = namedIn(head.text);
  if (named === undefined) return invalid('A step names two policies and the size of the new one.');
  const { from, to } = named;
  const end = head.sizeBytes + named.sizeBytes;
  const policyText = newPolicy(bytes.subarray(head.sizeBytes, end), named);
  if (policyText === undefined) {
    return invalid('The new policy is not the one that the step names.');
  }
  const note = parseNote(head.note);
  if (!note.ok) return note;
  const policy = parsePolicy(policyText);
  if (!policy.ok) return policy;
  const change = { from, to, note: note.value, policy: policy.value, policyText };
  return ok({ change, sizeBytes: end });
}

/** What the signed text of a step names. */
interface Named {
  readonly from: string;
  readonly to: string;
  readonly sizeBytes: number;
}

function namedIn(text: string): Named | undefined {
  const [, from, to, sizeText] = FORM.exec(text) ?? [];
  if (from === undefined || to === undefined || from === to) return undefined;
  const sizeBytes = Number(sizeText);
  return sizeBytes > MAX_POLICY_SIZE_BYTES ? undefined : { from, to, sizeBytes };
}

function newPolicy(bytes: Uint8Array, { to, sizeBytes }: Named): string | undefined {
  if (bytes.length !== sizeBytes || toHex(sha256(bytes)) !== to) return undefined;
  const text = fromUtf8(bytes);
  return text.ok ? text.value : undefined;
}

const FORM = /^madang\/policy-change\/1\n([0-9a-f]{64})\n([0-9a-f]{64})\n([1-9][0-9]{0,5})\n$/;

interface Head {
  readonly text: string;
  readonly note: string;
  /** Up to where the policy begins. */
  readonly sizeBytes: number;
}

/** What stands before the policy: up to the second empty line. */
function headOf(bytes: Uint8Array): Head | undefined {
  const first = emptyLineFrom(bytes, 0);
  const second = first === undefined ? undefined : emptyLineFrom(bytes, first + 2);
  if (first === undefined || second === undefined) return undefined;
  const note = fromUtf8(bytes.subarray(0, second + 1));
  const text = fromUtf8(bytes.subarray(0, first + 1));
  return note.ok && text.ok
    ? { text: text.value, note: note.value, sizeBytes: second + 2 }
    : undefined;
}

const NEWLINE = 0x0a;

/** Where the first two newlines in a row stand, in the bytes that a head can have. */
function emptyLineFrom(bytes: Uint8Array, from: number): number | undefined {
  const until = Math.min(bytes.length - 1, MAX_HEAD_BYTES);
  for (let at = from; at < until; at++) {
    if (bytes[at] === NEWLINE && bytes[at + 1] === NEWLINE) return at;
  }
  return undefined;
}

/** A note, and the newline behind it. */
const MAX_HEAD_BYTES = 16_385;

function invalid(message: string): Result<never, ProtocolError> {
  return refusal('POLICY_CHANGE_NOT_VALID', message);
}
