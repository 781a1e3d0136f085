import { concat, expectPresent, u32be, utf8 } from '@madang/base';
import {
  addElements,
  combine,
  GENERATOR,
  IDENTITY,
  multiplyAdd,
  negateElement,
  scalarOf,
  ZERO,
} from '@madang/ristretto';
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { challenge } from '../src/challenge.ts';
import {
  addSelections,
  countIn,
  countsOf,
  DECRYPTION_BYTES,
  decryptSum,
  type Election,
  emptySums,
  isCount,
  isDecryption,
  isOpening,
  isShareRight,
  MAX_COUNT,
  openSum,
  type Question,
  type SharePlace,
  verifyBallot,
} from '../src/index.ts';
import {
  everyBit,
  negativeEncoding,
  numberOf,
  playCeremony,
  put,
  subsets,
  trusteeOf,
  unreduced,
} from './ceremony.ts';
import { castBallot } from './voting.ts';

const QUESTIONS: readonly Question[] = [
  { answers: 2, choice: { min: 1, max: 2, blank: true } },
  { answers: 1 },
];
/** Votes on both questions, and how often each counts. */
const VOTES: readonly {
  readonly chosen: readonly (readonly number[])[];
  readonly weight: number;
}[] = [
  { chosen: [[0, 1], [0]], weight: 1 },
  { chosen: [[], []], weight: 8_455 },
  { chosen: [[1], [0]], weight: 3 },
];
const TOTAL = 8_459;
const COUNTS = [{ blank: 8_455, answers: [1, 4] }, { answers: [4] }];

type Ceremony = ReturnType<typeof playCeremony>;

/** The sums of all votes, one ciphertext for each selection that is sent. */
function summed({ key, ceremony, chance }: Ceremony) {
  const questions = QUESTIONS;
  const bound = { chain: ceremony, election: ceremony, voterBase: GENERATOR };
  const election: Election = { ...bound, key, questions };
  let sums = emptySums(questions);
  for (const { chosen, weight } of VOTES) {
    const cast = castBallot(election, chosen, chance);
    expect(verifyBallot(election, cast)).toBe(true);
    sums = addSelections(sums, cast.ballot.selections, weight);
  }
  return Array.from({ length: sums.length / 64 }, (_, n) => ({
    a: sums.slice(64 * n, 64 * n + 32),
    b: sums.slice(64 * n + 32, 64 * n + 64),
  }));
}

/** What each trustee gives for a ciphertext. */
function sharesOf(
  { ceremony, trustees, shareKeys, chance }: Ceremony,
  ciphertext: { a: Uint8Array; b: Uint8Array },
  selection: number,
) {
  return trustees.map(({ trustee, own }) => {
    const place = { election: ceremony, trustee, sum: 0, selection };
    const shareKey = expectPresent(shareKeys[trustee - 1], 'a key');
    const share = decryptSum(place, { secret: own, shareKey }, ciphertext, chance);
    expect(isDecryption(place, shareKey, ciphertext, share)).toBe(true);
    return { trustee, share };
  });
}

describe('an election', () => {
  it.each([
    [1, 1],
    [2, 3],
    [3, 5],
    [16, 16],
  ])(
    'with %i of %i trustees is counted by as many as that, and by no fewer',
    (threshold, count) => {
      const played = playCeremony(threshold, count);
      const { ceremony, trustees } = played;
      for (const { trustee, opening, shares } of trustees) {
        expect(isOpening(ceremony, trustee, threshold, opening)).toBe(true);
        for (const [at, share] of shares.entries()) {
          const { coefficients } = trusteeOf(trustees, at + 1).opening;
          expect(isShareRight(share, trustee, coefficients)).toBe(true);
        }
      }
      const counted = summed(played).map((ciphertext, selection) => {
        const shares = sharesOf(played, ciphertext, selection);
        const { b } = ciphertext;
        const enough = subsets(shares, threshold).map((some) => countIn(openSum(b, some), TOTAL));
        const fewer = subsets(shares, threshold - 1).map((some) =>
          countIn(openSum(b, some), TOTAL),
        );
        expect(new Set(fewer)).toEqual(new Set([undefined]));
        expect(new Set(enough).size).toBe(1);
        expect(countIn(openSum(b, shares), TOTAL)).toBe(enough[0]);
        return expectPresent(enough[0], 'a count');
      });
      expect(countsOf(QUESTIONS, counted, TOTAL)).toEqual(COUNTS);
    },
  );
});

