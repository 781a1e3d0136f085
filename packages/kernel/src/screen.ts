import { type CodecError, equalBytes, ok, type Result } from '@madang/base';
import { isSuite } from '@madang/crypto';
import {
  type DecodedTransaction,
  decodeTransaction,
  inSignatureOrder,
  type Params,
  type Signature,
} from '@madang/protocol';
import { kernelErrors } from './kernel-errors.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Rules } from './rules.ts';
import type { AnyTransaction, PreparedTransaction } from './transaction.ts';

/** A transaction that is well-formed, with its definition. */
export interface Screened extends DecodedTransaction {
  readonly def: AnyTransaction;
  /** What it may cost at most in a block, microseconds. */
  readonly costUs: number;
  /** The key that its proof speaks for, if it proves itself. */
  readonly proofKey?: Uint8Array;
}

/**
 * What a byte of a proof costs, microseconds: about half of it to verify, the rest for what is done
 * with each selection that it proves.
 */
const PROOF_BYTE_COST_US = 2;

/** What is found about a well-formed transaction without any state. */
export interface WellFormed {
  readonly def: AnyTransaction;
  /** None, if the transaction proves itself. */
  readonly signatures: readonly Signature[];
  readonly costUs: number;
  readonly prepared: PreparedTransaction;
}

/** What a transaction is screened against. */
export interface ScreenRules {
  readonly rules: Rules;
  readonly chain: Uint8Array;
  readonly params: Params;
}

/** Takes an envelope apart and refuses what needs no state to refuse. */
export function screenBytes(
  { rules, chain, params }: ScreenRules,
  bytes: Uint8Array,
): Result<Screened, Refusal> {
  const size = checkSize(bytes.length, params);
  if (!size.ok) return size;
  const decoded = decodeTransaction(bytes, params.maxTransactionBytes);
  if (!decoded.ok) return refuse(kernelErrors.NOT_CANONICAL, reasonOf(decoded.error));
  const formed = screenDecoded(rules, chain, decoded.value);
  if (!formed.ok) return formed;
  const { def, costUs, prepared } = formed.value;
  const proofKey = prepared.proof === undefined ? {} : { proofKey: prepared.proof.key };
  return ok({ ...decoded.value, def, costUs, ...proofKey });
}

/** Refuses an envelope of too many bytes. */
export function checkSize(sizeBytes: number, params: Params): Result<void, Refusal> {
  const { maxTransactionBytes: maxBytes } = params;
  return sizeBytes > maxBytes
    ? refuse(kernelErrors.TOO_LARGE, { maxBytes, sizeBytes })
    : ok(undefined);
}

interface Screening {
  readonly rules: Rules;
  readonly chain: Uint8Array;
  readonly body: DecodedTransaction['body'];
  readonly verdict: Result<WellFormed, Refusal>;
}

/** A transaction is screened when it comes, when it is admitted and when it is executed. */
const lastScreening = new WeakMap<DecodedTransaction['envelope'], Screening>();

/**
 * The part of screening that works on the decoded transaction. It depends on its arguments alone,
 * so its verdict is kept for as long as the transaction.
 */
export function screenDecoded(
  rules: Rules,
  chain: Uint8Array,
  transaction: DecodedTransaction,
): Result<WellFormed, Refusal> {
  const { body, envelope } = transaction;
  const last = lastScreening.get(envelope);
  const isSame = last?.body === body && last.rules === rules && equalBytes(last.chain, chain);
  if (isSame) return last.verdict;
  const verdict = screenAnew(rules, chain, transaction);
  lastScreening.set(envelope, { rules, chain, body, verdict });
  return verdict;
}

function screenAnew(
  rules: Rules,
  chain: Uint8Array,
  { body, envelope }: DecodedTransaction,
): Result<WellFormed, Refusal> {
  if (!equalBytes(body.chain, chain)) return refuse(kernelErrors.WRONG_CHAIN, {});
  const def = rules.transactionByAct.get(body.act);
  if (def === undefined) return refuse(kernelErrors.UNKNOWN_ACT, { act: body.act });
  const { auth } = envelope;
  if ((auth.kind === 'proof') !== (def.proofSystem !== undefined)) {
    return refuse(kernelErrors.AUTHORISATION_NOT_ACCEPTED, { act: body.act });
  }
  const signatures = auth.kind === 'proof' ? [] : auth.signatures;
  const keys = screenSignatures(signatures);
  if (!keys.ok) return keys;
  const prepared = def.prepare(body.payload);
  const proofBytes = auth.kind === 'proof' ? auth.proof.length : 0;
  const costUs = def.costUs + proofBytes * PROOF_BYTE_COST_US;
  return prepared.ok
    ? ok({ def, signatures, costUs, prepared: prepared.value })
    : refuse(kernelErrors.PAYLOAD_NOT_VALID, reasonOf(prepared.error));
}

function screenSignatures(signatures: readonly Signature[]): Result<void, Refusal> {
  for (const { suite } of signatures) {
    if (!isSuite(suite)) return refuse(kernelErrors.UNKNOWN_SUITE, { suite });
  }
  return inSignatureOrder(signatures)
    ? ok(undefined)
    : refuse(kernelErrors.SIGNATURES_NOT_IN_ORDER, {});
}

/** Longest place that a refusal repeats, in characters. All places are of ASCII names. */
const MAX_PLACE_LENGTH = 512;

/** A codec's failure as the details of a refusal. */
export function reasonOf(error: CodecError): { readonly at: string; readonly reason: string } {
  return { at: error.at.slice(0, MAX_PLACE_LENGTH), reason: error.code };
}
