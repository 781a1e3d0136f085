import { assert, expectPresent, ok, type Result } from '@madang/base';
import { isSuite, isValidKey } from '@madang/crypto';
import { accountOf, type DecodedTransaction, type Params, replayMinute } from '@madang/protocol';
import type { CheckContext } from './context.ts';
import { checkContext, readContext, type Surroundings } from './execution-context.ts';
import { kernelErrors } from './kernel-errors.ts';
import { authorise, signersOf } from './permission.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { WellFormed } from './screen.ts';
import type { ReplayReader } from './state.ts';
import type { Apply, Statement } from './transaction.ts';

/** A transaction whose signatures, or whose proof, have been verified, with the verdict. */
export interface SignedTransaction extends DecodedTransaction {
  /** The envelope's bytes. */
  readonly bytes: Uint8Array;
  /** Of a proof: judged by the statement on the state before the block. */
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

/** Why what was verified is not valid: a key that is none, a wrong signature, a wrong proof. */
function whyNotValid({ envelope }: DecodedTransaction): Result<never, Refusal> {
  if (envelope.auth.kind === 'proof') return refuse(kernelErrors.PROOF_WRONG, {});
  const areKeysValid = envelope.auth.signatures.every(
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
  const signers = accountsOf(formed);
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

/** The accounts behind signatures, or that of the key that a proof speaks for. */
function accountsOf({ signatures, prepared: { proof } }: WellFormed): readonly Uint8Array[] {
  return proof === undefined ? signersOf(signatures) : [accountOf(proof.system, proof.key)];
}

/**
 * What the proof of a transaction has to prove, by the state before its block. Refuses where the
 * service has no such statement: then there is no verdict on the proof, and none may be kept.
 */
export function statementOf(
  { def, prepared }: WellFormed,
  around: Surroundings,
): Result<ProofToVerify, Refusal> {
  const proof = expectPresent(prepared.proof, 'statement: the transaction proves nothing');
  const statement = proof.statement(readContext(def.service, around));
  return statement.ok
    ? ok({ system: proof.system, ...statement.value })
    : declared({ def }, statement);
}

/** A statement, and the proof system that it is for. */
export interface ProofToVerify extends Statement {
  readonly system: string;
}

/** A service refuses only with what its transaction declares; anything else is a bug. */
function declared<R extends { readonly ok: false; readonly error: Refusal }>(
  { def }: Pick<WellFormed, 'def'>,
  refusal: R,
): R {
  const { name } = refusal.error;
  assert(
    def.errors.some((error) => error.name === name),
    `${def.act} refused with ${name}, which it does not declare`,
  );
  return refusal;
}
