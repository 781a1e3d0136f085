import {
  bytes,
  choice,
  decode,
  encodeKnown,
  type Failed,
  type Json,
  list,
  ok,
  optional,
  type Result,
  record,
  type TypeOf,
  text,
  uint,
} from '@madang/base';
import { describeValue } from './describe.ts';
import { MAX_ENTRY_SIZE_BYTES } from './log-entry.ts';
import { rawMap } from './names.ts';
import { MAX_NOTE_SIZE_BYTES } from './note.ts';
import { type ProtocolError, refusal, undecodable } from './protocol-error.ts';
import { MAX_STATE_VALUE_SIZE_BYTES, stateProof } from './state-key.ts';
import { MAX_ENVELOPE_SIZE_BYTES, outcome } from './transaction.ts';

/** Longest receipt, in bytes. */
export const MAX_RECEIPT_SIZE_BYTES = 65_536;

/** Longest standing that is read by itself, in bytes. */
export const MAX_STANDING_SIZE_BYTES = 65_536;

/** The hashes of a proof in the log, joined. */
const logProof = bytes({ max: 4_096 });
const checkpointText = text({ min: 1, max: MAX_NOTE_SIZE_BYTES });

/**
 * The proof of one claim about the state; without `value` it claims absence. The key is for the
 * verifier to know, from the service.
 */
export const provenClaim = record({
  proof: stateProof,
  value: optional(bytes({ max: MAX_STATE_VALUE_SIZE_BYTES })),
});
export type ProvenClaim = TypeOf<typeof provenClaim>;

/** That a record stands as it was left, at one checkpoint (docs/spec/receipt.md, "Standing"). */
export const standing = record({
  block: bytes({ min: 1, max: MAX_ENTRY_SIZE_BYTES }),
  claims: list(provenClaim, { min: 1, max: 8 }),
  inclusion: logProof,
  checkpoint: optional(checkpointText),
  consistency: optional(logProof),
});
export type Standing = TypeOf<typeof standing>;

/**
 * What a person keeps of an act (docs/spec/receipt.md). The log entry of the act is not in it: it
 * follows from `envelope` and `outcome`. `opening` is the canonical bytes of a map.
 */
export const receipt = record({
  kind: choice(['madang/receipt']),
  version: uint({ min: 1, max: 1 }),
  outcome,
  index: uint(),
  envelope: bytes({ min: 1, max: MAX_ENVELOPE_SIZE_BYTES }),
  inclusion: logProof,
  checkpoint: checkpointText,
  standing: optional(standing),
  opening: optional(rawMap),
});
export type Receipt = TypeOf<typeof receipt>;

/** The canonical bytes of a receipt. */
export function encodeReceipt(value: Receipt): Uint8Array {
  return encodeKnown(receipt, value);
}

/**
 * The receipt of a file's bytes; fails with `RECEIPT_NOT_VALID`, or `RECEIPT_VERSION_UNKNOWN` if it
 * is one of a
 * version that is not known here. Nothing in it is checked yet.
 */
export function decodeReceipt(file: Uint8Array): Result<Receipt, ProtocolError> {
  const decoded = decode(receipt, file, MAX_RECEIPT_SIZE_BYTES);
  if (!decoded.ok) return otherVersion(file) ?? undecodable('RECEIPT_NOT_VALID', decoded.error);
  const own = decoded.value.standing;
  if (own === undefined || hasConsistencyExactlyIfNeeded(own)) return ok(decoded.value);
  return refusal('RECEIPT_NOT_VALID', CONSISTENCY_SENTENCE, 'standing.consistency');
}

function otherVersion(file: Uint8Array): Failed<ProtocolError> | undefined {
  const described = file.length > MAX_RECEIPT_SIZE_BYTES ? undefined : describeValue(file);
  if (described?.ok !== true || !isMap(described.value)) return undefined;
  const { kind, version } = described.value;
  const isNewer = kind === 'madang/receipt' && typeof version === 'number' && version > 1;
  return isNewer
    ? refusal(
        'RECEIPT_VERSION_UNKNOWN',
        'The receipt is of a version that is not known here.',
        'version',
      )
    : undefined;
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && !Array.isArray(value);
}

/** The canonical bytes of a standing. */
export function encodeStanding(value: Standing): Uint8Array {
  return encodeKnown(standing, value);
}

/**
 * The standing of canonical bytes; fails with `STANDING_NOT_VALID`. Nothing in it is checked yet.
 */
export function decodeStanding(encoded: Uint8Array): Result<Standing, ProtocolError> {
  const decoded = decode(standing, encoded, MAX_STANDING_SIZE_BYTES);
  if (!decoded.ok) return undecodable('STANDING_NOT_VALID', decoded.error);
  if (hasConsistencyExactlyIfNeeded(decoded.value)) return ok(decoded.value);
  return refusal('STANDING_NOT_VALID', CONSISTENCY_SENTENCE, 'consistency');
}

const CONSISTENCY_SENTENCE =
  'A consistency proof must stand beside a checkpoint of the standing, and only there.';

function hasConsistencyExactlyIfNeeded(value: Standing): boolean {
  return (value.checkpoint === undefined) === (value.consistency === undefined);
}
