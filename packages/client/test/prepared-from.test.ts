import { type Codec, expectOk, record, uint } from '@madang/base';
import { keyPairFromSeed, signerFrom } from '@madang/crypto';
import { describe, expect, it } from 'vitest';
import { prepareTransaction } from '../src/prepare.ts';
import { preparedFrom } from '../src/prepared-from.ts';

const signer = signerFrom(keyPairFromSeed(new Uint8Array(32).fill(7)));
const draft = {
  act: 'document.notarise',
  chain: new Uint8Array(32).fill(1),
  expiresAt: 1_234,
  payload: { count: 3 },
  codec: record({ count: uint() }) as Codec<unknown>,
};

describe('what another device has prepared', () => {
  it('is sent as that device would send it', async () => {
    const made = expectOk(await prepareTransaction(draft, [signer]), 'prepared');
    expect(preparedFrom(made.envelope)).toEqual(made);
  });

  it('is nothing where the bytes are no transaction, or not all of one', async () => {
    const { envelope } = expectOk(await prepareTransaction(draft, [signer]), 'prepared');
    for (const wrong of [new Uint8Array(), envelope.slice(1), envelope.slice(0, -1)]) {
      expect(preparedFrom(wrong)).toBeUndefined();
    }
  });
});
