import { assert, ok, type Result } from '@madang/base';
import { isSuite, isValidKey } from '@madang/crypto';
import { type DecodedTransaction, type Params, replayMinute } from '@madang/protocol';
import type { CheckContext } from './context.ts';
import { checkContext, type Surroundings } from './execution-context.ts';
import { kernelErrors } from './kernel-errors.ts';
import { authorise, signersOf } from './permission.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { WellFormed } from './screen.ts';
import type { ReplayReader } from './state.ts';
import type { Apply } from './transaction.ts';

/** A transaction whose signatures have been verified, with the verdict. */
export interface SignedTransaction extends DecodedTransaction {
  /** The envelope's bytes. */
  readonly bytes: Uint8Array;
  readonly signaturesValid: boolean;
}

/** Refuses what may not be in a block of this time at all: expired, replayed, wrongly signed. */
export function checkPlace(
  transaction: SignedTransaction,
  timeMs: number,
  replay: ReplayReader,
  params: Params,
): Result<void, Refusal> {
  const { expiresAt } = transaction.body;
  if (timeMs >= expiresAt) {
    return refuse(kernelErrors.EXPIRED, { blockAt: timeMs, expiredAt: expiresAt });
  }
  const latestAt = timeMs + params.maxExpiryMs;
  if (expiresAt > latestAt) return refuse(kernelErrors.EXPIRES_TOO_LATE, { expiresAt, latestAt });
  if (replay.has(transaction.bodyHash, replayMinute(expiresAt))) {
    return refuse(kernelErrors.REPLAYED, {});
  }
  return transaction.signaturesValid ? ok(undefined) : whyNotValid(transaction);
}

/** Why signatures that were verified are not valid: a key that is none, or a wrong signature. */
function whyNotValid({ envelope }: DecodedTransaction): Result<never, Refusal> {
  const signatures = envelope.auth.kind === 'account' ? envelope.auth.signatures : [];
  const areKeysValid = signatures.every(
    ({ suite, key }) => isSuite(suite) && isValidKey(suite, key),
  );
  return refuse(areKeysValid ? kernelErrors.SIGNATURE_WRONG : kernelErrors.KEY_NOT_VALID, {});
}

/** A transaction that may be done: where it was checked, and what is to be done. */
export interface Permitted {
  readonly context: CheckContext<string>;
  readonly apply: Apply;
}

/** Access and the transaction's own check: what becomes an outcome if it refuses within a block. */
export function checkAct(
  formed: WellFormed,
  transaction: DecodedTransaction,
  around: Surroundings,
): Result<Permitted, Refusal> {
  const requirement = formed.prepared.resolveAccess(around.records);
  if (!requirement.ok) return declared(formed, requirement);
  const signers = signersOf(formed.signatures);
  const { timeMs } = around.block;
  const principal = authorise(requirement.value, signers, around.records, timeMs);
  if (!principal.ok) return principal;
  const context = checkContext(formed.def.service, around, {
    principal: principal.value,
    signers,
    transaction: { id: transaction.bodyHash, expiresAt: transaction.body.expiresAt },
  });
  const verdict = formed.prepared.check(context);
  return verdict.ok ? ok({ context, apply: verdict.value }) : declared(formed, verdict);
}

/** A service refuses only with what its transaction declares; anything else is a bug. */
function declared<R extends { readonly ok: false; readonly error: Refusal }>(
  { def }: WellFormed,
  refusal: R,
): R {
  const { name } = refusal.error;
  assert(
    def.errors.some((error) => error.name === name),
    `${def.act} refused with ${name}, which it does not declare`,
  );
  return refusal;
}
