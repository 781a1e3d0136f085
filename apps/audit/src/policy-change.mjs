import { fromBase64, sha256, toHex } from './bytes.mjs';
import { countGroup, satisfiedSince } from './cosigners.mjs';
import { isValidSignature } from './ed25519.mjs';
import { MAX_POLICY_BYTES, parsePolicy } from './policy.mjs';
import { CannotCheck, Mismatch, Sheet } from './verdict.mjs';

/** The first bytes of a policy change. */
export const POLICY_CHANGE_MAGIC = Buffer.from('madang/policy-change/1\n');
/** Bytes of a file (docs/spec/policy-change.md). */
export const MAX_POLICY_CHANGE_BYTES = 1_048_576;
const MAX_STEPS = 64;
const MAX_NOTE_BYTES = 16_384;
const TEXT = /^madang\/policy-change\/1\n([0-9a-f]{64})\n([0-9a-f]{64})\n([1-9][0-9]{0,5})\n$/;
const LINE = /^\u2014 ([^\p{White_Space}\p{Cc}+]+) ([^ ]+)$/u;

/**
 * @typedef {import('./policy.mjs').Policy} Policy
 * @typedef {{ from: string, to: string, text: string, policy: Policy,
 *   lines: { name: string, keyId: string, signature: Uint8Array }[] }} Step
 */

/**
 * Says whether a file leads from the policy that is believed to another one.
 * @param {Uint8Array} bytes
 * @param {Policy} policy
 */
export function checkPolicyChange(bytes, policy) {
  const sheet = new Sheet();
  const read = sheet.run('format', [], () => readSteps(bytes));
  const steps = sheet.run('chain', ['format'], () =>
    stepsFrom(/** @type {Step[]} */ (read), policy),
  );
  const signed = sheet.run('signature', ['chain'], () =>
    followSteps(/** @type {Step[]} */ (steps), policy),
  );
  const facts = signed
    ? { ledger: policy.ledger, changes: signed.count, signedBy: signed.names, believe: signed.to }
    : {};
  return { sheet, facts, notChecked: ['POLICY_CHOICE', 'SIGNERS_PERSON'] };
}

/** @param {Uint8Array} bytes */
function readSteps(bytes) {
  if (bytes.length > MAX_POLICY_CHANGE_BYTES) throw new Mismatch('POLICY_CHANGE_FORM');
  /** @type {Step[]} */
  const steps = [];
  for (let rest = Buffer.from(bytes); rest.length > 0; ) {
    const { step, length } = readStep(rest);
    const before = steps.at(-1);
    if (steps.length === MAX_STEPS || (before && before.to !== step.from)) {
      throw new Mismatch('POLICY_CHANGE_FORM');
    }
    steps.push(step);
    rest = rest.subarray(length);
  }
  if (steps.length === 0) throw new Mismatch('POLICY_CHANGE_FORM');
  return steps;
}

/**
 * @param {Buffer} bytes
 * @returns {{ step: Step, length: number }}
 */
function readStep(bytes) {
  const textEnd = bytes.indexOf('\n\n');
  const notesEnd = textEnd < 0 ? -1 : bytes.indexOf('\n\n', textEnd + 2);
  if (notesEnd < 0 || notesEnd + 1 > MAX_NOTE_BYTES) throw new Mismatch('POLICY_CHANGE_FORM');
  const text = bytes.subarray(0, textEnd + 1).toString('utf8');
  const [, from = '', to = '', size = '0'] = TEXT.exec(text) ?? [];
  const length = notesEnd + 2 + Number(size);
  const policyBytes = bytes.subarray(notesEnd + 2, length);
  requireNamed({ from, to, size: Number(size) }, policyBytes);
  const lines = readLines(bytes.subarray(textEnd + 2, notesEnd));
  return { step: { from, to, text, policy: parsePolicy(policyBytes), lines }, length };
}

/**
 * @param {{ from: string, to: string, size: number }} named what the signed text names
 * @param {Buffer} policy
 */
function requireNamed({ from, to, size }, policy) {
  const isWhole = size > 0 && size <= MAX_POLICY_BYTES && policy.length === size;
  if (!isWhole || from === to || toHex(sha256(policy)) !== to) {
    throw new Mismatch('POLICY_CHANGE_FORM');
  }
}

/** @param {Buffer} bytes */
function readLines(bytes) {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) throw new Mismatch('POLICY_CHANGE_FORM');
  const seen = new Set();
  return text.split('\n').map((line) => {
    const [, name = '', encoded = ''] = LINE.exec(line) ?? [];
    const signed = fromBase64(encoded);
    if (name === '' || signed?.length !== 68) throw new Mismatch('POLICY_CHANGE_FORM');
    const keyId = toHex(signed.subarray(0, 4));
    if (seen.has(`${name} ${keyId}`)) throw new Mismatch('SIGNED_TWICE', { names: [name] });
    seen.add(`${name} ${keyId}`);
    return { name, keyId, signature: signed.subarray(4) };
  });
}

/**
 * The steps from the policy on.
 * @param {Step[]} steps
 * @param {Policy} policy
 */
function stepsFrom(steps, policy) {
  const first = steps.findLastIndex(({ from }) => from === policy.fingerprint);
  if (first < 0) throw new Mismatch('POLICY_CHANGE_ELSEWHERE');
  const found = steps.slice(first);
  if (found.some((step) => step.policy.origin !== policy.origin)) {
    throw new Mismatch('POLICY_CHANGE_ELSEWHERE');
  }
  return found;
}

/**
 * @param {Step[]} steps
 * @param {Policy} policy
 */
function followSteps(steps, policy) {
  let old = policy;
  /** @type {string[]} */
  let names = [];
  for (const step of steps) {
    names = signersOf(step, old);
    old = step.policy;
  }
  return { count: steps.length, names, to: old.fingerprint };
}

/**
 * Who signed a step, if they are enough. A moment stands for each of them, for the groups.
 * @param {Step} step
 * @param {Policy} old
 */
function signersOf({ text, lines }, old) {
  /** @type {Map<string, bigint>} */
  const signed = new Map();
  for (const { name, keyId, signature } of lines) {
    const witness = [...old.witnesses].find(([, key]) => key.name === name && key.keyId === keyId);
    if (!witness || !isValidSignature(witness[1].key, Buffer.from(text), signature)) {
      throw new Mismatch('SIGNATURE_FALSE', { names: [name] });
    }
    signed.set(witness[0], 0n);
  }
  for (const group of [old.quorum, 'executors']) {
    const isMet = group !== 'none' && satisfiedSince(group, signed, old) !== undefined;
    if (!isMet) throw new CannotCheck('TOO_FEW_COSIGNERS', countGroup(group, signed, old));
  }
  return [...signed.keys()];
}
