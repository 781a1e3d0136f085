import { type CodecError, ok, type Result } from '@madang/base';
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { type BlockEntry, decodeLogEntry, encodeLogEntry } from './log-entry.ts';
import { type ProtocolCode, type ProtocolError, refusal, undecodable } from './protocol-error.ts';
import { decodeReceipt, decodeStanding, type Receipt, type Standing } from './receipt.ts';
import {
  type DecodedTransaction,
  decodeTransaction,
  MAX_ENVELOPE_SIZE_BYTES,
  type Outcome,
} from './transaction.ts';

/** A standing with its checkpoint; `checkpoint` is absent where the receipt's own serves. */
export interface OpenedStanding {
  readonly standing: Standing;
  /** The entry that should end the checkpoint. */
  readonly block: BlockEntry;
  readonly checkpoint?: SignedCheckpoint;
}

/** A receipt with everything in it decoded, nothing checked. */
export interface OpenedReceipt {
  readonly receipt: Receipt;
  /** The log entry, encoded, that envelope and outcome make. */
  readonly entry: Uint8Array;
  readonly transaction: DecodedTransaction;
  readonly checkpoint: SignedCheckpoint;
  readonly standing?: OpenedStanding;
}

/**
 * Decodes a receipt and everything in it that has a form of its own. Fails with
 * `RECEIPT_NOT_VALID`, where `at` names the part of the file, or as `parseCheckpoint` does.
 */
export function openReceipt(file: Uint8Array): Result<OpenedReceipt, ProtocolError> {
  const decoded = decodeReceipt(file);
  if (!decoded.ok) return decoded;
  const receipt = decoded.value;
  const transaction = decodeTransaction(receipt.envelope, MAX_ENVELOPE_SIZE_BYTES);
  if (!transaction.ok) return undecodable('RECEIPT_NOT_VALID', transaction.error, 'envelope');
  const entry = entryOf(transaction.value, receipt.outcome);
  if (!entry.ok) return undecodable('RECEIPT_NOT_VALID', entry.error);
  const checkpoint = parseCheckpoint(receipt.checkpoint);
  if (!checkpoint.ok) return within('checkpoint', checkpoint.error);
  const opened = {
    receipt,
    entry: entry.value,
    transaction: transaction.value,
    checkpoint: checkpoint.value,
  };
  if (receipt.standing === undefined) return ok(opened);
  const standing = openDecoded(receipt.standing, 'RECEIPT_NOT_VALID');
  if (!standing.ok) return within('standing', standing.error);
  return ok({ ...opened, standing: standing.value });
}

/** The bytes of the entry of a transaction; fails as `decodeLogEntry` does. */
function entryOf(
  { body, bodyHash, envelopeHash }: DecodedTransaction,
  outcome: Outcome,
): Result<Uint8Array, CodecError> {
  const hashes = { body: bodyHash, envelope: envelopeHash };
  const entry = encodeLogEntry({ type: 'transaction', act: body.act, ...hashes, outcome });
  const decoded = decodeLogEntry(entry);
  return decoded.ok ? ok(entry) : decoded;
}

/**
 * Decodes a standing that came by itself. Fails with `STANDING_NOT_VALID` or as `parseCheckpoint`
 * does.
 */
export function openStanding(encoded: Uint8Array): Result<OpenedStanding, ProtocolError> {
  const decoded = decodeStanding(encoded);
  return decoded.ok ? openDecoded(decoded.value, 'STANDING_NOT_VALID') : decoded;
}

function openDecoded(
  standing: Standing,
  code: ProtocolCode,
): Result<OpenedStanding, ProtocolError> {
  const block = decodeLogEntry(standing.block);
  if (!block.ok) return undecodable(code, block.error, 'block');
  if (block.value.type !== 'block') {
    return refusal(code, 'The entry is not one of a block.', 'block');
  }
  const opened = { standing, block: block.value };
  if (standing.checkpoint === undefined) return ok(opened);
  const checkpoint = parseCheckpoint(standing.checkpoint);
  if (!checkpoint.ok) return within('checkpoint', checkpoint.error);
  return ok({ ...opened, checkpoint: checkpoint.value });
}

function within(at: string, error: ProtocolError): Result<never, ProtocolError> {
  return refusal(error.code, error.message, error.at === '' ? at : `${at}.${error.at}`);
}
