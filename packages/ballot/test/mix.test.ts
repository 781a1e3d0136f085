import fs from 'node:fs';
import path from 'node:path';
import { concat, equalBytes, expectOk, fromHex, toHex } from '@madang/base';
import { combine, GENERATOR, reduceWide } from '@madang/ristretto';
import { flipped } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import {
  freshSecret,
  isMixed,
  type KeyList,
  MAX_MIXED_KEYS,
  mixKeys,
  voterKey,
} from '../src/index.ts';
import { everyBit } from './ceremony.ts';
import vectors from './mix-vectors.json' with { type: 'json' };
import { type Element, elementOf } from './second/group.ts';
import { chanceFrom as chanceOfSeed } from './second/make.ts';
import { proofOf, verifyMix } from './second/mix.ts';
import { mixVectorsText } from './second/write-vectors.ts';
import { chanceFrom } from './voting.ts';

const bytesOf = (hex: string) => expectOk(fromHex(hex), 'hexadecimal');
const listOf = ({ base, keys }: Readonly<{ base: string; keys: readonly string[] }>): KeyList => ({
  base: bytesOf(base),
  keys: keys.map(bytesOf),
});

type Written = Omit<(typeof vectors)['accepted'][number], 'secret' | 'seed'>;

const read = ({ binding, before, after, proof }: Written) => ({
  statement: { binding: bytesOf(binding), before: listOf(before), after: listOf(after) },
  proof: bytesOf(proof),
});

/** The verdict of the second implementation. */
function isMixedForSecond(written: Written): boolean {
  const { statement, proof } = read(written);
  const list = ({ base, keys }: KeyList) => {
    const elements = [base, ...keys].map(elementOf);
    const all = elements.filter((one): one is Element => one !== undefined);
    const [first, ...rest] = all;
    return all.length === elements.length && first !== undefined
      ? { base: first, keys: rest }
      : undefined;
  };
  const [before, after] = [list(statement.before), list(statement.after)];
  if (before === undefined || after === undefined) return false;
  const count = before.keys.length;
  const parts = proofOf(proof, count);
  if (parts === undefined || count === 0 || after.keys.length !== count) return false;
  if (statement.binding.length !== 32) return false;
  return verifyMix({ binding: statement.binding, before, after }, parts);
}

describe('the vectors of mixes', () => {
  it('are what the second implementation writes', () => {
    const file = path.join(import.meta.dirname, 'mix-vectors.json');
    expect(mixVectorsText()).toBe(fs.readFileSync(file, 'utf8'));
  });

  it.each(vectors.accepted)('are made and accepted: $before.keys.length', (vector) => {
    const { statement, proof } = read(vector);
    const { binding, before, after } = statement;
    const made = mixKeys(
      binding,
      before,
      bytesOf(vector.secret),
      chanceOfSeed(bytesOf(vector.seed)),
    );
    expect(made.after).toEqual(after);
    expect(toHex(made.proof)).toBe(vector.proof);
    expect(isMixed(statement, proof)).toBe(true);
    expect(isMixedForSecond(vector)).toBe(true);
  });

  it.each(vectors.refused)('are refused: $reason', (vector) => {
    const { statement, proof } = read(vector);
    expect(isMixed(statement, proof)).toBe(false);
    expect(isMixedForSecond(vector)).toBe(false);
  });
});

describe('a mix of keys', () => {
  const binding = new Uint8Array(32).fill(1);
  const chance = chanceFrom(31);
  const secrets = Array.from({ length: 20 }, () => freshSecret(chance));
  const before = { base: GENERATOR, keys: secrets.map((x) => voterKey(x, GENERATOR)) };

  it('is found again by every voter, whoever mixes after whom', () => {
    let list: KeyList = before;
    for (const mixer of [1, 2, 3]) {
      const own = concat(binding.subarray(1), Uint8Array.of(mixer));
      const { after, proof } = mixKeys(own, list, reduceWide(chance()), chance);
      expect(isMixed({ binding: own, before: list, after }, proof)).toBe(true);
      for (const x of secrets) {
        const found = after.keys.filter((key) => equalBytes(key, voterKey(x, after.base)));
        expect(found).toHaveLength(1);
      }
      expect(after.keys.map(toHex)).toEqual(after.keys.map(toHex).toSorted());
      expect(after.keys.some((key) => list.keys.some((old) => equalBytes(key, old)))).toBe(false);
      list = after;
    }
  });

  it('is refused with any bit of it changed', () => {
    const few = { base: GENERATOR, keys: before.keys.slice(0, 3) };
    const { after, proof } = mixKeys(binding, few, reduceWide(chance()), chance);
    const statement = { binding, before: few, after };
    expect(isMixed(statement, proof)).toBe(true);
    for (const bent of everyBit(proof)) expect(isMixed(statement, bent)).toBe(false);
    for (const at of after.keys.keys()) {
      const keys = after.keys.map((key, other) => (other === at ? flipped(key, at, 2) : key));
      expect(isMixed({ ...statement, after: { ...after, keys } }, proof)).toBe(false);
    }
  });

  it('is one of a single key, too', () => {
    const alone = { base: GENERATOR, keys: before.keys.slice(0, 1) };
    const { after, proof } = mixKeys(binding, alone, reduceWide(chance()), chance);
    expect(isMixed({ binding, before: alone, after }, proof)).toBe(true);
  });

  it('leaves a key that is there twice there twice', () => {
    const [one = GENERATOR, two = GENERATOR] = before.keys;
    const twice = { base: GENERATOR, keys: [one, two, one] };
    const { after, proof } = mixKeys(binding, twice, reduceWide(chance()), chance);
    expect(isMixed({ binding, before: twice, after }, proof)).toBe(true);
    expect(new Set(after.keys.map(toHex)).size).toBe(2);
  });

  it('is of 256 keys at most', () => {
    const keys = Array.from({ length: MAX_MIXED_KEYS + 1 }, (_, at) => {
      const key = before.keys[at % before.keys.length] ?? GENERATOR;
      return combine([freshSecret(chance), key]);
    });
    const most = { base: GENERATOR, keys: keys.slice(1) };
    const { after, proof } = mixKeys(binding, most, reduceWide(chance()), chance);
    expect(isMixed({ binding, before: most, after }, proof)).toBe(true);
    // It fits into an envelope, with the keys.
    expect(proof.length + 32 * MAX_MIXED_KEYS).toBeLessThan(60_000);
    const many = { base: GENERATOR, keys };
    expect(() => mixKeys(binding, many, freshSecret(chance), chance)).toThrow('not too many');
    const long = new Uint8Array(160 * keys.length + 288);
    const lists = { before: many, after: { base: after.base, keys } };
    expect(isMixed({ binding, ...lists }, long)).toBe(false);
  });
});
