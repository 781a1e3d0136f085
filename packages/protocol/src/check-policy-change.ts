import { ok, type Result, toHex, utf8 } from '@madang/base';
import { sha256, verifySignature } from '@madang/crypto';
import { satisfies } from './check-checkpoint.ts';
import { isSameKey } from './note.ts';
import { NO_QUORUM, type Policy, parsePolicy } from './policy.ts';
import { type PolicyChange, parsePolicyChanges } from './policy-change.ts';
import { type ProtocolError, refusal } from './protocol-error.ts';

/** One step of a chain, verified. */
export interface CheckedChange {
  /** Fingerprints, lower-case hexadecimal. */
  readonly from: string;
  readonly to: string;
  /** Short names, in the old policy, of those who signed. */
  readonly signers: readonly string[];
}

/** A chain of changes from one policy to another. */
export interface CheckedChain {
  readonly steps: readonly CheckedChange[];
  /** The last policy: what is believed from now on. */
  readonly policyText: string;
}

/**
 * Checks that a file is a chain of changes from a policy (docs/spec/policy-change.md). Fails with
 * `POLICY_CHANGE_OTHER` if no step begins at this policy, `POLICY_CHANGE_SIGNATURE_WRONG`,
 * `POLICY_CHANGE_TOO_FEW`, or as reading the file and the policy does.
 */
export async function checkPolicyChanges(
  policyText: string,
  file: Uint8Array,
): Promise<Result<CheckedChain, ProtocolError>> {
  const parsed = parsePolicyChanges(file);
  if (!parsed.ok) return parsed;
  const policy = parsePolicy(policyText);
  if (!policy.ok) return policy;
  const fingerprint = toHex(sha256(utf8(policyText)));
  const first = parsed.value.findLastIndex(({ from }) => from === fingerprint);
  if (first < 0) {
    return refusal('POLICY_CHANGE_OTHER', 'The change does not begin at the policy that is known.');
  }
  const steps: CheckedChange[] = [];
  let current = { policy: policy.value, policyText };
  for (const change of parsed.value.slice(first)) {
    const signers = await checkStep(current.policy, change);
    if (!signers.ok) return signers;
    steps.push({ from: change.from, to: change.to, signers: signers.value });
    current = change;
  }
  return ok({ steps, policyText: current.policyText });
}

/** The short names of those who signed a step, if they are enough under the old policy. */
async function checkStep(
  old: Policy,
  { note, policy }: PolicyChange,
): Promise<Result<readonly string[], ProtocolError>> {
  if (policy.origin !== old.origin) {
    return refusal('POLICY_CHANGE_OTHER', 'The new policy is of another log.');
  }
  const signers: string[] = [];
  for (const line of note.signatures) {
    const witness = old.witnesses.find(({ key }) => isSameKey(line, key));
    const isValid =
      witness !== undefined &&
      (await verifySignature('ed25519', witness.key.key, utf8(note.text), line.signature));
    if (!isValid) {
      const message = 'A signature under the change is wrong or of nobody whom the policy knows.';
      return refusal('POLICY_CHANGE_SIGNATURE_WRONG', message, line.name);
    }
    signers.push(witness.name);
  }
  if (old.quorum !== NO_QUORUM && satisfies(old, signers)) return ok(signers);
  const message = 'Fewer institutions have signed the change than the policy asks for.';
  return refusal('POLICY_CHANGE_TOO_FEW', message);
}
