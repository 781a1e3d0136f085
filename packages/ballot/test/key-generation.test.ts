import { concat, toHex, u32be, utf8 } from '@madang/base';
import {
  addElements,
  combine,
  GENERATOR,
  IDENTITY,
  multiplyAdd,
  negateElement,
  ONE,
  reduceWide,
  scalarOf,
  ZERO,
} from '@madang/ristretto';
import { ristretto255 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { challenge } from '../src/challenge.ts';
import {
  isOpening,
  isShareRight,
  joinKeys,
  joinShares,
  makeOpening,
  type Opening,
  openingCommitment,
} from '../src/index.ts';
import {
  everyBit,
  negativeEncoding,
  numberOf,
  playCeremony,
  put,
  trusteeOf,
  unreduced,
} from './ceremony.ts';
import { chanceFrom } from './voting.ts';

const CEREMONY = new Uint8Array(32).fill(3);
const OTHER = new Uint8Array(32).fill(4);

/** Openings with any one bit of this one changed. */
function changed(opening: Opening): readonly Opening[] {
  const { coefficients, transport, proof } = opening;
  return [
    ...coefficients.flatMap((one, k) =>
      everyBit(one).map((bent) => ({ ...opening, coefficients: coefficients.with(k, bent) })),
    ),
    ...everyBit(transport).map((bent) => ({ ...opening, transport: bent })),
    ...everyBit(proof).map((bent) => ({ ...opening, proof: bent })),
  ];
}

describe('an opening', () => {
  const { opening, secret } = makeOpening(CEREMONY, 2, 3, chanceFrom(5));

  it('is taken, and refused with any bit of it changed', () => {
    expect(isOpening(CEREMONY, 2, 3, opening)).toBe(true);
    for (const bent of changed(opening)) expect(isOpening(CEREMONY, 2, 3, bent)).toBe(false);
  });

  it('is bound by its commitment, every bit, trustee and ceremony', () => {
    const all = [
      openingCommitment(CEREMONY, 2, opening),
      openingCommitment(CEREMONY, 3, opening),
      openingCommitment(OTHER, 2, opening),
      ...changed(opening).map((bent) => openingCommitment(CEREMONY, 2, bent)),
    ].map(toHex);
    expect(new Set(all).size).toBe(all.length);
    const { coefficients, transport, proof } = opening;
    const parts = [
      utf8('madang/trustee-opening/1\0'),
      CEREMONY,
      u32be(2),
      u32be(3),
      ...coefficients,
    ];
    expect(all[0]).toBe(toHex(sha256(concat(...parts, transport, proof))));
  });

  it('is one of this trustee, threshold and ceremony only', () => {
    expect(isOpening(CEREMONY, 1, 3, opening)).toBe(false);
    expect(isOpening(OTHER, 2, 3, opening)).toBe(false);
    expect(isOpening(CEREMONY, 2, 2, opening)).toBe(false);
    const { coefficients } = opening;
    expect(isOpening(CEREMONY, 2, 2, { ...opening, coefficients: coefficients.slice(0, 2) })).toBe(
      false,
    );
    for (const number of [0, 17, 1.5, -1, Number.NaN]) {
      expect(isOpening(CEREMONY, number, 3, opening)).toBe(false);
      expect(isOpening(CEREMONY, 2, number, opening)).toBe(false);
    }
    expect(isOpening(CEREMONY.subarray(1), 2, 3, opening)).toBe(false);
    expect(() => makeOpening(CEREMONY, 17, 1, chanceFrom(1))).toThrow('of a ceremony');
    expect(() => makeOpening(CEREMONY, 1, 17, chanceFrom(1))).toThrow('of a ceremony');
  });

  it('cannot be made for a key whose logarithm is not known: the key of all less mine', () => {
    // Trustee 1 would have its A_0 such that the sum is one that it knows.
    const mine = makeOpening(CEREMONY, 1, 3, chanceFrom(6)).opening;
    const [theirConstant = IDENTITY, ...others] = opening.coefficients;
    const [myConstant = IDENTITY, ...rest] = mine.coefficients;
    const rogue = addElements(myConstant, negateElement(theirConstant));
    expect(isOpening(CEREMONY, 1, 3, { ...mine, coefficients: [rogue, ...rest] })).toBe(false);
    // Nor can it take the key of the other, with the other's proof.
    expect(isOpening(CEREMONY, 1, 3, opening)).toBe(false);
    const taken = { ...mine, coefficients: [theirConstant, ...others], proof: opening.proof };
    expect(isOpening(CEREMONY, 1, 3, taken)).toBe(false);
  });

  it('has no identity in it, not even with a proof that holds', () => {
    const prove = (coefficients: readonly Uint8Array[], transport: Uint8Array, a0: Uint8Array) => {
      const nonce = scalarOf(77);
      const r = combine([nonce, GENERATOR]);
      const place = [CEREMONY, u32be(2), u32be(coefficients.length)];
      const c = challenge('coefficients', ...place, ...coefficients, transport, r);
      return { coefficients, transport, proof: concat(r, multiplyAdd(c, a0, nonce)) };
    };
    const [a0 = ZERO] = secret.coefficients;
    const { transport, coefficients } = opening;
    expect(isOpening(CEREMONY, 2, 3, prove(coefficients, transport, a0))).toBe(true);
    expect(isOpening(CEREMONY, 2, 3, prove(coefficients, IDENTITY, a0))).toBe(false);
    for (const [k, own] of [ZERO, a0, a0].entries()) {
      const made = prove(coefficients.with(k, IDENTITY), transport, own);
      expect(isOpening(CEREMONY, 2, 3, made), String(k)).toBe(false);
    }
  });

  it('has elements and scalars in their one encoding', () => {
    const { coefficients, transport, proof } = opening;
    const [first = IDENTITY] = coefficients;
    const bad: readonly Partial<Opening>[] = [
      { proof: put(proof, 32, unreduced(proof.subarray(32))) },
      { proof: put(proof, 0, negativeEncoding(proof.subarray(0, 32))) },
      { coefficients: coefficients.with(0, negativeEncoding(first)) },
      { coefficients: coefficients.with(1, IDENTITY.subarray(1)) },
      { coefficients: [] },
      { transport: concat(transport, Uint8Array.of(0)) },
      { proof: proof.subarray(1) },
      { proof: concat(proof, Uint8Array.of(0)) },
      { proof: new Uint8Array(0) },
    ];
    for (const change of bad)
      expect(isOpening(CEREMONY, 2, 3, { ...opening, ...change })).toBe(false);
  });

  it('is proven in the one encoding of R, even where the proof is of another', () => {
    const [a0 = ZERO] = secret.coefficients;
    const nonce = reduceWide(chanceFrom(9)());
    const proofWith = (r: Uint8Array) => {
      const place = [CEREMONY, u32be(2), u32be(3)];
      const { coefficients, transport } = opening;
      const c = challenge('coefficients', ...place, ...coefficients, transport, r);
      return { ...opening, proof: concat(r, multiplyAdd(c, a0, nonce)) };
    };
    const r = combine([nonce, GENERATOR]);
    expect(isOpening(CEREMONY, 2, 3, proofWith(r))).toBe(true);
    expect(isOpening(CEREMONY, 2, 3, proofWith(negativeEncoding(r)))).toBe(false);
  });
});

describe('a share', () => {
  const { trustees } = playCeremony(2, 3);
  const { shares } = trusteeOf(trustees, 3);
  const { coefficients } = trusteeOf(trustees, 1).opening;
  const [share = ZERO, other = ZERO] = shares;

  it('is right for one dealer and one receiver', () => {
    expect(isShareRight(share, 3, coefficients)).toBe(true);
    expect(isShareRight(share, 2, coefficients)).toBe(false);
    expect(isShareRight(other, 3, coefficients)).toBe(false);
    expect(isShareRight(share, 3, coefficients.toReversed())).toBe(false);
    expect(isShareRight(share, 3, coefficients.slice(0, 1))).toBe(false);
    for (const bent of everyBit(share)) expect(isShareRight(bent, 3, coefficients)).toBe(false);
  });

  it('is not right where bytes are no scalar, no element or no number of a trustee', () => {
    const [first = IDENTITY, ...rest] = coefficients;
    expect(isShareRight(unreduced(share), 3, coefficients)).toBe(false);
    expect(isShareRight(new Uint8Array(0), 3, coefficients)).toBe(false);
    expect(isShareRight(share, 3, [negativeEncoding(first), ...rest])).toBe(false);
    expect(isShareRight(share, 3, [first.subarray(1), ...rest])).toBe(false);
    for (const number of [0, 17, 0.5])
      expect(isShareRight(share, number, coefficients)).toBe(false);
  });
});

describe('the keys', () => {
  it.each([
    [1, 1],
    [2, 3],
    [3, 5],
  ])('of %i of %i are those of another library', (threshold, count) => {
    const { Point } = ristretto255;
    const { trustees, key, shareKeys } = playCeremony(threshold, count);
    const all = trustees.map(({ opening }) =>
      opening.coefficients.map((one) => Point.fromBytes(one)),
    );
    const sum = (points: readonly (typeof Point.BASE)[]) =>
      points.reduce((total, one) => total.add(one), Point.ZERO);
    expect(key).toEqual(sum(all.flatMap((one) => one.slice(0, 1))).toBytes());
    for (const { trustee, own } of trustees) {
      const powers = all.flatMap((one) =>
        one.map((point, k) => point.multiply(BigInt(trustee) ** BigInt(k))),
      );
      const shareKey = sum(powers);
      expect(shareKeys[trustee - 1]).toEqual(shareKey.toBytes());
      expect(Point.BASE.multiply(numberOf(own)).equals(shareKey)).toBe(true);
    }
  });

  it('are none if one of them is the identity', () => {
    const G2 = combine([scalarOf(2), GENERATOR]);
    expect(joinKeys([[GENERATOR], [negateElement(GENERATOR)]])).toBeUndefined();
    // 2 - 1 * 2 = 0: only trustee 2 has no key.
    const [first, second] = [
      [GENERATOR, negateElement(GENERATOR)],
      [GENERATOR, IDENTITY],
    ] as const;
    expect(joinKeys([first, second])).toBeUndefined();
    expect(joinKeys([first])).toBeUndefined();
    // 1 - 1 = 0, while both trustees have keys.
    expect(
      joinKeys([
        [GENERATOR, GENERATOR],
        [negateElement(GENERATOR), G2],
      ]),
    ).toBeUndefined();
    expect(joinKeys([[G2, negateElement(GENERATOR)]])).toEqual({ key: G2, shareKeys: [GENERATOR] });
  });

  it('have the sum of all shares as their secret', () => {
    expect(joinShares([])).toEqual(ZERO);
    expect(joinShares([scalarOf(5), scalarOf(6), ONE])).toEqual(scalarOf(12));
  });
});
