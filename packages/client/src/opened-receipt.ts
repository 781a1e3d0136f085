import { encodeKnown, equalBytes, fail, ok, type Result, toHex } from '@madang/base';
import {
  decodeReceipt,
  encodeReceipt,
  MAX_RECEIPT_SIZE_BYTES,
  outcome,
  type Receipt,
  type ServiceProof,
} from '@madang/protocol';
import { type CheckRoom, claimedKeys, loadProofs } from './check.ts';
import { type ClientError, clientError } from './error.ts';

/**
 * Puts an opening (canonical bytes) into a receipt. A file that is one of many claims more than the
 * act as a whole, so where the receipt's standing is not for the claims of the file, the ledger is
 * asked for a receipt whose standing is. Nothing is checked here.
 */
export async function openReceipt(
  room: CheckRoom,
  receipt: Uint8Array,
  opening: Uint8Array,
): Promise<Result<Uint8Array, ClientError>> {
  const decoded = decodeReceipt(receipt);
  if (!decoded.ok) return fail(clientError('CLIENT_ANSWER_NOT_VALID', decoded.error.message));
  const opened: Receipt = { ...decoded.value, opening };
  const proofs = await loadProofs(room.services, receipt);
  const claimed = claimedKeys(opened, proofs);
  if (isStandingFor(decoded.value, claimed, proofs)) return ok(encodeReceipt(opened));
  const claims = claimed.map(toHex).join(',');
  const answer = await room.http.bytes({
    path: `/api/receipts/${String(opened.index)}?claims=${claims}`,
    maxSizeBytes: MAX_RECEIPT_SIZE_BYTES,
  });
  if (!answer.ok) return answer;
  const fresh = decodeReceipt(answer.value);
  if (!fresh.ok || !isOfOneEntry(fresh.value, opened)) {
    return fail(clientError('CLIENT_ANSWER_NOT_VALID', 'It is not the receipt of this record.'));
  }
  return ok(encodeReceipt({ ...fresh.value, opening }));
}

/** Whether one entry of the log follows from both. */
function isOfOneEntry(one: Receipt, other: Receipt): boolean {
  const encoded = (receipt: Receipt) => encodeKnown(outcome, receipt.outcome);
  return equalBytes(one.envelope, other.envelope) && equalBytes(encoded(one), encoded(other));
}

/** Whether a receipt as it came has a standing, and the keys that it speaks of are these. */
function isStandingFor(
  receipt: Receipt,
  stateKeys: readonly Uint8Array[],
  proofs: readonly ServiceProof[],
): boolean {
  const own = claimedKeys(receipt, proofs);
  return (
    (receipt.standing?.claims.length ?? 0) === stateKeys.length &&
    own.length === stateKeys.length &&
    own.every((key, index) => equalBytes(key, stateKeys[index] ?? new Uint8Array()))
  );
}
