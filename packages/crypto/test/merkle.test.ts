import { createHash } from 'node:crypto';
import { concat, expectOk, fromHex, toHex } from '@madang/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendLeaf,
  assembleProof,
  consistencyProof,
  consistencyProofNodes,
  emptyFrontier,
  emptyRoot,
  type Frontier,
  frontierFrom,
  frontierRoot,
  inclusionProof,
  inclusionProofNodes,
  leafHash,
  merkleTree,
  rootFromLeafHashes,
  rootNodes,
  type TreeNode,
  treeConsistencyProof,
  treeInclusionProof,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from '../src/index.ts';

/** The tree that Certificate Transparency's own tests use: eight leaves and all its roots. */
const ctLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => expectOk(fromHex(hex), 'hexadecimal'));

const ctRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function h(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(
    createHash('sha256')
      .update(concat(...parts))
      .digest(),
  );
}

function half(size: number): number {
  return 2 ** Math.ceil(Math.log2(size) - 1);
}

/** MTH, PATH and SUBPROOF as RFC 6962 section 2.1 writes them, over leaf hashes. */
function mth(d: readonly Uint8Array[]): Uint8Array {
  const k = half(d.length);
  if (d.length <= 1) return d[0] ?? h();
  return h(Uint8Array.of(1), mth(d.slice(0, k)), mth(d.slice(k)));
}

function path(m: number, d: readonly Uint8Array[]): Uint8Array[] {
  if (d.length === 1) return [];
  const k = half(d.length);
  return m < k
    ? [...path(m, d.slice(0, k)), mth(d.slice(k))]
    : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
}

function subproof(m: number, d: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === d.length) return whole ? [] : [mth(d)];
  const k = half(d.length);
  return m <= k
    ? [...subproof(m, d.slice(0, k), whole), mth(d.slice(k))]
    : [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
}

function leavesOf(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i & 255, i >> 8)));
}

function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
  return flipped;
}

const sizes = fc.integer({ min: 1, max: 70 });
const sizeAndIndex = sizes.chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
const twoSizes = sizes.chain((size) =>
  fc.tuple(fc.integer({ min: 1, max: size }), fc.constant(size)),
);
const run = { seed: 6962, numRuns: 150 };

describe('roots', () => {
  test.each(ctRoots.map((root, size) => ({ root, size })))(
    'of $size leaves are those of Certificate Transparency',
    ({ root, size }) => {
      const hashes = ctLeaves.slice(0, size).map(leafHash);
      expect(toHex(rootFromLeafHashes(hashes))).toBe(root);
      let frontier: Frontier = emptyFrontier;
      for (const leaf of hashes) frontier = appendLeaf(frontier, leaf);
      expect(toHex(frontierRoot(frontier))).toBe(root);
      expect(frontier.size).toBe(size);
    },
  );

  test('an entry that looks like a node does not hash like one', () => {
    const [left, right] = [leafHash(Uint8Array.of(1)), leafHash(Uint8Array.of(2))];
    expect(leafHash(concat(left, right))).not.toEqual(rootFromLeafHashes([left, right]));
  });
});

/** The subtrees of the figures in RFC 6962 section 2.1.3, by their names there. */
const figure = {
  a: { level: 0, index: 0 },
  b: { level: 0, index: 1 },
  c: { level: 0, index: 2 },
  d: { level: 0, index: 3 },
  f: { level: 0, index: 5 },
  g: { level: 1, index: 0 },
  h: { level: 1, index: 1 },
  i: { level: 1, index: 2 },
  j: { level: 0, index: 6 },
  k: { level: 2, index: 0 },
};

