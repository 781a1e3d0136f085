import { concat, u32be } from '@madang/base';
import {
  addElements,
  combine,
  GENERATOR,
  IDENTITY,
  multiplyAdd,
  ONE,
  scalarOf,
  ZERO,
} from '@madang/ristretto';
import { flipped } from '@madang/testkit';
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { challenge } from '../src/challenge.ts';
import { proveSameLogarithm } from '../src/chaum-pedersen.ts';
import {
  COMPLAINT_BYTES,
  dealShare,
  isSealedShare,
  isShareRight,
  judgeComplaint,
  makeComplaint,
  makeOpening,
  openShare,
  SEALED_SHARE_BYTES,
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

const { ceremony, trustees } = playCeremony(2, 3);
const [dealer, receiver] = [trusteeOf(trustees, 1), trusteeOf(trustees, 2)] as const;
const way = { dealer: 1, receiver: 2 };
const { transport } = receiver.opening;
const transportSecret = receiver.secret.transport;
const { coefficients } = dealer.opening;
const [sealed = ZERO] = receiver.sealed;
const OTHER = new Uint8Array(32).fill(8);

const judge = (sent: Uint8Array, complaint: Uint8Array) =>
  judgeComplaint(ceremony, { ...way, sealed: sent, transport, coefficients, complaint });
const complain = (sent: Uint8Array, secret = transportSecret) =>
  makeComplaint(ceremony, { ...way, sealed: sent, transportSecret: secret }, chanceFrom(3));
/** A share of another polynomial than the one that the dealer published. */
const wrong = dealShare(
  ceremony,
  { ...way, secret: makeOpening(ceremony, 1, 2, chanceFrom(40)).secret, transport },
  chanceFrom(41),
);

describe('a sealed share', () => {
  it('is opened by its receiver alone', () => {
    const opened = openShare(ceremony, { ...way, sealed, transportSecret });
    expect(isShareRight(opened, 2, coefficients)).toBe(true);
    const third = trusteeOf(trustees, 3).secret.transport;
    const pried = openShare(ceremony, { ...way, sealed, transportSecret: third });
    expect(isShareRight(pried, 2, coefficients)).toBe(false);
  });

  it('is under a mask that another library finds', () => {
    const { Point } = ristretto255;
    const sender = Point.fromBytes(sealed.subarray(0, 32));
    const joint = sender.multiply(numberOf(transportSecret)).toBytes();
    const message = concat(ceremony, u32be(1), u32be(2), sender.toBytes(), transport, joint);
    const mask = ristretto255_hasher.hashToScalar(message, { DST: 'MADANG-BALLOT-V1/mask' });
    const share = Point.Fn.create(numberOf(sealed.subarray(32, 64)) - mask);
    const [a0, a1] = dealer.secret.coefficients.map(numberOf);
    expect(share).toBe(Point.Fn.create((a0 ?? 0n) + 2n * (a1 ?? 0n)));
  });

  it('with any bit of it changed is none, and is judged as wrong', () => {
    const complaint = complain(sealed);
    for (const bent of everyBit(sealed)) {
      expect(isSealedShare(ceremony, { ...way, sealed: bent })).toBe(false);
      expect(judge(bent, complaint)).toBe('share-wrong');
    }
    for (const at of [0, 40, 70, 127]) {
      const bent = flipped(sealed, at, 4);
      expect(openShare(ceremony, { ...way, sealed: bent, transportSecret })).toHaveLength(0);
    }
  });

  it('is of one way and ceremony', () => {
    const is = (dealt: number, to: number, where = ceremony) =>
      isSealedShare(where, { dealer: dealt, receiver: to, sealed });
    expect(is(1, 2)).toBe(true);
    expect([is(1, 3), is(3, 2), is(2, 1), is(1, 2, OTHER)]).toEqual([false, false, false, false]);
    expect([is(0, 2), is(1, 17), is(1.5, 2), is(1, 2, OTHER.subarray(1))]).not.toContain(true);
  });

  it('has another mask for every way, ceremony and key', () => {
    // The same chance: E and K are the same, what differs is what is hashed with them.
    const dealt = (change: object) => {
      const own = { ...way, secret: dealer.secret, transport, ...change };
      return dealShare(ceremony, own, chanceFrom(1)).slice(32, 64);
    };
    const other = dealShare(OTHER, { ...way, secret: dealer.secret, transport }, chanceFrom(1));
    const constant = { ...dealer.secret, coefficients: dealer.secret.coefficients.slice(0, 1) };
    const all = [
      dealt({ secret: constant }),
      dealt({ secret: constant, dealer: 3 }),
      dealt({ secret: constant, receiver: 3 }),
      dealt({ secret: constant, transport: GENERATOR }),
      other.slice(32, 64),
    ].map((bytes) => bytes.toString());
    expect(new Set(all).size).toBe(all.length);
  });

  it('is none with the identity as E, a scalar twice or an element twice', () => {
    /** A proof that holds of whatever E and scalar there are. */
    const proven = (e: Uint8Array, sender: Uint8Array, masked: Uint8Array) => {
      const nonce = scalarOf(99);
      const r = combine([nonce, GENERATOR]);
      const c = challenge('sealing', ceremony, u32be(1), u32be(2), sender, masked, r);
      return concat(sender, masked, r, multiplyAdd(c, e, nonce));
    };
    const is = (bytes: Uint8Array) => isSealedShare(ceremony, { ...way, sealed: bytes });
    const masked = sealed.subarray(32, 64);
    expect(is(proven(ONE, GENERATOR, masked))).toBe(true);
    expect(is(proven(ZERO, IDENTITY, masked))).toBe(false);
    expect(is(proven(ONE, negativeEncoding(GENERATOR), masked))).toBe(false);
    expect(is(proven(ONE, GENERATOR, unreduced(masked)))).toBe(false);
    expect(is(put(sealed, 96, unreduced(sealed.subarray(96))))).toBe(false);
    for (const length of [0, 31, 64, 127]) expect(is(sealed.subarray(0, length))).toBe(false);
    expect(is(concat(sealed, Uint8Array.of(0)))).toBe(false);
    expect(sealed).toHaveLength(SEALED_SHARE_BYTES);
  });
});

describe('a complaint', () => {
  it('finds a dealer who lied', () => {
    const opened = openShare(ceremony, { ...way, sealed: wrong, transportSecret });
    expect(isShareRight(opened, 2, coefficients)).toBe(false);
    expect(judge(wrong, complain(wrong))).toBe('share-wrong');
  });

  it('that is false finds the receiver', () => {
    expect(judge(sealed, complain(sealed))).toBe('share-right');
    expect(judge(sealed, new Uint8Array(COMPLAINT_BYTES))).toBe('not-proven');
  });

  it('with another K is not proven', () => {
    const third = trusteeOf(trustees, 3).secret.transport;
    expect(judge(sealed, complain(sealed, third))).toBe('not-proven');
    // The receiver knows tau, and lies about K in the challenge too.
    const sender = sealed.subarray(0, 32);
    const joint = addElements(combine([transportSecret, sender]), GENERATOR);
    const parts = [ceremony, u32be(1), u32be(2), sealed.subarray(0, 64), transport];
    const proven = (k: Uint8Array) => {
      const statement = { name: 'dleq', parts: [...parts, k] } as const;
      return concat(k, proveSameLogarithm(statement, transportSecret, sender, chanceFrom(2)()));
    };
    expect(judge(sealed, proven(joint))).toBe('not-proven');
    const right = combine([transportSecret, sender]);
    expect(judge(sealed, proven(right))).toBe('share-right');
    expect(judge(sealed, proven(negativeEncoding(right)))).toBe('not-proven');
  });

  it('is not proven with any bit of it changed', () => {
    for (const bent of everyBit(complain(wrong))) expect(judge(wrong, bent)).toBe('not-proven');
  });

  it('is not proven where lengths, scalars, numbers or a key are none', () => {
    const complaint = complain(wrong);
    const bad = [
      new Uint8Array(0),
      complaint.subarray(0, 40),
      complaint.subarray(1),
      concat(complaint, Uint8Array.of(0)),
      put(complaint, 96, unreduced(complaint.subarray(96))),
    ];
    for (const one of bad) expect(judge(wrong, one)).toBe('not-proven');
    const disputed = { ...way, sealed: wrong, transport, coefficients, complaint };
    const others = [
      { ...disputed, dealer: 0 },
      { ...disputed, receiver: 2.5 },
      { ...disputed, transport: trusteeOf(trustees, 3).opening.transport },
      { ...disputed, transport: transport.subarray(1) },
    ];
    for (const one of others) expect(judgeComplaint(ceremony, one)).toBe('not-proven');
    expect(judgeComplaint(OTHER.subarray(1), disputed)).toBe('not-proven');
  });

  it('is about one share: not that of another dealer, nor of another ceremony', () => {
    const complaint = complain(sealed);
    const fromThird = { dealer: 3, receiver: 2, transport, complaint };
    const { coefficients: third } = trusteeOf(trustees, 3).opening;
    const theirs = receiver.sealed[2] ?? ZERO;
    const dispute = { ...fromThird, sealed: theirs, coefficients: third };
    expect(judgeComplaint(ceremony, dispute)).toBe('not-proven');
  });

  it('tells nothing of a share whose E the dealer took from another', () => {
    // Trustee 3 sends trustee 2 what trustee 1 sent, or something made of it. K would open that.
    const stolen = [
      sealed,
      put(sealed, 32, scalarOf(5)),
      put(sealed, 0, addElements(sealed.subarray(0, 32), GENERATOR)),
    ];
    const { coefficients: third } = trusteeOf(trustees, 3).opening;
    for (const bytes of stolen) {
      const sent = { dealer: 3, receiver: 2, sealed: bytes };
      const complaint = makeComplaint(ceremony, { ...sent, transportSecret }, chanceFrom(4));
      expect(complaint).toEqual(new Uint8Array(COMPLAINT_BYTES));
      const dispute = { ...sent, transport, coefficients: third, complaint };
      expect(judgeComplaint(ceremony, dispute)).toBe('share-wrong');
    }
  });
});
