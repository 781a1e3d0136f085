import { fromHex, ok, type Result } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import {
  decodeLogEntry,
  decodeTransaction,
  MAX_STATE_KEY_SIZE_BYTES,
  type Outcome,
  type ServiceProof,
  serviceOf,
  startOfReceiptNumber,
  type TransactionEntry,
} from '@madang/protocol';
import { apiErrors } from './api-errors.ts';
import { envelopeAbsent, recordUnknown } from './record-unknown.ts';
import type { ApiRoom } from './room.ts';
import type { Reply } from './route.ts';
import { findByReceiptNumber } from './search.ts';

/**
 * The receipt of a record, without opening. Its standing proves the state keys that are asked for
 * (hexadecimal, joined by commas), else what its act claims.
 */
export async function receiptOf(
  room: ApiRoom,
  which: string,
  claims: string | undefined,
): Promise<Result<Reply, Refusal>> {
  const asked = claims === undefined ? undefined : parseClaims(claims);
  if (asked?.ok === false) return asked;
  const index = await indexOf(room, which);
  if (!index.ok) return index;
  const entry = await transactionAt(room, index.value);
  if (!entry.ok) return entry;
  const envelope = await room.options.ledger.envelope(entry.value.body);
  if (envelope === undefined) return envelopeAbsent(room, entry.value.body);
  const stateKeys = asked?.value ?? (await claimedKeys(room, envelope, entry.value.outcome));
  const receipt = await room.options.ledger.receipt({ index: index.value, stateKeys });
  return receipt.ok ? ok({ bytes: receipt.value }) : receipt;
}

/** A standing of state keys given as hexadecimal, consistent with a checkpoint of size `since`. */
export async function standingOf(
  room: ApiRoom,
  claims: string,
  since: number,
): Promise<Result<Reply, Refusal>> {
  const stateKeys = parseClaims(claims);
  if (!stateKeys.ok) return stateKeys;
  if (since > room.options.ledger.now().size) {
    return refuse(apiErrors.PARAMETER_NOT_VALID, { name: 'since' });
  }
  const standing = await room.options.ledger.standing(stateKeys.value, since);
  return standing.ok ? ok({ bytes: standing.value }) : standing;
}

/** Most claims of one standing (docs/spec/receipt.md). */
const MAX_CLAIMS = 8;

function parseClaims(claims: string): Result<readonly Uint8Array[], Refusal> {
  const keys = claims.split(',').map(fromHex);
  const stateKeys = keys.flatMap((key) => (key.ok ? [key.value] : []));
  const isValid =
    stateKeys.length === keys.length &&
    stateKeys.length <= MAX_CLAIMS &&
    stateKeys.every((key) => key.length > 0 && key.length <= MAX_STATE_KEY_SIZE_BYTES);
  return isValid ? ok(stateKeys) : refuse(apiErrors.PARAMETER_NOT_VALID, { name: 'claims' });
}

async function indexOf(room: ApiRoom, which: string): Promise<Result<number, Refusal>> {
  const { options } = room;
  if (/^[0-9a-f]{64}$/.test(which)) {
    const id = fromHex(which);
    const index = id.ok ? await options.ledger.indexOf(id.value) : undefined;
    return index === undefined ? recordUnknown(room) : ok(index);
  }
  if (startOfReceiptNumber(which) !== undefined) {
    const [first, second] = await findByReceiptNumber(options.ledger, which);
    if (second !== undefined) return refuse(apiErrors.NUMBER_NOT_UNIQUE, {});
    return first === undefined ? recordUnknown(room) : ok(first.index);
  }
  if (/^(0|[1-9][0-9]{0,14})$/.test(which)) return ok(Number(which));
  return refuse(apiErrors.PARAMETER_NOT_VALID, { name: 'which' });
}

async function transactionAt(
  room: ApiRoom,
  index: number,
): Promise<Result<TransactionEntry, Refusal>> {
  const bytes = await room.options.ledger.entry(index);
  if (bytes === undefined) return recordUnknown(room);
  const entry = decodeLogEntry(bytes);
  if (!entry.ok) return refuse(apiErrors.INTERNAL, {});
  if (entry.value.type !== 'transaction') return refuse(apiErrors.NO_TRANSACTION, { index });
  return ok(entry.value);
}

async function claimedKeys(
  room: ApiRoom,
  envelope: Uint8Array,
  outcome: Outcome,
): Promise<readonly Uint8Array[]> {
  const decoded = decodeTransaction(envelope, envelope.length);
  if (!decoded.ok) return [];
  const { body, bodyHash } = decoded.value;
  const proof = await proofOf(room, serviceOf(body.act));
  const claims = proof?.claims({ act: body.act, bodyHash, payload: body.payload, outcome });
  return claims?.ok === true ? claims.value.map((claim) => claim.stateKey) : [];
}

async function proofOf({ options }: ApiRoom, service: string): Promise<ServiceProof | undefined> {
  const ring = await options.services.find((one) => one.name === service)?.proof?.();
  return ring?.proof;
}
