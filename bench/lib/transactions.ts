import { encodeKnown, fixedBytes, record, text, uint } from '@madang/base';
import { type KeyPair, keyPairFromSeed, sha256, signSync } from '@madang/crypto';
import { bodyHashOf, encodeBody, encodeSigned, signedMessage } from '@madang/protocol';

/** Payload of `document.notarise` for a person's own file (docs/spec/document.md). */
const payload = record({ kind: text({ max: 16 }), root: fixedBytes(32), count: uint() });

/** A signed transaction and its id. */
export interface Signed {
  readonly id: Uint8Array;
  readonly envelope: Uint8Array;
}

/** What to sign. */
export interface LoadPlan {
  readonly chain: Uint8Array;
  readonly count: number;
  /** How many keys sign, in turn. */
  readonly keys: number;
  /** ms. */
  readonly expiresAt: number;
  /** Makes the transactions of each run different. */
  readonly seed: string;
}

/** Real transactions, each a file put on record by one of many keys. */
export function signTransactions(plan: LoadPlan): readonly Signed[] {
  const keys: KeyPair[] = [];
  for (let i = 0; i < plan.keys; i++)
    keys.push(keyPairFromSeed(hashOf(`${plan.seed} key ${String(i)}`)));
  const signed: Signed[] = [];
  for (let i = 0; i < plan.count; i++) {
    const key = keys[i % keys.length];
    if (key !== undefined) signed.push(sign(plan, key, i));
  }
  return signed;
}

function sign(plan: LoadPlan, key: KeyPair, index: number): Signed {
  const name = `${plan.seed} transaction ${String(index)}`;
  const body = encodeBody({
    act: 'document.notarise',
    chain: plan.chain,
    expiresAt: plan.expiresAt,
    payload: encodeKnown(payload, { kind: 'file', root: hashOf(name), count: 1 }),
    salt: hashOf(`${name} salt`).subarray(0, 16),
  });
  const id = bodyHashOf(body);
  const signature = signSync(key, signedMessage(plan.chain, id));
  return {
    id,
    envelope: encodeSigned(body, [{ suite: key.suite, key: key.publicKey, signature }]),
  };
}

function hashOf(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}
