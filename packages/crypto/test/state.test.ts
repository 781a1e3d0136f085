import { createHash } from 'node:crypto';
import { compareBytes, concat, utf8 } from '@madang/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emptyNode,
  pathBit,
  proveState,
  type StateProof,
  sha256,
  statePath,
  type TrieEntry,
  trieRoot,
  verifyAbsence,
  verifyPresence,
} from '../src/index.ts';

type State = ReadonlyMap<string, string>;

function h(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(
    createHash('sha256')
      .update(concat(...parts))
      .digest(),
  );
}

function bitsOf(path: Uint8Array): string {
  return [...path].map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

/** The root by the words of docs/spec/state.md, over texts of bits. */
function plainRoot(state: State): Uint8Array {
  const keys = [...state].map(([key, value]) => ({
    bits: bitsOf(h(utf8(key))),
    leaf: topBit(h(h(utf8(key)), h(utf8(value))), 1),
  }));
  return plainNode(keys, '');
}

function plainNode(
  keys: ReadonlyArray<{ bits: string; leaf: Uint8Array }>,
  prefix: string,
): Uint8Array {
  const inside = keys.filter((key) => key.bits.startsWith(prefix));
  if (inside.length === 0) return new Uint8Array(32);
  if (inside.length === 1) return inside[0]?.leaf ?? emptyNode;
  return topBit(h(plainNode(inside, `${prefix}0`), plainNode(inside, `${prefix}1`)), 0);
}

function topBit(node: Uint8Array, bit: 0 | 1): Uint8Array {
  const first = node[0] ?? 0;
  return Uint8Array.of(bit === 1 ? first | 128 : first & 127, ...node.slice(1));
}

function entriesOf(state: State): TrieEntry[] {
  return [...state]
    .map(([key, value]) => ({ path: statePath(utf8(key)), valueHash: sha256(utf8(value)) }))
    .sort((left, right) => compareBytes(left.path, right.path));
}

function presence(state: State, key: string) {
  return {
    root: plainRoot(state),
    stateKey: utf8(key),
    value: utf8(state.get(key) ?? ''),
    proof: proveState(entriesOf(state), statePath(utf8(key))),
  };
}

function absence(state: State, key: string) {
  return {
    root: plainRoot(state),
    stateKey: utf8(key),
    proof: proveState(entriesOf(state), statePath(utf8(key))),
  };
}

function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
  return flipped;
}

/** Every proof that differs from the given one in one bit or in its depth by one. */
function mutations(proof: StateProof): StateProof[] {
  const each = (bytes: Uint8Array, put: (changed: Uint8Array) => StateProof) =>
    Array.from({ length: bytes.length * 8 }, (_, bit) => put(flipBit(bytes, bit)));
  const { other } = proof;
  return [
    { ...proof, depth: proof.depth + 1 },
    { ...proof, depth: proof.depth - 1 },
    { ...proof, depth: proof.depth + 0.5 },
    { ...proof, depth: proof.depth - 0.5 },
    { ...proof, depth: Number.NaN },
    { ...proof, bitmap: concat(proof.bitmap, new Uint8Array(1)) },
    { ...proof, siblings: concat(proof.siblings, new Uint8Array(32)) },
    { ...proof, siblings: concat(proof.siblings, new Uint8Array(1)) },
    ...each(proof.bitmap, (bitmap) => ({ ...proof, bitmap })),
    ...each(proof.siblings, (siblings) => ({ ...proof, siblings })),
    ...(other === undefined
      ? []
      : [
          ...each(other.path, (path) => ({ ...proof, other: { ...other, path } })),
          ...each(other.valueHash, (valueHash) => ({ ...proof, other: { ...other, valueHash } })),
        ]),
  ];
}

const states = fc
  .array(
    fc.tuple(
      fc.string({ maxLength: 6, unit: 'grapheme-ascii' }),
      fc.string({ maxLength: 4, unit: 'grapheme-ascii' }),
    ),
    { maxLength: 40 },
  )
  .map((pairs): State => new Map(pairs));
const keys = fc.string({ maxLength: 6, unit: 'grapheme-ascii' });
const run = { seed: 256, numRuns: 60 };

