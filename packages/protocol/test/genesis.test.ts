import { createHash } from 'node:crypto';
import { encodeKnown, toHex } from '@madang/base';
import { describe, expect, it } from 'vitest';
import { decodeGenesis, encodeGenesis, genesis, genesisHash } from '../src/index.ts';
import { testGenesis } from './ledger.ts';

describe('a genesis', () => {
  it('is read back as it was written', () => {
    expect(decodeGenesis(encodeGenesis(testGenesis))).toEqual({ ok: true, value: testGenesis });
  });

  it('is known by the hash of its bytes under its tag', () => {
    const bytes = encodeGenesis(testGenesis);
    const expected = createHash('sha256').update('madang/genesis/1\0').update(bytes).digest('hex');
    expect(toHex(genesisHash(bytes))).toBe(expected);
  });

  it('has institutions in ascending order, each once', () => {
    const [first, ...others] = testGenesis.institutions;
    if (first === undefined) throw new Error('no institution');
    for (const institutions of [
      [...others, first],
      [first, first, ...others],
    ]) {
      const decoded = decodeGenesis(encodeKnown(genesis, { ...testGenesis, institutions }));
      expect(decoded).toMatchObject({ ok: false, error: { code: 'GENESIS_NOT_VALID' } });
    }
  });

  it('of anything else is refused with its place', () => {
    const decoded = decodeGenesis(Uint8Array.of(0xa0));
    expect(decoded).toMatchObject({ ok: false, error: { code: 'GENESIS_NOT_VALID' } });
  });
});
