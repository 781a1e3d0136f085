import { equalBytes, ok, type Result, toHex } from '@madang/base';
import { cosignerName } from './checkpoint.ts';
import type { Institution } from './genesis.ts';
import { EXECUTORS, type Policy, type PolicyWitness, parsePolicy } from './policy.ts';
import type { ProtocolError } from './protocol-error.ts';
import { COSIGNER_KEY_TYPE, LOG_KEY_TYPE, printVerifierKey, verifierKey } from './verifier-key.ts';

/** Who cosigns a ledger now. */
export type PolicyMember = Pick<Institution, 'id' | 'cosigner'>;

/** How a policy differs from the institutions that there are. */
export interface PolicyLag {
  /** Ids of institutions whose cosigner key is none of the executors' in the policy, ascending. */
  readonly missing: readonly string[];
  /** Short names of executors in the policy that cosign no more. */
  readonly over: readonly string[];
}

/** Tells whether a policy names the institutions of now, with their keys. */
export function policyLag(
  policy: Pick<Policy, 'ledgerName' | 'witnesses' | 'executors'>,
  members: readonly PolicyMember[],
): PolicyLag {
  const { members: names } = policy.executors;
  const executors = policy.witnesses.filter(({ name }) => names.includes(name));
  const isKeyOf = ({ key }: PolicyWitness, { id, cosigner }: PolicyMember): boolean =>
    key.name === cosignerName(policy.ledgerName, id) && equalBytes(key.key, cosigner);
  const missing = members.filter((one) => !executors.some((known) => isKeyOf(known, one)));
  const over = executors.filter((known) => !members.some((one) => isKeyOf(known, one)));
  return { missing: missing.map(({ id }) => id), over: over.map(({ name }) => name) };
}

/** What the policy after another one is made from. */
export interface NextPolicySource {
  /** The policy that holds until now. */
  readonly text: string;
  /** The institutions of now, ascending by id. */
  readonly members: readonly PolicyMember[];
  /** How many of them must have cosigned. */
  readonly threshold: number;
  /** Node keys that are added to those that sign as the log. */
  readonly nodeKeys?: readonly Uint8Array[];
}

/**
 * The policy that follows another one when institutions came, went or have new keys: these are its
 * executors, under their ids. Everything else stays as it is. Keys that are over stay as witnesses
 * of no group: what they signed is checked as before and counts for nothing. The same for the same
 * source, so that everybody who signs the change can make it. Fails as {@link parsePolicy} does.
 */
export function nextPolicy(source: NextPolicySource): Result<string, ProtocolError> {
  const { text, members, threshold, nodeKeys = [] } = source;
  const before = parsePolicy(text);
  if (!before.ok) return before;
  const { ledgerName, origin, witnesses, logs } = before.value;
  const lines = linesByKeyword(text);
  const added = nodeKeys.filter((key) => !logs.some((log) => equalBytes(log.key, key)));
  const others = witnesses.filter(({ key }) => !key.name.startsWith(cosignerName(ledgerName, '')));
  const past = witnesses.filter(
    (one) => !others.includes(one) && !members.some((member) => isSame(one, member)),
  );
  const ids = members.map(({ id }) => id);
  const written = [
    ...lines('#'),
    ...lines('log'),
    ...added.map((key) => `log ${printVerifierKey(verifierKey(origin, LOG_KEY_TYPE, key))}`),
    ...members.map(({ id, cosigner }) => {
      const key = verifierKey(cosignerName(ledgerName, id), COSIGNER_KEY_TYPE, cosigner);
      return `witness ${id} ${printVerifierKey(key)}`;
    }),
    ...past.map(({ key }) => `witness past-${toHex(key.keyId)} ${printVerifierKey(key)}`),
    ...others.map(witnessLine),
    `group ${EXECUTORS} ${String(threshold)} ${ids.join(' ')}`,
    ...lines('group').filter((line) => line.split(/[ \t]+/)[1] !== EXECUTORS),
    ...lines('quorum'),
  ];
  const next = `${written.join('\n')}\n`;
  const parsed = parsePolicy(next);
  return parsed.ok ? ok(next) : parsed;
}

/** The key is the same; its name follows from the institution. */
function isSame({ key }: PolicyWitness, { cosigner }: PolicyMember): boolean {
  return equalBytes(key.key, cosigner);
}

function witnessLine({ name, key, url }: PolicyWitness): string {
  return `witness ${name} ${printVerifierKey(key)}${url === undefined ? '' : ` ${url}`}`;
}

/** The lines of a policy that begin with a word, without spaces around them. */
function linesByKeyword(text: string): (keyword: string) => readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ''));
  return (keyword) =>
    lines.filter((line) =>
      keyword === '#' ? line.startsWith('#') : line.split(/[ \t]+/)[0] === keyword,
    );
}
