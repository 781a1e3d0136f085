import { toHex } from '@madang/base';
import { decodeTransaction, MAX_ENVELOPE_SIZE_BYTES, receiptNumber } from '@madang/protocol';
import type { PreparedTransaction } from './prepare.ts';

/** The transaction that another device has prepared, from its envelope; nothing if it is none. */
export function preparedFrom(envelope: Uint8Array): PreparedTransaction | undefined {
  const decoded = decodeTransaction(envelope, MAX_ENVELOPE_SIZE_BYTES);
  if (!decoded.ok) return undefined;
  const { body, bodyHash } = decoded.value;
  return {
    act: body.act,
    id: toHex(bodyHash),
    number: receiptNumber(bodyHash),
    chain: toHex(body.chain),
    envelope,
    expiresAt: body.expiresAt,
  };
}