describe('proof plans are the examples of RFC 6962 section 2.1.3', () => {
  const { a, b, c, d, f, g, i, j, k } = figure;
  const l = [i, j];

  test('inclusion in the tree of seven leaves', () => {
    expect(inclusionProofNodes(0, 7)).toEqual([[b], [figure.h], l]);
    expect(inclusionProofNodes(3, 7)).toEqual([[c], [g], l]);
    expect(inclusionProofNodes(4, 7)).toEqual([[f], [j], [k]]);
    expect(inclusionProofNodes(6, 7)).toEqual([[i], [k]]);
    expect(inclusionProofNodes(1, 2)).toEqual([[a]]);
  });

  test('consistency with the tree of seven leaves', () => {
    expect(consistencyProofNodes(3, 7)).toEqual([[c], [d], [g], l]);
    expect(consistencyProofNodes(4, 7)).toEqual([l]);
    expect(consistencyProofNodes(6, 7)).toEqual([[i], [j], [k]]);
  });

  test('equal sizes and the empty tree need nothing', () => {
    expect(consistencyProofNodes(7, 7)).toEqual([]);
    expect(consistencyProofNodes(0, 7)).toEqual([]);
    expect(rootNodes(0)).toEqual([]);
  });

  test('asking beyond the tree is a bug', () => {
    expect(() => inclusionProofNodes(7, 7)).toThrow('out of range');
    expect(() => inclusionProofNodes(-1, 7)).toThrow('out of range');
    expect(() => inclusionProofNodes(0.5, 7)).toThrow('out of range');
    expect(() => consistencyProofNodes(8, 7)).toThrow('out of range');
    expect(() => rootNodes(2 ** 53)).toThrow('safe integer');
  });
});

