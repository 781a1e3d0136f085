// What contradicts a log, and what changes a policy: apart, because no page begins with it.

export {
  type AddCheckpoint,
  MAX_ADD_CHECKPOINT_SIZE_BYTES,
  MAX_PROOF_LINES,
  parseAddCheckpoint,
  writeAddCheckpoint,
} from '../add-checkpoint.ts';
export { checkEquivocation, type EquivocationVerdict } from '../check-equivocation.ts';
export {
  type CheckedChain,
  type CheckedChange,
  checkPolicyChanges,
} from '../check-policy-change.ts';
export {
  EQUIVOCATION_MAGIC,
  type Equivocation,
  MAX_EQUIVOCATION_SIZE_BYTES,
  type OpenedEquivocation,
  parseEquivocation,
  writeEquivocation,
} from '../equivocation.ts';
export {
  type NextPolicySource,
  nextPolicy,
  type PolicyLag,
  type PolicyMember,
  policyLag,
} from '../follow-policy.ts';
export {
  MAX_POLICY_CHANGES_SIZE_BYTES,
  POLICY_CHANGE_MAGIC,
  type PolicyChange,
  parsePolicyChanges,
  policyChangeText,
  writePolicyChange,
} from '../policy-change.ts';
export { signPolicyChange } from '../sign-policy-change.ts';
