import { type Codec, encode, encodeKnown, fail, ok, type Result, toHex } from '@madang/base';
import { randomBytes, type Signer, sha256 } from '@madang/crypto';
import { body, encodeSigned, receiptNumber, signedMessage } from '@madang/protocol';
import { type ClientError, clientError } from './error.ts';

/**
 * A signed transaction, ready to be sent any number of times. Plain values, so that IndexedDB can
 * keep it.
 */
export interface PreparedTransaction {
  readonly act: string;
  /** The body hash, lower-case hexadecimal. */
  readonly id: string;
  /** `7K2M 9QXD 4HTA`. */
  readonly number: string;
  /** The genesis hash of the ledger that it is for, hexadecimal. */
  readonly chain: string;
  readonly envelope: Uint8Array;
  /** After this time (ms, the ledger's clock) it can no longer be executed. */
  readonly expiresAt: number;
}

/** What is to be signed. `expiresAt` in ms on the ledger's clock; `salt` is random unless given. */
export interface Draft {
  readonly act: string;
  readonly chain: Uint8Array;
  readonly expiresAt: number;
  readonly payload: unknown;
  readonly codec: Codec<unknown>;
  readonly salt?: Uint8Array;
}

const SALT_BYTES = 16;

/**
 * Builds the body, signs it with every signer, and puts both into an envelope
 * (docs/spec/transaction.md).
 */
export function prepareTransaction(
  draft: Draft,
  signers: readonly Signer[],
): Promise<Result<PreparedTransaction, ClientError>> {
  return prepareAuthorised(draft, async (bodyBytes, bodyHash) => {
    const message = signedMessage(draft.chain, bodyHash);
    const signatures = await Promise.all(
      signers.map(async (signer) => ({
        suite: signer.suite,
        key: signer.publicKey,
        signature: await signer.sign(message),
      })),
    );
    return encodeSigned(bodyBytes, signatures);
  });
}

/**
 * Builds the body, and an envelope for it: by `authorise`, from the body's bytes and their hash.
 */
export async function prepareAuthorised(
  draft: Draft,
  authorise: (bodyBytes: Uint8Array, bodyHash: Uint8Array) => Promise<Uint8Array>,
): Promise<Result<PreparedTransaction, ClientError>> {
  const payload = encode(draft.codec, draft.payload);
  if (!payload.ok) {
    const { at, message } = payload.error;
    return fail(clientError('CLIENT_PAYLOAD_NOT_VALID', at === '' ? message : `${at}: ${message}`));
  }
  const bodyBytes = encodeKnown(body, {
    act: draft.act,
    chain: draft.chain,
    expiresAt: draft.expiresAt,
    payload: payload.value,
    salt: draft.salt ?? randomBytes(SALT_BYTES),
  });
  const bodyHash = sha256(bodyBytes);
  return ok({
    act: draft.act,
    id: toHex(bodyHash),
    number: receiptNumber(bodyHash),
    chain: toHex(draft.chain),
    envelope: await authorise(bodyBytes, bodyHash),
    expiresAt: draft.expiresAt,
  });
}
