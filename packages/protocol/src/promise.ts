import {
  bytes,
  choice,
  concat,
  decode,
  encodeKnown,
  fixedBytes,
  type Result,
  record,
  type TypeOf,
  uint,
} from '@madang/base';
import { tag } from '@madang/crypto';
import { hash } from './names.ts';
import { type ProtocolError, undecodable } from './protocol-error.ts';

/** Longest promise, in bytes. */
export const MAX_PROMISE_SIZE_BYTES = 4_096;

/** What a node promises: `body` will be in the log by `logBy`. Times are in ms. */
export const promiseStatement = record({ body: hash, logBy: uint(), receivedAt: uint() });
export type PromiseStatement = TypeOf<typeof promiseStatement>;

/** A signed promise (docs/spec/receipt.md, "Promise"). `promise` is an encoded statement. */
export const promise = record({
  kind: choice(['madang/promise']),
  version: uint({ min: 1, max: 1 }),
  key: hash,
  chain: hash,
  promise: bytes({ min: 1, max: 256 }),
  signature: fixedBytes(64),
});
export type SignedPromise = TypeOf<typeof promise>;

const PROMISE_TAG = tag('madang/promise/1');

/** The message that the signature of a promise signs. */
export function promiseMessage(chain: Uint8Array, statement: Uint8Array): Uint8Array {
  return concat(PROMISE_TAG, chain, statement);
}

/** The canonical bytes of a promise. */
export function encodePromise(value: SignedPromise): Uint8Array {
  return encodeKnown(promise, value);
}

/** A promise and its statement, taken apart. */
export interface DecodedPromise {
  readonly signed: SignedPromise;
  readonly statement: PromiseStatement;
}

/**
 * The promise of canonical bytes; fails with `PROMISE_NOT_VALID`. Its signature is not checked
 * here.
 */
export function decodePromise(encoded: Uint8Array): Result<DecodedPromise, ProtocolError> {
  const outer = decode(promise, encoded, MAX_PROMISE_SIZE_BYTES);
  if (!outer.ok) return undecodable('PROMISE_NOT_VALID', outer.error);
  const statement = decode(promiseStatement, outer.value.promise);
  if (!statement.ok) return undecodable('PROMISE_NOT_VALID', statement.error);
  return { ok: true, value: { signed: outer.value, statement: statement.value } };
}