describe('proofs', () => {
  test('are those of the recursive definitions, and are accepted', () => {
    fc.assert(
      fc.property(sizeAndIndex, ([size, index]) => {
        const leaves = leavesOf(size);
        const proof = inclusionProof(leaves, index);
        const root = mth(leaves);
        expect(proof).toEqual(concat(...path(index, leaves)));
        const leaf = leaves[index] ?? emptyRoot;
        expect(verifyInclusion({ index, size, leaf, proof, root })).toBe(true);
      }),
      run,
    );
    fc.assert(
      fc.property(twoSizes, ([oldSize, newSize]) => {
        const leaves = leavesOf(newSize);
        const proof = consistencyProof(leaves, oldSize);
        expect(proof).toEqual(concat(...subproof(oldSize, leaves, true)));
        const [oldRoot, newRoot] = [mth(leaves.slice(0, oldSize)), mth(leaves)];
        expect(verifyConsistency({ oldSize, newSize, oldRoot, newRoot, proof })).toBe(true);
      }),
      run,
    );
  });

  test('of one tree need its inside hashed once', () => {
    const leaves = leavesOf(37);
    const tree = merkleTree(leaves);
    expect(treeRoot(tree)).toEqual(mth(leaves));
    expect(treeInclusionProof(tree, 36)).toEqual(concat(...path(36, leaves)));
    expect(treeConsistencyProof(tree, 21)).toEqual(concat(...subproof(21, leaves, true)));
  });

  test('can be made from the subtrees that a writer completes', () => {
    fc.assert(
      fc.property(sizeAndIndex, ([size, index]) => {
        const leaves = leavesOf(size);
        const stored = new Map<string, Uint8Array>();
        let frontier: Frontier = emptyFrontier;
        for (const leaf of leaves) {
          frontier = appendLeaf(frontier, leaf, (node, hash) => {
            expect(stored.has(`${node.level}/${node.index}`)).toBe(false);
            stored.set(`${node.level}/${node.index}`, hash);
          });
        }
        const read = (node: TreeNode) => stored.get(`${node.level}/${node.index}`) ?? emptyRoot;
        expect(frontierRoot(frontier)).toEqual(mth(leaves));
        expect(frontier.hashes).toEqual(rootNodes(size).map(read));
        const proof = assembleProof(inclusionProofNodes(index, size), read);
        expect(proof).toEqual(concat(...path(index, leaves)));
        const growth = assembleProof(consistencyProofNodes(index + 1, size), read);
        expect(growth).toEqual(concat(...subproof(index + 1, leaves, true)));
      }),
      { ...run, numRuns: 60 },
    );
  });

  test('an inclusion proof with any bit, leaf, index or size changed is refused', () => {
    fc.assert(
      fc.property(sizeAndIndex, fc.nat(), ([size, index], bit) => {
        const leaves = leavesOf(size);
        const leaf = leaves[index] ?? emptyRoot;
        const honest = {
          index,
          size,
          leaf,
          proof: inclusionProof(leaves, index),
          root: mth(leaves),
        };
        const proofBits = honest.proof.length * 8;
        const changed = [
          { ...honest, leaf: flipBit(leaf, bit % 256) },
          { ...honest, root: flipBit(honest.root, bit % 256) },
          { ...honest, proof: concat(honest.proof, new Uint8Array(32)) },
          { ...honest, proof: concat(honest.proof, new Uint8Array(1)) },
          { ...honest, leaf: leaf.slice(1) },
          { ...honest, root: honest.root.slice(1) },
          { ...honest, index: index + 0.5 },
          { ...honest, index: size },
          { ...honest, index: -1 },
          ...leaves.flatMap((_, other) => (other === index ? [] : [{ ...honest, index: other }])),
          ...(proofBits === 0
            ? []
            : [
                { ...honest, proof: flipBit(honest.proof, bit % proofBits) },
                { ...honest, proof: honest.proof.slice(32) },
                { ...honest, proof: honest.proof.slice(0, -32) },
                { ...honest, proof: honest.proof.slice(0, -1) },
              ]),
        ];
        for (const claim of changed) expect(verifyInclusion(claim)).toBe(false);
      }),
      { ...run, numRuns: 60 },
    );
  });

  test('a consistency proof with any bit or size changed is refused', () => {
    fc.assert(
      fc.property(twoSizes, fc.nat(), ([oldSize, newSize], bit) => {
        const leaves = leavesOf(newSize);
        const honest = {
          oldSize,
          newSize,
          oldRoot: mth(leaves.slice(0, oldSize)),
          newRoot: mth(leaves),
          proof: consistencyProof(leaves, oldSize),
        };
        const proofBits = honest.proof.length * 8;
        const changed = [
          { ...honest, oldRoot: flipBit(honest.oldRoot, bit % 256) },
          { ...honest, newRoot: flipBit(honest.newRoot, bit % 256) },
          { ...honest, proof: concat(honest.proof, new Uint8Array(32)) },
          { ...honest, proof: concat(honest.proof, new Uint8Array(31)) },
          { ...honest, oldSize: newSize + 1 },
          { ...honest, oldSize: -1 },
          { ...honest, newSize: Number.NaN },
          ...(proofBits === 0
            ? []
            : [
                { ...honest, proof: flipBit(honest.proof, bit % proofBits) },
                { ...honest, proof: honest.proof.slice(32) },
                { ...honest, proof: honest.proof.slice(0, -32) },
                { ...honest, oldSize: newSize },
              ]),
        ];
        for (const claim of changed) expect(verifyConsistency(claim)).toBe(false);
      }),
      { ...run, numRuns: 60 },
    );
  });

  test('that are too long or too short are refused even if their hashes lead to the roots', () => {
    const [leaf, b, c] = leavesOf(3);
    if (leaf === undefined || b === undefined || c === undefined) throw new Error('three leaves');
    const node = (...parts: Uint8Array[]) => h(Uint8Array.of(1), ...parts);
    const proof = concat(b, c);
    const long = { index: 0, size: 2, leaf, proof };
    expect(verifyInclusion({ ...long, root: node(c, node(leaf, b)) })).toBe(false);
    expect(verifyInclusion({ ...long, root: node(node(leaf, b), c) })).toBe(false);
    expect(verifyInclusion({ ...long, size: 4, root: node(node(leaf, b), c) })).toBe(true);
    const [short, wide] = [b.slice(1), concat(leaf, Uint8Array.of(0))];
    const pair = { index: 0, size: 2 };
    const cut = { ...pair, leaf, proof: short, root: node(leaf, short) };
    expect(verifyInclusion(cut)).toBe(false);
    expect(verifyInclusion({ ...pair, leaf: wide, proof: b, root: node(wide, b) })).toBe(false);

    const grown = { newSize: 8, oldSize: 4, oldRoot: leaf, newRoot: node(leaf, b), proof: b };
    expect(verifyConsistency(grown)).toBe(true);
    expect(verifyConsistency({ ...grown, newSize: 16 })).toBe(false);
    const beyond = {
      oldSize: 3,
      newSize: 4,
      oldRoot: node(leaf, node(leaf, b)),
      newRoot: node(leaf, node(leaf, node(b, c))),
      proof: concat(b, c, leaf, leaf),
    };
    expect(verifyConsistency(beyond)).toBe(false);
    const exact = { oldRoot: node(leaf, b), newRoot: node(leaf, node(b, c)) };
    expect(verifyConsistency({ ...beyond, ...exact, proof: concat(b, c, leaf) })).toBe(true);
  });

  test('every tree continues the empty one, whose root is fixed', () => {
    const newRoot = mth(leavesOf(5));
    const claim = { oldSize: 0, newSize: 5, oldRoot: emptyRoot, newRoot, proof: new Uint8Array(0) };
    expect(verifyConsistency(claim)).toBe(true);
    expect(verifyConsistency({ ...claim, oldRoot: newRoot })).toBe(false);
    expect(verifyConsistency({ ...claim, proof: new Uint8Array(32) })).toBe(false);
  });
});

