import { isValidSignature } from './ed25519.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';

/**
 * @typedef {import('./policy.mjs').Policy} Policy
 * @typedef {import('./note.mjs').Checkpoint} Checkpoint
 * @typedef {import('./note.mjs').SignatureLine} SignatureLine
 */

/**
 * What a checkpoint's signature lines are under a policy.
 * @typedef {{ logKeys: string[], times: Map<string, bigint>, wrong: string[], unknown: string[],
 *   twice: string[] }} Signers
 *   `logKeys`: key ids of log keys that signed; `times`: seconds by the short name of the witness
 */

const TIME_MAX = (2n ** 53n - 1n) / 1000n;

/**
 * Verifies each signature line of a checkpoint whose key the policy knows.
 * @param {Checkpoint} checkpoint
 * @param {Policy} policy
 * @returns {Signers}
 */
export function readSigners(checkpoint, policy) {
  /** @type {Signers} */
  const signers = { logKeys: [], times: new Map(), wrong: [], unknown: [] };
  for (const line of checkpoint.lines) {
    readLine(line, checkpoint.text, policy, signers);
  }
  return signers;
}

/**
 * @param {SignatureLine} line
 * @param {string} text
 * @param {Policy} policy
 * @param {Signers} signers
 */
function readLine(line, text, policy, signers) {
  const isLines = (/** @type {{ name: string, keyId: string }} */ key) =>
    key.name === line.name && key.keyId === line.keyId;
  const log = policy.logs.find(isLines);
  const witness = [...policy.witnesses].find(([, key]) => isLines(key));
  if (log !== undefined) {
    const valid = isValidSignature(log.key, Buffer.from(text), line.signature);
    (valid ? signers.logKeys : signers.wrong).push(valid ? log.keyId : line.name);
  } else if (witness !== undefined) {
    const [shortName, { key }] = witness;
    const seconds = cosignatureTime(key, text, line.signature);
    if (seconds === undefined) signers.wrong.push(line.name);
    else signers.times.set(shortName, seconds);
  } else {
    signers.unknown.push(line.name);
  }
}

/**
 * The time of a valid cosignature/v1 in seconds; undefined if it is not valid.
 * @param {Uint8Array} key
 * @param {string} text
 * @param {Uint8Array} stamped u64(seconds) and a signature
 */
function cosignatureTime(key, text, stamped) {
  if (stamped.length !== 72) return undefined;
  const seconds = Buffer.from(stamped.subarray(0, 8)).readBigUInt64BE();
  if (seconds > TIME_MAX) return undefined;
  const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
  return isValidSignature(key, message, stamped.subarray(8)) ? seconds : undefined;
}

/**
 * The latest moment by which the witness or group `name` had cosigned: with a threshold of k, the
 * k-th newest time among its members. Undefined if it is not satisfied.
 * @param {string} name
 * @param {Map<string, bigint>} times
 * @param {Policy} policy
 * @returns {bigint | undefined}
 */
export function satisfiedSince(name, times, policy) {
  const group = policy.groups.get(name);
  if (group === undefined) return times.get(name);
  const members = group.members.flatMap((member) => satisfiedSince(member, times, policy) ?? []);
  members.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  return members[group.threshold - 1];
}

/**
 * Throws where a checkpoint is not one under which the group holds: a Mismatch if a signature is
 * false, a CannotCheck if it is from a key that the policy does not know or if too few have signed.
 * @param {Signers} signers
 * @param {string} group name of a group or witness, or `none`
 * @param {Policy} policy
 */
export function requireGroup(signers, group, policy) {
  if (signers.wrong.length > 0) throw new Mismatch('SIGNATURE_FALSE', { names: signers.wrong });
  if (signers.unknown.length > 0) throw new CannotCheck('KEY_UNKNOWN', { names: signers.unknown });
  if (signers.logKeys.length === 0) throw new CannotCheck('LOG_SIGNATURE_MISSING');
  if (group === 'none' || satisfiedSince(group, signers.times, policy) !== undefined) return;
  throw new CannotCheck('TOO_FEW_COSIGNERS', countGroup(group, signers.times, policy));
}

/**
 * How many members of a group have cosigned, how many are needed, and which are missing.
 * @param {string} name
 * @param {Map<string, bigint>} times
 * @param {Policy} policy
 */
export function countGroup(name, times, policy) {
  const group = policy.groups.get(name) ?? { name, threshold: 1, members: [name] };
  const members = name === 'none' ? [] : group.members;
  const missing = members.filter((member) => satisfiedSince(member, times, policy) === undefined);
  return {
    group: name,
    signed: members.length - missing.length,
    needed: name === 'none' ? 0 : group.threshold,
    members: members.length,
    missing,
  };
}
