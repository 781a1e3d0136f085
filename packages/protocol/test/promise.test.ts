import { toHex, utf8 } from '@madang/base';
import { sha256, signerFrom, verifySignature } from '@madang/crypto';
import { describe, expect, it } from 'vitest';
import {
  checkPromise,
  decodePromise,
  encodePromise,
  type Policy,
  parsePolicy,
  signPromise,
  writePolicy,
} from '../src/index.ts';
import { chain, nodeKey, testGenesis, testKey, testPolicy } from './ledger.ts';

function policyOf(text: string): Policy {
  const policy = parsePolicy(text);
  if (!policy.ok) throw new Error(policy.error.message);
  return policy.value;
}

const policy = policyOf(testPolicy());
const statement = { body: sha256(utf8('body')), logBy: 1_000_100, receivedAt: 1_000_000 };
const promised = () => signPromise(signerFrom(nodeKey), chain, statement);
const codeOf = async (bytes: Uint8Array, under = policy) => {
  const checked = await checkPromise(bytes, under);
  return checked.ok ? 'ok' : checked.error.code;
};

describe('a promise', () => {
  it('of a node of the ledger is believed', async () => {
    expect(await checkPromise(await promised(), policy)).toEqual({ ok: true, value: statement });
  });

  it('signs its tag, the chain and the statement', async () => {
    const decoded = decodePromise(await promised());
    if (!decoded.ok) throw new Error(decoded.error.message);
    const { signed } = decoded.value;
    // The statement by hand: body, logBy, receivedAt in the order of their lengths.
    const encoded =
      `a364626f64795820${toHex(statement.body)}` +
      '656c6f6742791a000f42a46a726563656976656441741a000f4240';
    expect(toHex(signed.promise)).toBe(encoded);
    const message = Buffer.concat([utf8('madang/promise/1\0'), chain, signed.promise]);
    const isValid = await verifySignature(
      'ed25519',
      nodeKey.publicKey,
      new Uint8Array(message),
      signed.signature,
    );
    expect(isValid).toBe(true);
  });

  it('of another ledger is refused', async () => {
    const text = writePolicy({ genesis: testGenesis, chain: sha256(chain), threshold: 1 });
    const other = policyOf(text.ok ? text.value : '');
    expect(await codeOf(await promised(), other)).toBe('PROMISE_OTHER_CHAIN');
  });

  it('by a key that is no node of the ledger is refused', async () => {
    const bytes = await signPromise(signerFrom(testKey(50)), chain, statement);
    expect(await codeOf(bytes)).toBe('PROMISE_KEY_UNKNOWN');
  });

  it('with another statement is refused', async () => {
    const decoded = decodePromise(await promised());
    const later = decodePromise(
      await signPromise(signerFrom(nodeKey), chain, { ...statement, logBy: 2_000_000 }),
    );
    if (!decoded.ok || !later.ok) throw new Error('decode');
    const mixed = { ...decoded.value.signed, promise: later.value.signed.promise };
    expect(await codeOf(encodePromise(mixed))).toBe('PROMISE_SIGNATURE_WRONG');
  });

  it('with any flipped byte is refused', async () => {
    const bytes = await promised();
    for (const at of bytes.keys()) {
      const flipped = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
      expect(await codeOf(flipped), `byte ${at}`).not.toBe('ok');
    }
  });
});