describe('a share of a decryption', () => {
  const played = playCeremony(2, 3);
  const { ceremony, trustees, shareKeys, chance } = played;
  const [ciphertext = expect.fail('no sum')] = summed(played);
  const [key = ZERO, otherKey = ZERO] = shareKeys;
  const { own } = trusteeOf(trustees, 1);
  const place: SharePlace = { election: ceremony, trustee: 1, sum: 4, selection: 5 };
  const share = decryptSum(place, { secret: own, shareKey: key }, ciphertext, chance);

  it('is refused with any bit of it changed', () => {
    expect(isDecryption(place, key, ciphertext, share)).toBe(true);
    for (const bent of everyBit(share))
      expect(isDecryption(place, key, ciphertext, bent)).toBe(false);
  });

  it('is of one place, key and ciphertext, though only b differs', () => {
    const { a, b } = ciphertext;
    const moved = addElements(b, GENERATOR);
    const places: readonly Partial<SharePlace>[] = [
      { election: new Uint8Array(32) },
      { trustee: 2 },
      { sum: 5 },
      { selection: 4 },
      { sum: 5, selection: 4 },
    ];
    for (const other of places) {
      expect(isDecryption({ ...place, ...other }, key, ciphertext, share)).toBe(false);
    }
    expect(isDecryption(place, otherKey, ciphertext, share)).toBe(false);
    expect(isDecryption(place, key, { a, b: moved }, share)).toBe(false);
    expect(isDecryption(place, key, { a: moved, b }, share)).toBe(false);
  });

  it('with another D is refused, by whoever has the secret', () => {
    // Both equations are needed: A + cY = zG holds, B + cD = za does not, and the other way round.
    const proven = (d: Uint8Array, secret: Uint8Array) => {
      const nonce = scalarOf(31);
      const pair = concat(combine([nonce, GENERATOR]), combine([nonce, ciphertext.a]));
      const numbers = [u32be(1), u32be(4), u32be(5)];
      const { a, b } = ciphertext;
      const c = challenge('share', place.election, ...numbers, key, a, b, d, pair);
      return concat(d, pair, multiplyAdd(c, secret, nonce));
    };
    const is = (bytes: Uint8Array) => isDecryption(place, key, ciphertext, bytes);
    const d = combine([own, ciphertext.a]);
    expect(is(proven(d, own))).toBe(true);
    expect(is(proven(addElements(d, GENERATOR), own))).toBe(false);
    expect(is(proven(combine([scalarOf(9), ciphertext.a]), scalarOf(9)))).toBe(false);
    expect(is(proven(negativeEncoding(d), own))).toBe(false);
  });

  it('is none where lengths, scalars or numbers are none', () => {
    const bad = [
      new Uint8Array(0),
      share.subarray(1),
      share.subarray(0, 96),
      concat(share, Uint8Array.of(0)),
      put(share, 96, unreduced(share.subarray(96))),
      put(share, 0, new Uint8Array(32).fill(255)),
    ];
    for (const bytes of bad) expect(isDecryption(place, key, ciphertext, bytes)).toBe(false);
    for (const sum of [-1, 2 ** 32, 4.5]) {
      expect(isDecryption({ ...place, sum }, key, ciphertext, share)).toBe(false);
    }
    const short = { ...place, election: new Uint8Array(31) };
    expect(isDecryption(short, key, ciphertext, share)).toBe(false);
    expect(isDecryption(place, key.subarray(1), ciphertext, share)).toBe(false);
    const { a, b } = ciphertext;
    expect(isDecryption(place, key, { a: a.subarray(1), b }, share)).toBe(false);
    expect(isDecryption(place, key, { a, b: concat(b, b) }, share)).toBe(false);
    expect(share).toHaveLength(DECRYPTION_BYTES);
  });

  it('can be of a sum of no ballots', () => {
    const none = { a: IDENTITY, b: IDENTITY };
    const shares = sharesOf(played, none, 0);
    expect(countIn(openSum(IDENTITY, shares.slice(1)), 0)).toBe(0);
  });

  it('holds, and opens the sum, by another library as well', () => {
    const { Point } = ristretto255;
    const { Fn } = Point;
    const pieces = (bytes: Uint8Array, from: number) =>
      Point.fromBytes(bytes.subarray(from, from + 32));
    const shares = sharesOf(played, ciphertext, 0).slice(1);
    const [a, b] = [Point.fromBytes(ciphertext.a), Point.fromBytes(ciphertext.b)];
    const opened = shares.reduce((left, { trustee, share: bytes }) => {
      const shareKey = shareKeys[trustee - 1] ?? ZERO;
      const numbers = [u32be(trustee), u32be(0), u32be(0)];
      const about = concat(ceremony, ...numbers, shareKey, ciphertext.a, ciphertext.b);
      const message = concat(about, bytes.subarray(0, 96));
      const c = ristretto255_hasher.hashToScalar(message, { DST: utf8('MADANG-BALLOT-V1/share') });
      const z = numberOf(bytes.subarray(96));
      const [d, first, second] = [pieces(bytes, 0), pieces(bytes, 32), pieces(bytes, 64)];
      const known = first.add(Point.fromBytes(shareKey).multiply(c));
      expect(known.equals(Point.BASE.multiply(z))).toBe(true);
      expect(second.add(d.multiply(c)).equals(a.multiply(z))).toBe(true);
      // Trustees 2 and 3: 3 / (3 - 2) and 2 / (2 - 3).
      const lambda = trustee === 2 ? 3n : Fn.neg(2n);
      return left.subtract(d.multiply(lambda));
    }, b);
    expect(openSum(ciphertext.b, shares)).toEqual(opened.toBytes());
    expect(opened.equals(Point.BASE.multiply(8_455n))).toBe(true);
  });
});

