import { equalBytes, ok, type Result } from '@madang/base';
import { accountOf, type Principal, type Signature } from '@madang/protocol';
import type { Requirement } from './access.ts';
import { kernelErrors } from './kernel-errors.ts';
import { institutionTable } from './ledger-tables.ts';
import type { Records } from './records.ts';
import { type Refusal, refuse } from './refusal.ts';
import { effectiveGrant, grantsIn } from './roles.ts';

/** The role by which an institution's governance key acts. */
export const GOVERNANCE_KEY_ROLE = 'governance.key';

/** The accounts behind signatures, in their order. */
export function signersOf(signatures: readonly Signature[]): readonly Uint8Array[] {
  return signatures.map((signature) => accountOf(signature.suite, signature.key));
}

/** Who acts, if exactly the required ones signed. `timeMs` decides which grants hold. */
export function authorise(
  requirement: Requirement,
  signers: readonly Uint8Array[],
  records: Records,
  timeMs: number,
): Result<Principal, Refusal> {
  const needed = requirement.kind === 'role' ? (requirement.together ?? 1) : 1;
  const [signer] = signers;
  if (signer === undefined || signers.length !== needed) {
    return refuse(kernelErrors.WRONG_SIGNERS, { needed, given: signers.length });
  }
  switch (requirement.kind) {
    case 'anyone':
      return ok({ kind: 'account', account: signer });
    case 'account':
      return equalBytes(signer, requirement.account)
        ? ok({ kind: 'account', account: signer })
        : refuse(kernelErrors.NOT_PERMITTED, {});
    case 'role':
      return authoriseRole(requirement, signers, records, timeMs);
    case 'governance':
      return authoriseGovernance(requirement.institution, signer, records);
  }
}

function authoriseRole(
  held: { readonly institution: string; readonly role: string },
  signers: readonly Uint8Array[],
  records: Records,
  timeMs: number,
): Result<Principal, Refusal> {
  const { institution, role } = held;
  if (!records.has(institutionTable, institution)) {
    return refuse(kernelErrors.UNKNOWN_INSTITUTION, { institution });
  }
  const lookup = grantsIn(records);
  return signers.every((signer) => effectiveGrant(lookup, signer, held, timeMs) !== undefined)
    ? ok({ kind: 'institution', institution, role })
    : refuse(kernelErrors.NOT_PERMITTED, { institution, role });
}

function authoriseGovernance(
  id: string,
  signer: Uint8Array,
  records: Records,
): Result<Principal, Refusal> {
  const member = records.get(institutionTable, id);
  if (member === undefined) return refuse(kernelErrors.UNKNOWN_INSTITUTION, { institution: id });
  return equalBytes(signer, accountOf('ed25519', member.governance))
    ? ok({ kind: 'institution', institution: id, role: GOVERNANCE_KEY_ROLE })
    : refuse(kernelErrors.NOT_PERMITTED, { institution: id });
}