/** The root above a leaf by recursion over ranges, with siblings taken as they come. */
function rootAbove(
  range: { index: number; size: number },
  leaf: Uint8Array,
  siblings: readonly Uint8Array[],
): Uint8Array {
  if (range.size === 1) return leaf;
  const k = half(range.size);
  const sibling = siblings.at(-1) ?? emptyRoot;
  const below = siblings.slice(0, -1);
  if (range.index < k) {
    const inner = rootAbove({ index: range.index, size: k }, leaf, below);
    return h(Uint8Array.of(1), inner, sibling);
  }
  const rest = { index: range.index - k, size: range.size - k };
  return h(Uint8Array.of(1), sibling, rootAbove(rest, leaf, below));
}

describe('trees larger than 2^32 leaves', () => {
  const large = fc
    .integer({ min: 2, max: 2 ** 45 })
    .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })));

  test('keep their indexes exact', () => {
    fc.assert(
      fc.property(large, ([size, index]) => {
        const siblings = inclusionProofNodes(index, size).map((_, i) => h(Uint8Array.of(i)));
        const leaf = leafHash(Uint8Array.of(9));
        const claim = { index, size, leaf, proof: concat(...siblings) };
        const root = rootAbove({ index, size }, leaf, siblings);
        expect(verifyInclusion({ ...claim, root })).toBe(true);
        expect(verifyInclusion({ ...claim, root, proof: claim.proof.slice(32) })).toBe(false);
      }),
      { ...run, numRuns: 100 },
    );
  });

  test('are covered by subtrees as by the bits of their size', () => {
    expect(rootNodes(2 ** 40 + 5)).toEqual([
      { level: 40, index: 0 },
      { level: 2, index: 2 ** 38 },
      { level: 0, index: 2 ** 40 + 4 },
    ]);
  });
});

describe('frontierFrom', () => {
  test('takes back what a writer stored and refuses what cannot be a frontier', () => {
    const hash = leafHash(Uint8Array.of(0));
    expect(frontierFrom(5, [hash, hash])).toEqual({
      ok: true,
      value: { size: 5, hashes: [hash, hash] },
    });
    expect(frontierFrom(0, [])).toEqual({ ok: true, value: emptyFrontier });
    for (const [size, hashes] of [
      [5, [hash]],
      [4, [hash, hash]],
      [-1, []],
      [1.5, [hash]],
      [1, [hash.slice(1)]],
    ] as const) {
      expect(frontierFrom(size, hashes)).toEqual({ ok: false, error: 'BAD_FRONTIER' });
    }
  });
});
