import { equalBytes, isWellFormed, ok, type Result, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { parseOrigin } from './checkpoint.ts';
import { isSameKey } from './note.ts';
import { type ProtocolCode, type ProtocolError, refusal } from './protocol-error.ts';
import {
  COSIGNER_KEY_TYPE,
  LOG_KEY_TYPE,
  type NoteKeyType,
  parseVerifierKey,
  type VerifierKey,
} from './verifier-key.ts';

/** Longest policy, in bytes. */
export const MAX_POLICY_SIZE_BYTES = 65_536;

/** Most witnesses, and most groups, of a policy. */
export const MAX_POLICY_WITNESSES = 128;

/** Most logs of a policy, as many as a genesis has node keys. */
export const MAX_POLICY_LOGS = 32;

/** Deepest nesting of groups; a group of witnesses has depth 1. */
export const MAX_POLICY_DEPTH = 8;

/** The group whose threshold statements about state need. */
export const EXECUTORS = 'executors';

/** The quorum that is always met. */
export const NO_QUORUM = 'none';

/** A key that cosigns, under the short name that the policy gives it. */
export interface PolicyWitness {
  readonly name: string;
  readonly key: VerifierKey;
  /** What stands behind the key: by C2SP the address at which a log asks it. Not looked at here. */
  readonly url?: string;
}

/** A group is satisfied when at least `threshold` of its members are. */
export interface PolicyGroup {
  readonly name: string;
  readonly threshold: number;
  /** Short names of witnesses and of groups that stand before this one. */
  readonly members: readonly string[];
}

/** Which keys a verifier believes (docs/spec/checkpoint.md). */
export interface Policy {
  readonly origin: string;
  /** The ledger's name and genesis hash, from the origin. */
  readonly ledgerName: string;
  readonly chain: Uint8Array;
  /** Node keys; one origin. */
  readonly logs: readonly VerifierKey[];
  readonly witnesses: readonly PolicyWitness[];
  /** In the order of the file: members stand before the groups that name them. */
  readonly groups: readonly PolicyGroup[];
  readonly executors: PolicyGroup;
  /** Short name of a witness or group, or `none`. */
  readonly quorum: string;
}

/**
 * H(policy bytes): what letters and institutions publish of a policy. Fails on a text that has no
 * UTF-8.
 */
export function policyFingerprint(text: string): Result<Uint8Array, ProtocolError> {
  if (isWellFormed(text)) return ok(sha256(utf8(text)));
  return refusal('POLICY_NOT_VALID', 'The policy is not a text in UTF-8.');
}

/** A fingerprint as it is printed: hexadecimal digits in groups of four. */
export function printFingerprint(fingerprint: Uint8Array): string {
  return toHex(fingerprint).replaceAll(/[0-9a-f]{4}(?=.)/g, '$& ');
}

/**
 * Reads a policy. Fails with a code `POLICY_…` and, in `at`, the number of the line. C2SP allows a
 * URL after a verifier key.
 */
export function parsePolicy(text: string): Result<Policy, ProtocolError> {
  if (text.length > MAX_POLICY_SIZE_BYTES) return tooLong();
  if (!isWellFormed(text) || POLICY_FORBIDDEN.test(text)) {
    return refusal('POLICY_NOT_VALID', 'The policy has characters that no policy can have.');
  }
  if (utf8(text).length > MAX_POLICY_SIZE_BYTES) return tooLong();
  const draft: Draft = { logs: [], witnesses: [], groups: [], quorums: [], names: new Map() };
  for (const [index, line] of text.split('\n').entries()) {
    const [keyword = '', ...words] = line.split(/[ \t]+/).filter((word) => word !== '');
    if (keyword === '' || keyword.startsWith('#')) continue;
    const problem = readLine(draft, keyword, words);
    if (problem !== undefined) return refusal(...problem, String(index + 1));
  }
  return finish(draft);
}

/** Control characters other than tab and newline. */
const POLICY_FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f]/;

interface NameUse {
  /** 0 for a witness. */
  readonly depth: number;
  isMember: boolean;
}

interface Draft {
  readonly logs: VerifierKey[];
  readonly witnesses: PolicyWitness[];
  readonly groups: PolicyGroup[];
  readonly quorums: string[];
  readonly names: Map<string, NameUse>;
}

/** What is wrong with a line; nothing if it was taken. */
type Problem = readonly [ProtocolCode, string] | undefined;

function readLine(draft: Draft, keyword: string, words: readonly string[]): Problem {
  switch (keyword) {
    case 'log':
      return readLog(draft, words);
    case 'witness':
      return readWitness(draft, words);
    case 'group':
      return readGroup(draft, words);
    case 'quorum':
      return readQuorum(draft, words);
    default:
      return ['POLICY_NOT_VALID', 'A line begins with log, witness, group, quorum or #.'];
  }
}

function readLog(draft: Draft, [keyText, , ...more]: readonly string[]): Problem {
  if (keyText === undefined || more.length > 0) {
    return ['POLICY_NOT_VALID', 'A log line has one verifier key and at most one URL.'];
  }
  if (draft.logs.length >= MAX_POLICY_LOGS) {
    return ['POLICY_TOO_MANY', `A policy has at most ${MAX_POLICY_LOGS} logs.`];
  }
  const key = readKey(keyText, LOG_KEY_TYPE);
  if (!key.ok) return key.error;
  if (draft.logs.some((known) => isOneKey(known, key.value))) return TWICE;
  draft.logs.push(key.value);
  return undefined;
}