describe('the state root', () => {
  test('is 32 zero bytes for no keys, and the leaf for one key', () => {
    expect(trieRoot([])).toEqual(new Uint8Array(32));
    const leaf = h(h(utf8('k')), h(utf8('v')));
    leaf[0] = (leaf[0] ?? 0) | 0x80;
    expect(trieRoot(entriesOf(new Map([['k', 'v']])))).toEqual(leaf);
  });

  test('of any state is that of the words of the specification', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(trieRoot(entriesOf(state))).toEqual(plainRoot(state));
      }),
      run,
    );
  });

  test('of two paths that differ in the last bit alone has 256 levels', () => {
    const valueHash = h();
    const [low, high] = [new Uint8Array(32), flipBit(new Uint8Array(32), 255)];
    let expected = topBit(h(topBit(h(low, valueHash), 1), topBit(h(high, valueHash), 1)), 0);
    for (let level = 254; level >= 0; level--) {
      expected = topBit(h(expected, new Uint8Array(32)), 0);
    }
    const entries = [low, high].map((path) => ({ path, valueHash }));
    expect(trieRoot(entries)).toEqual(expected);
    const proof = proveState(entries, high);
    expect(proof).toMatchObject({ depth: 256, siblings: topBit(h(low, valueHash), 1) });
    expect(proof.bitmap).toEqual(Uint8Array.of(...new Uint8Array(31), 1));
  });

  test('of entries out of order or twice is a bug', () => {
    const [first, second] = entriesOf(
      new Map([
        ['a', ''],
        ['b', ''],
      ]),
    );
    if (first === undefined || second === undefined) throw new Error('two entries');
    expect(() => trieRoot([second, first])).toThrow('paths ascend');
    expect(() => trieRoot([first, first])).toThrow('paths ascend');
  });

  test('counts bits from the most significant of the first byte', () => {
    const path = Uint8Array.of(0x80, 0x01);
    expect([0, 1, 7, 8, 15].map((i) => pathBit(path, i))).toEqual([1, 0, 0, 0, 1]);
  });
});

describe('state proofs', () => {
  test('of every key that is there are accepted as presence, never as absence', () => {
    fc.assert(
      fc.property(states, (state) => {
        for (const key of state.keys()) {
          const claim = presence(state, key);
          expect(verifyPresence(claim)).toBe(true);
          expect(verifyAbsence(claim)).toBe(false);
          expect(verifyPresence({ ...claim, value: utf8('another') })).toBe(false);
        }
      }),
      run,
    );
  });

  test('of a key that is not there are accepted as absence, never as presence', () => {
    fc.assert(
      fc.property(states, keys, (state, key) => {
        fc.pre(!state.has(key));
        const claim = absence(state, key);
        expect(verifyAbsence(claim)).toBe(true);
        expect(verifyPresence({ ...claim, value: utf8('') })).toBe(false);
        const { other, ...withoutOther } = claim.proof;
        if (other !== undefined) {
          expect(verifyAbsence({ ...claim, proof: withoutOther })).toBe(false);
        }
      }),
      run,
    );
  });

  test('with any one bit changed are refused', () => {
    fc.assert(
      fc.property(states, keys, (state, key) => {
        const isPresent = state.has(key);
        const honest = absence(state, key);
        const value = utf8(state.get(key) ?? '');
        for (const proof of mutations(honest.proof)) {
          const claim = { ...honest, proof };
          const verdict = isPresent ? verifyPresence({ ...claim, value }) : verifyAbsence(claim);
          expect(verdict).toBe(false);
        }
        const root = flipBit(honest.root, 0);
        expect(verifyAbsence({ ...honest, root })).toBe(false);
        expect(verifyPresence({ ...honest, root, value })).toBe(false);
      }),
      { ...run, numRuns: 25 },
    );
  });
});

