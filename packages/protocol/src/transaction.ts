import {
  bytes,
  type CodecError,
  compareBytes,
  compareText,
  concat,
  decode,
  encodeKnown,
  fixedBytes,
  list,
  optional,
  type Result,
  record,
  type TypeOf,
  text,
  uint,
  utf8,
  variant,
} from '@madang/base';
import { sha256, tag } from '@madang/crypto';
import { actName, hash, institutionId, rawMap, roleName } from './names.ts';

/** Longest body and envelope of any ledger; a ledger's parameters may set a lower limit. */
export const MAX_ENVELOPE_SIZE_BYTES = 65_536;

/**
 * What is to happen (docs/spec/transaction.md). `expiresAt` is a time in ms, `payload` the
 * canonical bytes of a map.
 */
export const body = record({
  act: actName,
  chain: hash,
  expiresAt: uint(),
  payload: rawMap,
  salt: fixedBytes(16),
});
export type Body = TypeOf<typeof body>;

/** One signature of an account authorisation. */
export const signature = record({
  key: bytes({ min: 1, max: 128 }),
  signature: bytes({ min: 1, max: 4096 }),
  suite: text({ min: 1, max: 32, pattern: '[a-z][a-z0-9-]*' }),
});
export type Signature = TypeOf<typeof signature>;

/**
 * Who stands behind a body: accounts by signature, or a proof that the service verifies by itself.
 */
export const authorisation = variant('kind', {
  account: { signatures: list(signature, { min: 1, max: 16 }) },
  proof: { proof: bytes({ min: 1, max: 32_768 }) },
});
export type Authorisation = TypeOf<typeof authorisation>;

/** A body, as bytes, with its authorisation. */
export const envelope = record({
  auth: authorisation,
  body: bytes({ max: MAX_ENVELOPE_SIZE_BYTES }),
});
export type Envelope = TypeOf<typeof envelope>;

/** Who may act for a record: an account, or whoever holds a role from an institution. */
export const principal = variant('kind', {
  account: { account: hash },
  institution: { institution: institutionId, role: roleName },
});
export type Principal = TypeOf<typeof principal>;

/** The canonical bytes of a body. */
export function encodeBody(value: Body): Uint8Array {
  return encodeKnown(body, value);
}

/** The transaction's id everywhere: H(body bytes). */
export function bodyHashOf(bodyBytes: Uint8Array): Uint8Array {
  return sha256(bodyBytes);
}

/** A transaction taken apart, with its hashes. */
export interface DecodedTransaction {
  readonly envelope: Envelope;
  readonly body: Body;
  /** H(body bytes): the transaction's id. */
  readonly bodyHash: Uint8Array;
  /** H(envelope bytes). */
  readonly envelopeHash: Uint8Array;
}

/**
 * Takes an envelope's bytes apart; fails with the codec's reason. Signatures are not verified here.
 */
export function decodeTransaction(
  envelopeBytes: Uint8Array,
  maxSizeBytes: number,
): Result<DecodedTransaction, CodecError> {
  const outer = decode(envelope, envelopeBytes, maxSizeBytes);
  if (!outer.ok) return outer;
  const inner = decode(body, outer.value.body);
  if (!inner.ok) return inner;
  return {
    ok: true,
    value: {
      envelope: outer.value,
      body: inner.value,
      bodyHash: sha256(outer.value.body),
      envelopeHash: sha256(envelopeBytes),
    },
  };
}

const SIGNED_TAG = tag('madang/transaction/1');
const ACCOUNT_TAG = tag('madang/account/1');

/** The message that account signatures sign (docs/spec/transaction.md, "account"). */
export function signedMessage(chain: Uint8Array, bodyHash: Uint8Array): Uint8Array {
  return concat(SIGNED_TAG, chain, bodyHash);
}

/** The account of a key, 32 bytes. */
export function accountOf(suite: string, key: Uint8Array): Uint8Array {
  return sha256(ACCOUNT_TAG, utf8(suite), new Uint8Array(1), key);
}

/** Whether signatures stand in ascending order of (suite, key) with no pair twice. */
export function inSignatureOrder(signatures: readonly Signature[]): boolean {
  return signatures.every((current, index) => {
    const previous = signatures[index - 1];
    return previous === undefined || compareSignatures(previous, current) < 0;
  });
}

/** The order of signatures in an envelope. */
export function compareSignatures(left: Signature, right: Signature): number {
  return compareText(left.suite, right.suite) || compareBytes(left.key, right.key);
}

/** The bytes of an envelope of account signatures, put in order. */
export function encodeSigned(bodyBytes: Uint8Array, signatures: readonly Signature[]): Uint8Array {
  const ordered = [...signatures].sort(compareSignatures);
  return encodeKnown(envelope, { body: bodyBytes, auth: { kind: 'account', signatures: ordered } });
}

/** The bytes of an envelope that proves itself. */
export function encodeProven(bodyBytes: Uint8Array, proof: Uint8Array): Uint8Array {
  return encodeKnown(envelope, { body: bodyBytes, auth: { kind: 'proof', proof } });
}

/** Most events of one transaction, and of one block itself. */
export const MAX_EVENTS = 64;

/** Something that happened: the name of an event and the canonical bytes of its fields. */
export const rawEvent = record({ fields: rawMap, name: actName });
export type RawEvent = TypeOf<typeof rawEvent>;

/** What became of a transaction in its block. `code` 0: done; `time` is the block time in ms. */
export const outcome = record({
  code: uint({ max: 0xffffffff }),
  context: optional(rawMap),
  events: list(rawEvent, { max: MAX_EVENTS }),
  height: uint(),
  index: uint({ max: 0xffffffff }),
  time: uint(),
});
export type Outcome = TypeOf<typeof outcome>;
