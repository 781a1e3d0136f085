import { describe, expect, test } from 'vitest';
import type { StateClaim } from '../src/trie.mjs';
import { isProven } from '../src/trie.mjs';
import { State, sha } from './ledger.ts';

const key = (name: string | number) => Buffer.from(`document/endings/${name}`);
const stateOf = (count: number) => {
  const state = new State();
  for (let at = 0; at < count; at += 1) state.set(key(at), { n: at });
  return state;
};
const claimOf = (state: State, name: string | number) =>
  ({ key: key(name), ...state.claim(key(name)) }) as unknown as StateClaim & {
    proof: { other?: object };
  };

describe('a proof of state', () => {
  test('shows presence and absence in tries of every small size', () => {
    for (let count = 0; count < 40; count += 1) {
      const state = stateOf(count);
      const root = state.root();
      for (let at = 0; at < count; at += 1) {
        const claim = claimOf(state, at);
        expect(claim.value).toBeDefined();
        expect(isProven(claim, root)).toBe(true);
        expect(isProven({ ...claim, value: Buffer.from('a0', 'hex') }, root)).toBe(false);
        const { value: _value, ...absent } = claim;
        expect(isProven(absent, root)).toBe(false);
        expect(isProven(claim, sha('another root'))).toBe(false);
      }
      for (const name of ['a', 'b', 'c', 'd']) {
        const claim = claimOf(state, name);
        expect(claim.value).toBeUndefined();
        expect(isProven(claim, root)).toBe(true);
        expect(isProven({ ...claim, value: Buffer.from('a0', 'hex') }, root)).toBe(false);
      }
    }
  });

  test('needs another leaf that shares the way, and is not the key itself', () => {
    const state = stateOf(20);
    const root = state.root();
    const claims = Array.from({ length: 30 }, (_, at) => claimOf(state, `none ${at}`));
    const withOther = claims.find(({ proof }) => proof.other !== undefined && proof.depth > 0);
    const withEmpty = claims.find(({ proof }) => proof.other === undefined);
    expect(withOther && isProven(withOther, root)).toBe(true);
    expect(withEmpty && isProven(withEmpty, root)).toBe(true);
    const there = claimOf(state, 3);
    const value = there.value ?? Buffer.alloc(0);
    const itself = { path: sha(key(3)), valueHash: sha(value) };
    const lie = { key: there.key, proof: { ...there.proof, other: itself } };
    expect(isProven(lie, root)).toBe(false);
    // Another key's proof does not serve for a key on another way.
    const elsewhere = { key: key('elsewhere'), proof: withOther?.proof ?? there.proof };
    expect(isProven(elsewhere, root)).toBe(sharesWay(elsewhere.key, withOther));
  });

  function sharesWay(name: Buffer, claim: StateClaim | undefined): boolean {
    const bits = (path: Buffer) =>
      [...path].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const depth = claim?.proof.depth ?? 0;
    return bits(sha(name)).startsWith(bits(sha(claim?.key ?? Buffer.alloc(0))).slice(0, depth));
  }

  test('has one form', () => {
    const state = stateOf(20);
    const root = state.root();
    const claim = claimOf(state, 5);
    const { proof } = claim;
    expect(isProven(claim, root)).toBe(true);
    const refused = (bent: object) => isProven({ ...claim, proof: { ...proof, ...bent } }, root);
    expect(refused({ bitmap: Buffer.concat([proof.bitmap, Buffer.of(0)]) })).toBe(false);
    expect(refused({ siblings: Buffer.concat([proof.siblings, sha('x')]) })).toBe(false);
    expect(refused({ siblings: proof.siblings.subarray(0, -32) })).toBe(false);
    expect(refused({ siblings: proof.siblings.subarray(0, -1) })).toBe(false);
    const unused = Buffer.from(proof.bitmap);
    const last = unused.length - 1;
    unused[last] = (unused[last] ?? 0) | 1;
    expect(proof.depth % 8).not.toBe(0);
    expect(refused({ bitmap: unused })).toBe(false);
    const deeper = { depth: proof.depth + 1, bitmap: proof.bitmap };
    expect(refused(deeper)).toBe(false);
    expect(refused({ other: { path: sha('y'), valueHash: sha('z') } })).toBe(false);
  });

  test('does not list an empty sibling', () => {
    const state = new State();
    state.set(key(0), 1);
    const claim = claimOf(state, 0);
    const proof = { depth: 1, bitmap: Buffer.of(0x80), siblings: Buffer.alloc(32) };
    expect(isProven(claim, state.root())).toBe(true);
    expect(isProven({ ...claim, proof }, state.root())).toBe(false);
  });
});
