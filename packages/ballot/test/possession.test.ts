import {
  addElements,
  combine,
  GENERATOR,
  IDENTITY,
  negateElement,
  scalarOf,
  ZERO,
} from '@madang/ristretto';
import { describe, expect, it } from 'vitest';
import { challenge } from '../src/challenge.ts';
import { isPossessed, provePossession, voterKey } from '../src/index.ts';
import { proveLogarithm } from '../src/schnorr.ts';
import { everyBit, negativeEncoding, put, unreduced } from './ceremony.ts';
import { chanceFrom } from './voting.ts';

describe('possession of a voter’s key', () => {
  const binding = new Uint8Array(32).fill(1);
  const secret = scalarOf(123_456);
  const mixed = combine([scalarOf(77), GENERATOR]);
  const voter = voterKey(secret, mixed);
  const proof = provePossession(binding, secret, mixed, chanceFrom(1));

  it('is proven, and refused with any bit of the proof changed', () => {
    expect(isPossessed(binding, voter, mixed, proof)).toBe(true);
    for (const bent of everyBit(proof))
      expect(isPossessed(binding, voter, mixed, bent)).toBe(false);
  });

  it('is proven in the generator too, which has a table of its own', () => {
    const own = voterKey(secret, GENERATOR);
    const inGenerator = provePossession(binding, secret, GENERATOR, chanceFrom(1));
    expect(isPossessed(binding, own, GENERATOR, inGenerator)).toBe(true);
    for (const bent of everyBit(inGenerator))
      expect(isPossessed(binding, own, GENERATOR, bent)).toBe(false);
    const negative = put(inGenerator, 0, negativeEncoding(inGenerator.subarray(0, 32)));
    expect(isPossessed(binding, own, GENERATOR, negative)).toBe(false);
  });

  it('is that of one key, base and purpose', () => {
    const c = challenge('possession', binding, mixed, voter, proof.subarray(0, 32));
    const held = combine([proof.subarray(32), mixed], [c, negateElement(voter)]);
    expect(held).toEqual(proof.subarray(0, 32));
    expect(isPossessed(new Uint8Array(32), voter, mixed, proof)).toBe(false);
    expect(isPossessed(binding, addElements(voter, GENERATOR), mixed, proof)).toBe(false);
    expect(isPossessed(binding, voter, GENERATOR, proof)).toBe(false);
    const short = binding.subarray(1);
    const statement = { name: 'possession', parts: [short, mixed, voter] } as const;
    const proven = proveLogarithm(statement, secret, mixed, chanceFrom(1)());
    expect(isPossessed(short, voter, mixed, proven)).toBe(false);
  });

  it('is not that of the identity, or of bytes that are no key', () => {
    const ofZero = provePossession(binding, ZERO, GENERATOR, chanceFrom(1));
    expect(isPossessed(binding, IDENTITY, GENERATOR, ofZero)).toBe(false);
    const inZero = provePossession(binding, secret, IDENTITY, chanceFrom(1));
    expect(isPossessed(binding, IDENTITY, IDENTITY, inZero)).toBe(false);
    expect(isPossessed(binding, negativeEncoding(voter), mixed, proof)).toBe(false);
    expect(isPossessed(binding, voter.subarray(1), mixed, proof)).toBe(false);
    const unlike = put(proof, 32, unreduced(proof.subarray(32)));
    for (const bytes of [unlike, proof.subarray(1), new Uint8Array(0)]) {
      expect(isPossessed(binding, voter, mixed, bytes)).toBe(false);
    }
  });
});
