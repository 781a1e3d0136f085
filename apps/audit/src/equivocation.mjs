import { fromBase64, sameBytes } from './bytes.mjs';
import { readSigners } from './cosigners.mjs';
import { parseCheckpoint } from './note.mjs';
import { rootsOfPrefix } from './tree.mjs';
import { Mismatch, Sheet } from './verdict.mjs';

const FIRST_LINE = 'madang/equivocation/1';
const MAX_PROOF_LINES = 64;

/** The first bytes of an equivocation. */
export const EQUIVOCATION_MAGIC = Buffer.from(`${FIRST_LINE}\n`);
/** Bytes of a file (docs/spec/equivocation.md). */
export const MAX_EQUIVOCATION_BYTES = 35_672;

/**
 * @typedef {import('./policy.mjs').Policy} Policy
 * @typedef {import('./note.mjs').Checkpoint} Checkpoint
 * @typedef {{ first: Checkpoint, second: Checkpoint, proof: Uint8Array }} Equivocation
 */

/**
 * Says whether a file proves that somebody signed two logs that cannot both be true.
 * @param {Uint8Array} bytes
 * @param {Policy} policy
 */
export function checkEquivocation(bytes, policy) {
  const sheet = new Sheet();
  const read = sheet.run('format', [], () => decodeEquivocation(bytes));
  const given = /** @type {Equivocation} */ (read);
  sheet.run('chain', ['format'], () => requireLog(given, policy));
  sheet.run('contradiction', ['chain'], () => requireContradiction(given));
  const both = sheet.run(
    'culprits',
    ['contradiction'],
    () => requireCulprits(given, policy),
    (names) => ({ code: 'SIGNED_BOTH', details: { names } }),
  );
  const facts = read
    ? { ledger: policy.ledger, fromSize: read.first.size, logSize: read.second.size }
    : {};
  return {
    sheet,
    facts: both ? { ...facts, signedBoth: both } : facts,
    notChecked: ['POLICY_CHOICE', 'SIGNERS_PERSON'],
  };
}

/** @param {Uint8Array} bytes */
function decodeEquivocation(bytes) {
  if (bytes.length > MAX_EQUIVOCATION_BYTES) throw new Mismatch('EQUIVOCATION_FORM');
  const text = Buffer.from(bytes).toString('utf8');
  if (!Buffer.from(text).equals(Buffer.from(bytes))) throw new Mismatch('EQUIVOCATION_FORM');
  const [head = '', ...parts] = text.split('\n\n');
  const [first, ...lines] = head.split('\n');
  if (first !== FIRST_LINE || parts.length !== 4 || lines.length > MAX_PROOF_LINES) {
    throw new Mismatch('EQUIVOCATION_FORM');
  }
  const hashes = lines.map((line) => fromBase64(line));
  if (hashes.some((hash) => hash?.length !== 32)) throw new Mismatch('EQUIVOCATION_FORM');
  return {
    proof: new Uint8Array(Buffer.concat(/** @type {Uint8Array[]} */ (hashes))),
    first: parseCheckpoint(`${parts[0]}\n\n${parts[1]}\n`),
    second: parseCheckpoint(`${parts[2]}\n\n${parts[3]}`),
  };
}

/**
 * @param {Equivocation} given
 * @param {Policy} policy
 */
function requireLog({ first, second }, { origin }) {
  if (first.origin !== origin || second.origin !== origin)
    throw new Mismatch('CHAIN_OF_EQUIVOCATION');
}

/** @param {Equivocation} given */
function requireContradiction({ first, second, proof }) {
  if (first.size === second.size) {
    const differ = proof.length === 0 && !sameBytes(first.root, second.root);
    if (!differ) throw new Mismatch('NO_CONTRADICTION');
    return;
  }
  const roots = rootsOfPrefix(first.size, second.size, proof);
  const leads = roots !== undefined && sameBytes(roots.newer, second.root);
  if (!leads || sameBytes(roots.older, first.root)) throw new Mismatch('NO_CONTRADICTION');
}

/**
 * @param {Equivocation} given
 * @param {Policy} policy
 */
function requireCulprits({ first, second }, policy) {
  const [one, other] = [readSigners(first, policy), readSigners(second, policy)];
  const isLog = one.logKeys.some((keyId) => other.logKeys.includes(keyId));
  const both = [
    ...(isLog ? [policy.origin] : []),
    ...[...policy.witnesses.keys()].filter((name) => one.times.has(name) && other.times.has(name)),
  ];
  if (both.length === 0) throw new Mismatch('NOBODY_SIGNED_BOTH');
  return both;
}