/** Proofs that would lead to the root if only the equations were checked, not the form. */
describe('a state proof that leads to its root is refused', () => {
  const state: State = new Map(Array.from({ length: 24 }, (_, i) => [`key ${i}`, `${i}`]));
  const claim = presence(state, 'key 7');

  test('if a listed sibling is empty', () => {
    const emptyState: State = new Map([['key 7', '7']]);
    const path = statePath(utf8('key 7'));
    const leaf = plainRoot(emptyState);
    const root = topBit(pathBit(path, 0) === 0 ? h(leaf, emptyNode) : h(emptyNode, leaf), 0);
    const unlisted = { depth: 1, bitmap: Uint8Array.of(0), siblings: new Uint8Array(0) };
    const listed = { depth: 1, bitmap: Uint8Array.of(0x80), siblings: new Uint8Array(32) };
    const shared = { root, stateKey: utf8('key 7'), value: utf8('7') };
    expect(verifyPresence({ ...shared, proof: unlisted })).toBe(true);
    expect(verifyPresence({ ...shared, proof: listed })).toBe(false);
  });

  test('if an unused bit of the bitmap is set', () => {
    const bitmap = Uint8Array.from(claim.proof.bitmap);
    bitmap[bitmap.length - 1] = (bitmap.at(-1) ?? 0) | 1;
    expect(claim.proof.depth % 8).not.toBe(0);
    const siblings = concat(claim.proof.siblings, h());
    expect(verifyPresence({ ...claim, proof: { ...claim.proof, bitmap } })).toBe(false);
    expect(verifyPresence({ ...claim, proof: { ...claim.proof, bitmap, siblings } })).toBe(false);
  });

  test('if it names another key in a proof of presence', () => {
    const other = { path: statePath(utf8('key 8')), valueHash: h(utf8('8')) };
    expect(verifyPresence({ ...claim, proof: { ...claim.proof, other } })).toBe(false);
  });

  test('if the other key of an absence is the key itself', () => {
    const other = { path: statePath(claim.stateKey), valueHash: h(claim.value) };
    const proof = { ...claim.proof, other };
    expect(verifyAbsence({ root: claim.root, stateKey: claim.stateKey, proof })).toBe(false);
  });

  test('if the other key does not agree with the path down to the depth', () => {
    const strangers = Array.from({ length: 50 }, (_, i) => utf8(`stranger ${i}`));
    const [terminal] = entriesOf(new Map([['key 7', '7']]));
    if (terminal === undefined) throw new Error('one entry');
    const verdicts = strangers.map((stateKey) => {
      const proof = { ...claim.proof, other: terminal };
      return verifyAbsence({ root: claim.root, stateKey, proof });
    });
    const shares = strangers.map((stateKey) =>
      bitsOf(statePath(stateKey)).startsWith(bitsOf(terminal.path).slice(0, claim.proof.depth)),
    );
    expect(verdicts).toEqual(shares);
    expect(shares).toContain(false);
  });

  test('if the other key stands where its own path does not lead', () => {
    const keys = Array.from({ length: 20 }, (_, i) => utf8(`key ${i}`));
    const left = keys.find((key) => pathBit(statePath(key), 0) === 0);
    const right = keys.find((key) => pathBit(statePath(key), 0) === 1);
    if (left === undefined || right === undefined) throw new Error('keys on both sides');
    const other = { path: statePath(right), valueHash: h() };
    const leaf = topBit(h(other.path, other.valueHash), 1);
    const proof = { depth: 1, bitmap: Uint8Array.of(0x80), siblings: h(), other };
    const misplaced = { root: topBit(h(leaf, h()), 0), stateKey: left, proof };
    expect(verifyAbsence(misplaced)).toBe(false);
    expect(verifyAbsence({ ...misplaced, proof: { ...proof, depth: 0 } })).toBe(false);
  });

  test('if the boundary between the path and the hash of the other key is moved', () => {
    const single: State = new Map([['key 7', '7']]);
    const [other] = entriesOf(single);
    if (other === undefined) throw new Error('one entry');
    const honest = absence(single, 'absent');
    expect(verifyAbsence(honest)).toBe(true);
    const path = other.path.slice(0, 31);
    const valueHash = concat(other.path.slice(31), other.valueHash);
    const proof = { ...honest.proof, other: { path, valueHash } };
    expect(verifyAbsence({ ...honest, proof })).toBe(false);
    expect(verifyAbsence({ ...honest, stateKey: utf8('key 7'), proof })).toBe(false);
  });

  test('if it is deeper than a path, though every level follows', () => {
    const path = statePath(utf8('k'));
    let root = plainRoot(new Map([['k', 'v']]));
    for (let level = 257; level >= 1; level--) {
      const isLeft = level === 257 || pathBit(path, level - 1) === 0;
      root = topBit(isLeft ? h(root, emptyNode) : h(emptyNode, root), 0);
    }
    const proof = { depth: 257, bitmap: new Uint8Array(33), siblings: new Uint8Array(0) };
    expect(verifyPresence({ root, stateKey: utf8('k'), value: utf8('v'), proof })).toBe(false);
  });

  test('if its depth is beyond any path', () => {
    const bitmap = new Uint8Array(33);
    const proof = { depth: 257, bitmap, siblings: new Uint8Array(0) };
    expect(verifyPresence({ ...claim, proof })).toBe(false);
    expect(verifyAbsence({ ...claim, proof })).toBe(false);
  });

  test('if the key or the value is longer than any in the state', () => {
    const key = 'k'.repeat(257);
    expect(verifyPresence(presence(new Map([[key, 'v']]), key))).toBe(false);
    expect(verifyAbsence(absence(state, key))).toBe(false);
    expect(verifyPresence(presence(new Map([['k', 'v'.repeat(65_537)]]), 'k'))).toBe(false);
    expect(verifyPresence(presence(new Map([['k', 'v'.repeat(65_536)]]), 'k'))).toBe(true);
  });
});