function readWitness(draft: Draft, [name, keyText, url, ...more]: readonly string[]): Problem {
  if (name === undefined || keyText === undefined || more.length > 0) {
    return ['POLICY_NOT_VALID', 'A witness line has a name, a verifier key and at most one URL.'];
  }
  if (draft.witnesses.length >= MAX_POLICY_WITNESSES) {
    return ['POLICY_TOO_MANY', `A policy has at most ${MAX_POLICY_WITNESSES} witnesses.`];
  }
  const key = readKey(keyText, COSIGNER_KEY_TYPE);
  if (!key.ok) return key.error;
  if (draft.witnesses.some((known) => isOneKey(known.key, key.value))) return TWICE;
  draft.witnesses.push({ name, key: key.value, ...(url === undefined ? {} : { url }) });
  return define(draft, name, 0);
}

function readGroup(draft: Draft, [name, howMany, ...members]: readonly string[]): Problem {
  if (name === undefined || howMany === undefined || members.length === 0) {
    return ['POLICY_NOT_VALID', 'A group line has a name, a threshold and members.'];
  }
  if (draft.groups.length >= MAX_POLICY_WITNESSES) {
    return ['POLICY_TOO_MANY', `A policy has at most ${MAX_POLICY_WITNESSES} groups.`];
  }
  const threshold = readThreshold(howMany, members.length);
  if (threshold === undefined) {
    return ['POLICY_THRESHOLD_NOT_VALID', 'A threshold is any, all, or from 1 to the members.'];
  }
  let depth = 0;
  for (const member of members) {
    const use = draft.names.get(member);
    if (use === undefined) return UNKNOWN;
    if (use.isMember) {
      return ['POLICY_NAME_TWICE', 'A name is a member of one group, and once, so it counts once.'];
    }
    use.isMember = true;
    depth = Math.max(depth, use.depth);
  }
  if (depth >= MAX_POLICY_DEPTH) {
    return ['POLICY_TOO_DEEP', `Groups are nested at most ${MAX_POLICY_DEPTH} deep.`];
  }
  draft.groups.push({ name, threshold, members });
  return define(draft, name, depth + 1);
}

function readQuorum(draft: Draft, [name, ...more]: readonly string[]): Problem {
  if (name === undefined || more.length > 0 || draft.quorums.length > 0) {
    return ['POLICY_QUORUM_NOT_VALID', 'There is one quorum line, and it has one name.'];
  }
  if (name !== NO_QUORUM && !draft.names.has(name)) return UNKNOWN;
  draft.quorums.push(name);
  return undefined;
}

const TWICE: Problem = ['POLICY_KEY_TWICE', 'One key stands on two lines.'];
const UNKNOWN: Problem = ['POLICY_NAME_UNKNOWN', 'A name is used that no line before defines.'];

function define(draft: Draft, name: string, depth: number): Problem {
  if (name === NO_QUORUM) return ['POLICY_NAME_NOT_VALID', 'The name none has its own meaning.'];
  if (draft.names.has(name)) return ['POLICY_NAME_TWICE', 'A name is defined twice.'];
  draft.names.set(name, { depth, isMember: false });
  return undefined;
}

function readThreshold(text: string, members: number): number | undefined {
  if (text === 'any') return 1;
  if (text === 'all') return members;
  const threshold = /^[1-9][0-9]{0,2}$/.test(text) ? Number(text) : 0;
  return threshold >= 1 && threshold <= members ? threshold : undefined;
}

function readKey(text: string, type: NoteKeyType): Result<VerifierKey, Problem> {
  const key = parseVerifierKey(text);
  if (!key.ok) return { ok: false, error: ['POLICY_KEY_NOT_VALID', key.error.message] };
  if (key.value.type === type) return key;
  const message = 'A log has a key of type 01 and a witness one of type 04.';
  return { ok: false, error: ['POLICY_KEY_NOT_VALID', message] };
}

/**
 * One public key under two names would count twice; one name and key id could not be told apart.
 */
function isOneKey(left: VerifierKey, right: VerifierKey): boolean {
  return equalBytes(left.key, right.key) || isSameKey(left, right);
}

function finish(draft: Draft): Result<Policy, ProtocolError> {
  const [first] = draft.logs;
  if (first === undefined) return refusal('POLICY_LOG_MISSING', 'The policy names no log.');
  const ledger = parseOrigin(first.name);
  if (ledger === undefined || draft.logs.some((log) => log.name !== first.name)) {
    const message = 'All logs of the policy bear the origin of one ledger as their name.';
    return refusal('POLICY_ORIGIN_NOT_VALID', message);
  }
  const [quorum] = draft.quorums;
  if (quorum === undefined) {
    return refusal('POLICY_QUORUM_NOT_VALID', 'The policy has no quorum line.');
  }
  const executors = draft.groups.find((group) => group.name === EXECUTORS);
  const isWitness = (name: string) => draft.names.get(name)?.depth === 0;
  if (executors === undefined || !executors.members.every(isWitness)) {
    const message = 'The policy needs a group executors whose members are witnesses.';
    return refusal('POLICY_EXECUTORS_NOT_VALID', message);
  }
  const { logs, witnesses, groups } = draft;
  const { name: ledgerName, chain } = ledger;
  const origin = first.name;
  return ok({ origin, ledgerName, chain, logs, witnesses, groups, executors, quorum });
}

function tooLong(): Result<never, ProtocolError> {
  return refusal('POLICY_TOO_LONG', `A policy has at most ${MAX_POLICY_SIZE_BYTES} bytes.`);
}
