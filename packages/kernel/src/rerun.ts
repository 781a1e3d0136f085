import { type CodecError, equalBytes, fail, ok, type Result } from '@madang/base';
import type { Requirement } from './access.ts';
import { applyContext, checkContext, type Surroundings } from './execution-context.ts';
import { kernelErrors } from './kernel-errors.ts';
import { overlay } from './overlay.ts';
import { GOVERNANCE_KEY_ROLE } from './permission.ts';
import { writableRecords } from './records.ts';
import { type Refusal, refuse } from './refusal.ts';
import { compileRules } from './rules.ts';
import type { AnyService } from './service.ts';
import type { StateReader } from './state.ts';

/** An act that is done again: what it says, who signed it, and where it stands in the log. */
export interface RerunAct {
  readonly act: string;
  /** Canonical bytes of the payload. */
  readonly payload: Uint8Array;
  /** Its body hash. */
  readonly id: Uint8Array;
  /** Accounts of the valid signatures, in their order. */
  readonly signers: readonly Uint8Array[];
  readonly expiresAt: number;
  readonly height: number;
  readonly index: number;
  readonly timeMs: number;
}

/** Why an act was not done again. */
export type RerunFailure =
  | { readonly kind: 'unknown-act' }
  | { readonly kind: 'undecodable'; readonly error: CodecError }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The acts of one matter done again by whoever checks it, without the rest of the ledger. */
export interface Rerun {
  /** Does an act on the state that the acts before it have left; nothing if it is refused. */
  readonly run: (act: RerunAct) => Result<void, RerunFailure>;
  /** The value under a state key as it is now. */
  readonly get: (stateKey: Uint8Array) => Uint8Array | undefined;
}

/**
 * Begins with an empty state. Who holds which role is not known here: of an act that needs one,
 * only
 * the number of different signers is checked, and that an account's own act is signed by it.
 */
export function openRerun(services: readonly AnyService[], chain: Uint8Array): Rerun {
  const rules = compileRules(services);
  const state = overlay(EMPTY);
  const records = writableRecords(state);
  return {
    get: (stateKey) => state.get(stateKey),
    run: (given) => {
      const def = rules.transactionByAct.get(given.act);
      if (def === undefined) return fail({ kind: 'unknown-act' });
      const prepared = def.prepare(given.payload);
      if (!prepared.ok) return fail({ kind: 'undecodable', error: prepared.error });
      const { height, index, timeMs, signers, id, expiresAt } = given;
      const requirement = prepared.value.resolveAccess(records);
      if (!requirement.ok) return refused(requirement.error);
      const principal = principalOf(requirement.value, signers);
      if (!principal.ok) return refused(principal.error);
      const around: Surroundings = { rules, records, block: { height, timeMs }, chain };
      const context = checkContext(def.service, around, {
        principal: principal.value,
        signers,
        transaction: { id, expiresAt },
      });
      const verdict = prepared.value.check(context);
      if (!verdict.ok) return refused(verdict.error);
      const effects = { index, records, events: [] };
      verdict.value(applyContext(context, def.service, effects));
      return ok(undefined);
    },
  };
}

const EMPTY: StateReader = { get: () => undefined, scan: () => [] };

function refused(refusal: Refusal): Result<never, RerunFailure> {
  return fail({ kind: 'refused', refusal });
}

/** Who acts, as far as it can be told without knowing who holds a role. */
function principalOf(requirement: Requirement, signers: readonly Uint8Array[]) {
  const needed = requirement.kind === 'role' ? (requirement.together ?? 1) : 1;
  const [signer] = signers;
  if (signer === undefined || signers.length !== needed) {
    return refuse(kernelErrors.WRONG_SIGNERS, { needed, given: signers.length });
  }
  switch (requirement.kind) {
    case 'anyone':
      return ok({ kind: 'account', account: signer } as const);
    case 'account':
      return equalBytes(signer, requirement.account)
        ? ok({ kind: 'account', account: signer } as const)
        : refuse(kernelErrors.NOT_PERMITTED, {});
    case 'role': {
      const { institution, role } = requirement;
      return ok({ kind: 'institution', institution, role } as const);
    }
    case 'governance': {
      const { institution } = requirement;
      return ok({ kind: 'institution', institution, role: GOVERNANCE_KEY_ROLE } as const);
    }
  }
}
