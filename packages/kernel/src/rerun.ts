import { equalBytes, fail, ok, type Result } from '@madang/base';
import {
  type ActAgain,
  type Again,
  accountOf,
  type NotDone,
  type RawEvent,
} from '@madang/protocol';
import type { Requirement } from './access.ts';
import type { ByteSpace } from './byte-space.ts';
import { applyContext, checkContext, readContext, type Surroundings } from './execution-context.ts';
import { kernelErrors } from './kernel-errors.ts';
import { packedState } from './packed-state.ts';
import { GOVERNANCE_KEY_ROLE } from './permission.ts';
import { writableRecords } from './records.ts';
import { type Refusal, refuse } from './refusal.ts';
import { compileRules } from './rules.ts';
import type { AnyService } from './service.ts';
import type { AnyTransaction, PreparedTransaction } from './transaction.ts';

/**
 * Begins with an empty state. Who holds which role is not known here: of an act that needs one,
 * only the number of different signers is checked, and that an account's own act is signed by it.
 * Of an act that proves itself `statement` says what has to be proven; its proof is for the caller
 * to verify before it is done. The state is kept in `space`, which nothing else uses; in memory if
 * none is given.
 */
export function openRerun(
  services: readonly AnyService[],
  chain: Uint8Array,
  space?: ByteSpace,
): Again {
  const rules = compileRules(services);
  const state = packedState(space);
  const records = writableRecords(state, KNOWN_AT_ONCE);
  const prepare = ({ act, payload, height, timeMs }: ActAgain): Result<Prepared, NotDone> => {
    const def = rules.transactionByAct.get(act);
    if (def === undefined) return fail({ why: 'unknown-act' });
    const prepared = def.prepare(payload);
    if (!prepared.ok) return fail({ why: 'undecodable' });
    const around = { rules, records, block: { height, timeMs }, chain };
    return ok({ def, prepared: prepared.value, around });
  };
  return {
    get: (stateKey) => state.get(stateKey),
    statement: (given) => {
      const found = prepare(given);
      if (!found.ok) return found;
      const { def, prepared, around } = found.value;
      if (prepared.proof === undefined) return notDone(notAccepted(given));
      const statement = prepared.proof.statement(readContext(def.service, around));
      return statement.ok
        ? ok({ system: prepared.proof.system, ...statement.value })
        : notDone(statement);
    },
    run: (given) => {
      const found = prepare(given);
      if (!found.ok) return found;
      const { def, prepared, around } = found.value;
      const signers = signersOf(prepared, given);
      if (!signers.ok) return notDone(signers);
      const requirement = prepared.resolveAccess(records);
      if (!requirement.ok) return notDone(requirement);
      const principal = principalOf(requirement.value, signers.value);
      if (!principal.ok) return notDone(principal);
      const context = checkContext(def.service, around, {
        principal: principal.value,
        signers: signers.value,
        transaction: { id: given.id, expiresAt: given.expiresAt },
      });
      const verdict = prepared.check(context);
      if (!verdict.ok) return notDone(verdict);
      const events: RawEvent[] = [];
      verdict.value(applyContext(context, def.service, { index: given.index, records, events }));
      return ok({ events });
    },
  };
}

/**
 * Few: those of one voter are hardly read for another, and whoever checks may have little memory.
 */
const KNOWN_AT_ONCE = 512;

interface Prepared {
  readonly def: AnyTransaction;
  readonly prepared: PreparedTransaction;
  readonly around: Surroundings;
}

function notDone({ error }: { readonly error: Refusal }): Result<never, NotDone> {
  return fail({ why: error.name });
}

/** Those who signed, or the account of the key that a proof speaks for. */
function signersOf(
  { proof }: PreparedTransaction,
  given: ActAgain,
): Result<readonly Uint8Array[], Refusal> {
  if (proof === undefined) return ok(given.signers);
  return given.signers.length === 0 ? ok([accountOf(proof.system, proof.key)]) : notAccepted(given);
}

function notAccepted({ act }: ActAgain) {
  return refuse(kernelErrors.AUTHORISATION_NOT_ACCEPTED, { act });
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
