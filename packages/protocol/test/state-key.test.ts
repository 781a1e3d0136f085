import { decode, encodeKnown, utf8 } from '@madang/base';
import { describe, expect, it } from 'vitest';
import { stateKey, stateProof } from '../src/index.ts';

describe('state keys', () => {
  it('are service, table and key with slashes between', () => {
    expect(stateKey('note', 'endings', Uint8Array.of(0, 255))).toEqual(
      Uint8Array.of(...utf8('note/endings/'), 0, 255),
    );
    expect(stateKey('governance', 'params', new Uint8Array())).toEqual(utf8('governance/params/'));
  });

  it('of a name that could be mistaken for another are a bug', () => {
    for (const name of ['', 'Note', 'a/b', '1a', 'a'.repeat(33), 'a_b']) {
      expect(() => stateKey(name, 'endings', new Uint8Array())).toThrow();
      expect(() => stateKey('note', name, new Uint8Array())).toThrow();
    }
  });

  it('have at most 256 bytes', () => {
    const room = 256 - 'note/endings/'.length;
    expect(stateKey('note', 'endings', new Uint8Array(room))).toHaveLength(256);
    expect(() => stateKey('note', 'endings', new Uint8Array(room + 1))).toThrow(/long/);
  });
});

describe('the codec of state proofs', () => {
  it('bounds the depth, the bitmap and the siblings', () => {
    const proof = { depth: 256, bitmap: new Uint8Array(32), siblings: new Uint8Array(8_192) };
    const bytes = encodeKnown(stateProof, proof);
    expect(decode(stateProof, bytes)).toEqual({ ok: true, value: proof });
    const deeper = bytes.with(bytes.indexOf(0x19) + 2, 1);
    expect(decode(stateProof, deeper)).toMatchObject({ ok: false, error: { at: 'depth' } });
  });
});