describe('a count', () => {
  const multiple = (n: number) => combine([scalarOf(n), GENERATOR]);

  it.each([0, 1, 2, 3, 12, 100, 5_000])('is found from 0 to %i, and not beyond', (max) => {
    // All of the first steps, and the last ones.
    const first = Array.from({ length: Math.min(max, 300) }, (_, n) => n);
    for (const n of [...first, Math.max(0, max - 1), max])
      expect(countIn(multiple(n), max), String(n)).toBe(n);
    for (const n of [max + 1, max + 2, 3 * max + 5]) {
      expect(countIn(multiple(n), max), String(n)).toBeUndefined();
    }
    // The marks of a number and its negative are the same.
    for (const n of [1, 2, max + 1]) {
      expect(countIn(negateElement(multiple(n)), max)).toBeUndefined();
    }
  });

  it('is found whatever was looked for before', () => {
    expect(countIn(multiple(999_999), 1_000_000)).toBe(999_999);
    for (let n = 0; n <= 40; n++) expect(countIn(multiple(n), 30)).toBe(n <= 30 ? n : undefined);
  });

  it('is found among those of all areas of a large estate, and at the far end', () => {
    const max = 17_000_000;
    for (const n of [0, 1, 8_500_000, max - 1, max]) expect(countIn(multiple(n), max)).toBe(n);
    expect(countIn(multiple(max + 1), max)).toBeUndefined();
    expect(countIn(multiple(MAX_COUNT), MAX_COUNT)).toBe(MAX_COUNT);
  });

  it('is none of bytes that are no element', () => {
    expect(countIn(new Uint8Array(31), 5)).toBeUndefined();
    expect(countIn(negativeEncoding(GENERATOR), 5)).toBeUndefined();
  });

  it('is one number', () => {
    expect(isCount(multiple(7), 7)).toBe(true);
    expect(isCount(IDENTITY, 0)).toBe(true);
    expect(isCount(multiple(7), 8)).toBe(false);
    for (const n of [-7, 7.5, Number.NaN, 2 ** 60]) expect(isCount(multiple(7), n)).toBe(false);
    expect(isCount(multiple(7).subarray(1), 7)).toBe(false);
  });
});
