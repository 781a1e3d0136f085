import { encodeKnown } from '@madang/base';
import type { Signer } from '@madang/crypto';
import {
  encodePromise,
  type PromiseStatement,
  promiseMessage,
  promiseStatement,
} from './promise.ts';

/** The canonical bytes of a node's promise; `signer` has one of the ledger's node keys. */
export async function signPromise(
  signer: Signer,
  chain: Uint8Array,
  statement: PromiseStatement,
): Promise<Uint8Array> {
  const encoded = encodeKnown(promiseStatement, statement);
  return encodePromise({
    kind: 'madang/promise',
    version: 1,
    key: signer.publicKey,
    chain,
    promise: encoded,
    signature: await signer.sign(promiseMessage(chain, encoded)),
  });
}
