import { isUtf8 } from 'node:buffer';
import { sha256, toHex } from './bytes.mjs';
import { COSIGNATURE, hasControlCharacter, LOG_SIGNATURE, parseVerifierKey } from './note.mjs';
import { Mismatch } from './verdict.mjs';

/** Bytes of a policy file that this program reads. */
export const MAX_POLICY_BYTES = 65_536;
const MAX_NAMES = 256;
const ORIGIN = /^madang\/([a-z][a-z0-9-]{2,31})\/([0-9a-f]{64})$/;
const EXECUTORS = 'executors';

/**
 * @typedef {import('./note.mjs').VerifierKey} VerifierKey
 * @typedef {{ name: string, threshold: number, members: string[] }} Group
 * @typedef {{ logs: VerifierKey[], origin: string, ledger: string, chain: Uint8Array,
 *   witnesses: Map<string, VerifierKey>, groups: Map<string, Group>, quorum: string,
 *   fingerprint: string }} Policy
 */

/**
 * Parses a trust policy: the format of C2SP tlog-policy and the two rules of
 * docs/spec/checkpoint.md. Throws a Mismatch with a code beginning POLICY_ or VKEY_.
 * @param {Uint8Array} bytes the file
 * @returns {Policy}
 */
export function parsePolicy(bytes) {
  if (bytes.length > MAX_POLICY_BYTES) throw new Mismatch('POLICY_TOO_LONG');
  if (!isUtf8(bytes)) throw new Mismatch('POLICY_NOT_UTF8');
  // Latin-1 keeps every byte apart without interpreting any: names are opaque in this format.
  const source = Buffer.from(bytes).toString('latin1');
  if (hasControlCharacter(source, '\t\n') || source.includes('\x7f')) {
    throw new Mismatch('POLICY_CONTROL_CHARACTER');
  }
  const draft = new PolicyDraft();
  source.split('\n').forEach((line, at) => {
    try {
      draft.read(line.split(/[ \t]+/).filter((word) => word !== ''));
    } catch (error) {
      if (error instanceof Mismatch) error.details = { line: at + 1, ...error.details };
      throw error;
    }
  });
  return draft.finish(toHex(sha256(bytes)));
}

class PolicyDraft {
  constructor() {
    /** @type {VerifierKey[]} */
    this.logs = [];
    /** @type {Map<string, VerifierKey>} */
    this.witnesses = new Map();
    /** @type {Map<string, Group>} */
    this.groups = new Map();
    /** @type {string | undefined} */
    this.quorum = undefined;
    this.taken = new Set();
    this.keys = new Set();
  }

  /** @param {string[]} words one line */
  read([keyword, ...words]) {
    if (keyword === undefined || keyword.startsWith('#')) return;
    if (keyword === 'log') this.readLog(words);
    else if (keyword === 'witness') this.readWitness(words);
    else if (keyword === 'group') this.readGroup(words);
    else if (keyword === 'quorum') this.readQuorum(words);
    else throw new Mismatch('POLICY_KEYWORD', { keyword });
  }

  /** @param {string[]} words */
  readLog([vkey = '', , ...rest]) {
    const key = this.readKey(vkey, LOG_SIGNATURE, rest);
    if (this.logs.some((other) => other.name !== key.name)) throw new Mismatch('POLICY_TWO_LOGS');
    this.logs.push(key);
  }

  /** @param {string[]} words */
  readWitness([name = '', vkey = '', , ...rest]) {
    this.take(name);
    this.witnesses.set(name, this.readKey(vkey, COSIGNATURE, rest));
  }

  /**
   * @param {string} vkey
   * @param {number} type
   * @param {string[]} rest words after the address, which should be none
   */
  readKey(vkey, type, rest) {
    if (rest.length > 0) throw new Mismatch('POLICY_LINE');
    const key = parseVerifierKey(Buffer.from(vkey, 'latin1').toString('utf8'));
    if (key.type !== type) throw new Mismatch('VKEY_TYPE', { type: key.type });
    const material = `${type} ${toHex(key.key)}`;
    if (this.keys.has(material)) throw new Mismatch('POLICY_KEY_TWICE', { name: key.name });
    this.keys.add(material);
    return key;
  }

  /** @param {string[]} words */
  readGroup([name = '', rule = '', ...members]) {
    const threshold = thresholdOf(rule, members.length);
    for (const member of members) this.useMember(member);
    this.take(name);
    this.groups.set(name, { name, threshold, members });
  }

  /** @param {string} member */
  useMember(member) {
    if (!this.witnesses.has(member) && !this.groups.has(member)) {
      throw new Mismatch('POLICY_NAME_UNKNOWN', { name: member });
    }
    if (this.taken.has(`member ${member}`)) throw new Mismatch('POLICY_MEMBER_TWICE', { member });
    this.taken.add(`member ${member}`);
  }

  /** @param {string[]} words */
  readQuorum([name = '', ...rest]) {
    if (rest.length > 0 || this.quorum !== undefined) throw new Mismatch('POLICY_QUORUM');
    if (name !== 'none' && !this.witnesses.has(name) && !this.groups.has(name)) {
      throw new Mismatch('POLICY_NAME_UNKNOWN', { name });
    }
    this.quorum = name;
  }

  /** @param {string} name */
  take(name) {
    if (name === '' || name === 'none' || this.witnesses.has(name) || this.groups.has(name)) {
      throw new Mismatch('POLICY_NAME', { name });
    }
    if (this.witnesses.size + this.groups.size >= MAX_NAMES) throw new Mismatch('POLICY_TOO_LONG');
  }

  /**
   * @param {string} fingerprint
   * @returns {Policy}
   */
  finish(fingerprint) {
    const log = this.logs[0];
    if (log === undefined) throw new Mismatch('POLICY_NO_LOG');
    if (this.quorum === undefined) throw new Mismatch('POLICY_QUORUM');
    if (!this.groups.has(EXECUTORS)) throw new Mismatch('POLICY_NO_EXECUTORS');
    const [, ledger = '', chain = ''] = ORIGIN.exec(log.name) ?? [];
    if (chain === '') throw new Mismatch('POLICY_ORIGIN', { name: log.name });
    return {
      logs: this.logs,
      origin: log.name,
      ledger,
      chain: new Uint8Array(Buffer.from(chain, 'hex')),
      witnesses: this.witnesses,
      groups: this.groups,
      quorum: this.quorum,
      fingerprint,
    };
  }
}

/**
 * @param {string} rule
 * @param {number} members
 */
function thresholdOf(rule, members) {
  const named = rule === 'any' ? 1 : members;
  const isNumber = /^[1-9][0-9]{0,3}$/.test(rule);
  const threshold = isNumber ? Number(rule) : named;
  const isKnown = isNumber || rule === 'any' || rule === 'all';
  if (!isKnown || threshold < 1 || threshold > members) throw new Mismatch('POLICY_THRESHOLD');
  return threshold;
}
