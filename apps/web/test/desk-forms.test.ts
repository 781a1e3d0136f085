import { toHex } from '@madang/base';
import { homeCommitment } from '@madang/client';
import { decisionDefaults } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../src/decision/decision-facts.ts';
import {
  isFaultless,
  type RollContext,
  type RollDraft,
  readDraft,
} from '../src/desk/roll-draft.ts';
import { changesOf, type RollWish, unborn } from '../src/desk/roll-plan.ts';
import { deskRollText } from '../src/text/desk-roll.ts';

const salt = new Uint8Array(32).fill(5);
const settings: Settings = { ...decisionDefaults, roll: 'follow' };
const named = (unit: number, holder: number, label: string) => ({
  label,
  salt: toHex(salt),
  home: {
    unit,
    building: 0,
    areaMilliM2: 84_960,
    use: 'residential' as const,
    holder,
    lacksRepresentative: false,
  },
});
const home = named(3, 7, '101동 301호');
const homes = [home, named(4, 8, '101동 401호')];
const couple = {
  persons: [],
  members: [
    { person: 2, share: 1 },
    { person: 5, share: 1 },
  ],
  whole: 2,
};
const context: RollContext = {
  home,
  homes,
  holder: couple,
  settings,
  language: 'en',
  freshHolder: 99,
};
const row = (key: number, person: number, share: string) => ({
  key,
  person,
  called: `number ${person}`,
  name: '',
  phone: '',
  share,
});
const draft: RollDraft = {
  kind: 'shares',
  area: '84.96',
  excluded: '',
  owners: [row(0, 2, '1/2'), row(1, 5, '1/2')],
  named: undefined,
  buyer: '',
  representative: '',
  reason: 'mistake',
  evidence: { name: 'deed.pdf', digest: salt },
};
const read = (part: Partial<RollDraft>, more: Partial<RollContext> = {}) =>
  readDraft({ ...draft, ...part }, { ...context, ...more });
const text = deskRollText.en;

describe('a correction in the form', () => {
  it('is told beside its field what it lacks', () => {
    const { errors } = read({ kind: 'unit', area: 'x', reason: undefined, evidence: undefined });
    expect(Object.keys(errors).sort()).toEqual(['area', 'evidence', 'owners', 'reason']);
    expect(read({ kind: 'unit', area: '' }).errors.area).toBe(text.areaMissing);
    expect(read({ kind: 'known', buyer: '9동' }).errors.buyer).toBe(text.buyerMissing);
    const buyer = { name: '', phone: '1', share: '' };
    expect(read({ kind: 'sale', owners: [{ key: 0, ...buyer }] }).errors.owners).toMatchObject([
      { line: 0, field: 'name' },
      { line: 0, field: 'phone' },
    ]);
    const third = [row(0, 2, '1/2'), row(1, 5, '1/3')];
    expect(read({ owners: third }).errors.together).toContain('5/6');
  });

  it('is told that nothing is different', () => {
    expect(read({}).errors.together).toBe(text.nothing);
    expect(read({ owners: [row(0, 5, '50%'), row(1, 2, '2/4')] }).errors.together).toBe(
      text.nothing,
    );
    expect(read({ kind: 'unit' }).errors.area).toBe(text.nothing);
    expect(read({ kind: 'representative' }).errors.representative).toBe(text.nothing);
    expect(read({ kind: 'known', buyer: '101동301호' }).errors.buyer).toBe(text.buyerSame);
    expect(read({ named: 1 }).wish).toMatchObject({ representative: 1 });
  });

  it('is told that sales do not count where the roll is frozen, and what needs a name', () => {
    const frozen = { settings: { ...settings, roll: 'frozen' as const } };
    const sale = read({ kind: 'known', buyer: '101동 401호', reason: 'transfer' }, frozen);
    expect(sale.errors.reason).toBe(text.frozen);
    expect(isFaultless(sale.errors)).toBe(false);
    const { salt: _, ...nameless } = home;
    expect(read({ kind: 'unit', area: '84.97' }, { home: nameless }).errors.home).not.toBe(
      undefined,
    );
    const alone = { ...couple, members: [{ person: 2, share: 1 }], whole: 1 };
    const one = read({ kind: 'representative', representative: '2' }, { holder: alone });
    expect(one.errors.representative).toBe(text.aloneAnyway);
  });

  it('without a fault says what is wished', () => {
    const right = read({ kind: 'unit', area: '84.97', excluded: 'use' });
    expect(isFaultless(right.errors)).toBe(true);
    expect(right.wish).toEqual({ kind: 'unit', areaMilliM2: 84_970, excluded: 'use' });
    expect(read({ kind: 'known', buyer: '101동 401호' }).wish).toEqual({
      kind: 'known',
      holder: 8,
    });
    expect(read({ kind: 'representative', representative: '5' }).wish).toEqual({
      kind: 'representative',
      person: 5,
    });
  });
});

describe('the changes that a correction comes to', () => {
  const commitment = homeCommitment(salt, home.label);
  const { lacksRepresentative: _, ...entry } = home.home;

  it('are persons, their holder, and the home, in this order', () => {
    const newcomer = { name: '새 소유자', phone: '010-0000-0009' };
    const wish: RollWish = {
      kind: 'owners',
      holder: 99,
      representative: 0,
      owners: {
        owners: [
          { who: newcomer, share: 2 },
          { who: 5, share: 1 },
        ],
        whole: 3,
      },
    };
    expect(unborn(wish)).toHaveLength(1);
    const added = [{ person: 12, commitment: 'ab'.repeat(32) }];
    expect(changesOf(home, wish, added)).toEqual([
      { kind: 'person', person: 12, commitment: new Uint8Array(32).fill(0xab) },
      {
        kind: 'holder',
        entry: {
          holder: 99,
          members: [
            { person: 5, share: 1 },
            { person: 12, share: 2 },
          ],
          whole: 3,
          representative: 12,
        },
      },
      { kind: 'unit', entry: { ...entry, holder: 99, commitment } },
    ]);
  });

  it('are one where nobody is new', () => {
    expect(changesOf(home, { kind: 'known', holder: 8 }, [])).toEqual([
      { kind: 'unit', entry: { ...entry, holder: 8, commitment } },
    ]);
    expect(changesOf(home, { kind: 'unit', areaMilliM2: 1, excluded: 'use' }, [])).toEqual([
      { kind: 'unit', entry: { ...entry, areaMilliM2: 1, excluded: 'use', commitment } },
    ]);
    const out = { ...home, home: { ...home.home, excluded: 'use' as const } };
    expect(changesOf(out, { kind: 'unit', areaMilliM2: 1 }, [])).toEqual([
      { kind: 'unit', entry: { ...entry, areaMilliM2: 1, commitment } },
    ]);
    expect(changesOf(home, { kind: 'representative' }, [])).toEqual([
      { kind: 'representative', holder: 7 },
    ]);
    const { salt: _salt, ...nameless } = home;
    expect(changesOf(nameless, { kind: 'known', holder: 8 }, [])).toBe(undefined);
  });
});
