import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMixed, type MixStatement } from '../src/index.ts';
import {
  honestMix,
  impliedOfMix,
  mixForgeries,
  type StagedMix,
  TWO_VOTERS,
} from './forgeries/mix.ts';
import { hashOf } from './second/cases.ts';
import { type Element, times } from './second/group.ts';
import { chanceFrom } from './second/make.ts';
import { draw, holding, mixedBy, proofBytes, prove, verifyMix } from './second/mix.ts';
import { ALL_OF_IT, type Keys, type Mix, type MixItem } from './second/mix-statement.ts';

const SPECIFICATION = path.join(import.meta.dirname, '../../../docs/spec/mix.md');

/** What the page hashes, in the words of the table. */
function specifiedItems(): readonly string[] {
  const page = fs.readFileSync(SPECIFICATION, 'utf8');
  const [, statement = ''] = /^S {5}= H\((.*)\)$/m.exec(page) ?? [];
  const once = (names: readonly string[]) => [...new Set(names)];
  const plain = (name: string) => name.trim().replace(/^u32\((\w)\)$/, '$1');
  const list = (name: string) => name.replace(/^(X'|X|c|ĉ|t̂)_\w$/, '$1');
  const inS = statement.split('||').map(plain);
  const own = inS.map((name) => (name.startsWith('tag(') ? 'tag' : list(name)));
  const challenges = [...page.matchAll(/C\("(mix[\w-]*)", ([^)]*\)?)\)/g)];
  return [
    ...once(own.filter((name) => name !== '...')).map((name) => `S.${name}`),
    ...challenges.flatMap(([, name = '', parts = '']) => [
      `${name}.name`,
      ...once(
        parts
          .split(',')
          .map((part) => list(plain(part)))
          .filter((part) => part !== '...'),
      ).map((part) => `${name}.${part}`),
    ]),
  ];
}

function stated({ binding, before, after }: Mix): MixStatement {
  const bytes = ({ base, keys }: Keys) => ({
    base: base.toBytes(),
    keys: keys.map((key) => key.toBytes()),
  });
  return { binding, before: bytes(before), after: bytes(after) };
}

const hexes = (keys: readonly Element[]) => keys.map((key) => key.toHex()).toSorted();

/** What is true of a statement, given the scalar that was mixed with. */
function truthOf({ mix, s }: StagedMix) {
  const mixed = mix.before.keys.map((key) => times(s, key));
  return {
    keys: hexes(mixed).join() === hexes(mix.after.keys).join(),
    base: times(s, mix.before.base).equals(mix.after.base),
    binding: mix.binding.join() === honestMix.mix.binding.join(),
  };
}

const isAccepted = ({ mix, proof }: StagedMix) => isMixed(stated(mix), proofBytes(proof));
const ITEMS = [...mixForgeries, ...impliedOfMix].map(({ item }) => item);

describe('the table of forgeries of a mix', () => {
  it('has every item that the page hashes', () => {
    expect(specifiedItems()).toHaveLength(20);
    expect([...new Set(ITEMS)].toSorted()).toEqual(specifiedItems().toSorted());
  });

  it('begins with a mix that is right', () => {
    expect(truthOf(honestMix)).toEqual({ keys: true, base: true, binding: true });
    expect(isAccepted(honestMix)).toBe(true);
  });

  it.each(mixForgeries)('without $item: $name', ({ item, lie, breaks, stage }) => {
    const weak = stage([item]);
    expect(verifyMix(weak.mix, weak.proof, [item])).toBe(true);
    expect(truthOf(weak)).toEqual({ keys: true, base: true, binding: true, [lie]: false });
    const whole = stage(ALL_OF_IT);
    for (const one of [weak, whole]) {
      expect(verifyMix(one.mix, one.proof)).toBe(false);
      expect(isAccepted(one)).toBe(false);
    }
    if (breaks === undefined) return;
    // Each equation is needed: all others hold of this proof.
    expect(holding(whole.mix, whole.proof)).toEqual(
      [1, 2, 3, 4, 5, 6].filter((equation) => equation !== breaks),
    );
  });

  it.each([...new Set(ITEMS)])('knows another challenge without %s', (item: MixItem) => {
    const drawn = draw(2, chanceFrom(hashOf('another challenge')));
    const mix = { ...honestMix.mix, after: mixedBy(TWO_VOTERS, honestMix.s, [1, 0]) };
    const proof = prove(mix, { s: honestMix.s, order: [1, 0], drawn }, [item]);
    expect(verifyMix(mix, proof, [item])).toBe(true);
    expect(isAccepted({ mix, proof, s: honestMix.s })).toBe(false);
  });
});
