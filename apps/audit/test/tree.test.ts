import { describe, expect, test } from 'vitest';
import { extendsHead, GrowingTree, includes, leafHash, nodeHash } from '../src/tree.mjs';
import { leafHash as byHand, consistency, inclusion, mth, sha } from './ledger.ts';

/*
 * The eight leaves and roots that the Certificate Transparency projects test with.
 */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'));
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('known trees', () => {
  test('the empty tree has the hash of nothing', () => {
    expect(hex(new GrowingTree().root())).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  test('one to eight leaves have the published roots', () => {
    const tree = new GrowingTree();
    LEAVES.forEach((leaf, at) => {
      tree.append(leafHash(leaf));
      expect(hex(tree.root())).toBe(ROOTS[at]);
    });
  });

  test('published inclusion proofs lead to the root', () => {
    const root = Buffer.from(ROOTS[7] ?? '', 'hex');
    const proof = [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ].join('');
    const claim = { index: 0n, size: 8n, leaf: leafHash(LEAVES[0] as Buffer), root };
    expect(includes(claim, Buffer.from(proof, 'hex'))).toBe(true);
    expect(includes({ ...claim, index: 1n }, Buffer.from(proof, 'hex'))).toBe(false);
    const sixth = [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ].join('');
    const five = { index: 5n, size: 8n, leaf: leafHash(LEAVES[5] as Buffer), root };
    expect(includes(five, Buffer.from(sixth, 'hex'))).toBe(true);
  });
});

describe('every proof of small trees', () => {
  const hashes = Array.from({ length: 34 }, (_, at) => byHand(sha(`leaf ${at}`)));

  test('of inclusion holds, and no other index, size, leaf or length does', () => {
    for (let size = 1; size <= 34; size += 1) {
      const some = hashes.slice(0, size);
      const root = mth(some);
      for (let index = 0; index < size; index += 1) {
        const leaf = some[index] as Buffer;
        const proof = Buffer.concat(inclusion(index, some));
        const claim = { index: BigInt(index), size: BigInt(size), leaf, root };
        expect(includes(claim, proof)).toBe(true);
        expect(includes({ ...claim, leaf: sha('x') }, proof)).toBe(false);
        expect(includes({ ...claim, index: claim.size }, proof)).toBe(false);
        expect(includes(claim, Buffer.concat([proof, root]))).toBe(false);
        expect(includes(claim, Buffer.concat([proof, Buffer.of(0)]))).toBe(false);
        if (index > 0) expect(includes({ ...claim, index: claim.index - 1n }, proof)).toBe(false);
        if (size > 1) expect(includes(claim, proof.subarray(32))).toBe(false);
      }
    }
  });

  test('of consistency holds, and no other head does', () => {
    for (let size = 1; size <= 34; size += 1) {
      const some = hashes.slice(0, size);
      const newer = { size: BigInt(size), root: mth(some) };
      for (let first = 1; first <= size; first += 1) {
        const older = { size: BigInt(first), root: mth(hashes.slice(0, first)) };
        const proof = Buffer.concat(consistency(first, some));
        expect(extendsHead(older, newer, proof)).toBe(true);
        expect(extendsHead({ ...older, root: sha('x') }, newer, proof)).toBe(false);
        expect(extendsHead(older, { ...newer, root: sha('x') }, proof)).toBe(false);
        expect(extendsHead(older, newer, Buffer.concat([proof, sha('x')]))).toBe(false);
        if (first < size) expect(extendsHead(newer, older, proof)).toBe(false);
        if (proof.length > 0) expect(extendsHead(older, newer, proof.subarray(32))).toBe(false);
      }
    }
  });

  test('an empty log proves nothing', () => {
    const newer = { size: 3n, root: mth(hashes.slice(0, 3)) };
    expect(extendsHead({ size: 0n, root: sha() }, newer, Buffer.alloc(0))).toBe(false);
  });
});

test('a growing tree has the root of its definition across tile borders', () => {
  const tree = new GrowingTree();
  const hashes: Buffer[] = [];
  const filled: { readonly level: number; readonly index: number }[] = [];
  for (let at = 0; at < 600; at += 1) {
    const hash = byHand(sha(`leaf ${at}`));
    hashes.push(hash);
    filled.push(...tree.append(hash));
    if (at > 250 && at % 13 === 0) expect(hex(tree.root())).toBe(hex(mth(hashes)));
  }
  expect(filled.map(({ level, index }) => [level, index])).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect(hex(tree.levels[1]?.[1] ?? Buffer.alloc(0))).toBe(hex(mth(hashes.slice(256, 512))));
  expect(hex(nodeHash(Buffer.from('a'), Buffer.from('b')))).toBe(hex(sha('\x01ab')));
});
