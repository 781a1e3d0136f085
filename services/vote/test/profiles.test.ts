import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '@madang/base';
import { describe, expect, it } from 'vitest';
import { EMPTY_TALLY, judge, type Rule, rule as ruleCodec } from '../chain/rule.ts';
import { settings as settingsCodec } from '../chain/settings.ts';
import { isSameRule, listProfiles, type Profile, profileOf, ruleIn } from '../profiles/index.ts';
import { defaults } from './world.ts';

const profiles = listProfiles();
const named = (id: string): Profile => profileOf(id)!;
const readme = await readFile(path.join(import.meta.dirname, '../README.md'), 'utf8');

/** Whether a rule without buildings of their own holds at so many of 20 in favour, all speaking. */
function holdsAt({ conditions }: Rule, agree: number): boolean {
  const amounts = (count: number) => ({ heads: count, homes: count, area: count });
  const tally = {
    ...EMPTY_TALLY,
    eligible: amounts(20),
    agree: amounts(agree),
    refuse: amounts(20 - agree),
  };
  return conditions.every((one) => judge(one, tally, 'participate').isMet);
}

describe.each(profiles)('the profile $id', (profile) => {
  it('is data that a decision takes', () => {
    expect(profile.id).toMatch(/^kr-[a-z0-9-]{1,60}$/);
    expect(parseJson(ruleCodec, profile.rule as never)).toMatchObject({ ok: true });
    expect(parseJson(settingsCodec, profile.settings as never)).toMatchObject({ ok: true });
  });

  it('departs from the defaults only where it says so', () => {
    const differing = Object.entries(profile.settings).filter(
      ([name, value]) => defaults[name as keyof typeof defaults] !== value,
    );
    for (const [name] of differing) expect(profile.fixed).toContain(name);
  });

  it('says that nobody has read the statute, and what to look up', () => {
    expect(profile.source.basis).not.toBe('statute');
    expect(profile.note.en).toMatch(/not its text|not the text|not read|read nowhere/);
    expect(profile.note.ko).toMatch(/원문이 아니라|기억에 따른/);
    expect(profile.note.ko).toMatch(/확인하십시오/);
  });

  it('is found by its id, which is its own, and has its own rule', () => {
    expect(profileOf(profile.id)).toBe(profile);
    expect(profiles.filter(({ id }) => id === profile.id)).toEqual([profile]);
    expect(isSameRule(profile, profile.rule)).toBe(true);
  });

  it('stands in the README', () => {
    expect(readme).toContain(`\`${profile.id}\``);
  });
});

describe('thresholds', () => {
  /** The least consents of 20, every person with one home of the same area. */
  const least: readonly (readonly [string, number])[] = [
    ['kr-housing-act-11-3-complex', 14],
    ['kr-housing-decree-table-4-complex', 15],
    ['kr-housing-decree-table-4-residents', 20],
    ['kr-management-rules-amendment', 11],
    ['kr-management-act-35', 14],
    ['kr-management-act-35-eased', 10],
    ['kr-condominium-act-38-1', 11],
    ['kr-condominium-act-15', 14],
    ['kr-condominium-act-15-2', 16],
    ['kr-condominium-act-29', 15],
    ['kr-condominium-act-41', 16],
    ['kr-condominium-act-41-2021', 15],
    ['kr-urban-renewal-act-35', 15],
  ];

  it.each(least)('%s needs %i of 20', (id, count) => {
    expect(holdsAt(named(id).rule, count)).toBe(true);
    expect(holdsAt(named(id).rule, count - 1)).toBe(false);
  });

  it('tell more than half of each building from at least half, and waive small buildings', () => {
    const inEach = (id: string) =>
      named(id).rule.conditions.filter(({ scope }) => scope.kind === 'each');
    expect(inEach('kr-housing-act-11-3-complex').map((one) => one.compare)).toEqual([
      'more-than',
      'more-than',
    ]);
    expect(inEach('kr-housing-decree-table-4-complex').map((one) => one.compare)).toEqual([
      'at-least',
      'at-least',
    ]);
    expect(inEach('kr-urban-renewal-act-35')).toMatchObject([{ scope: { waived: 5 } }]);
  });
});

describe('profileOf', () => {
  it('knows no other id', () => {
    expect(profileOf('test')).toBeUndefined();
  });
});

describe('isSameRule', () => {
  const profile = named('kr-housing-act-11-3-complex');
  const [first, ...others] = profile.rule.conditions;
  const withFirst = (change: object): Rule => ({
    hold: 'all',
    conditions: [{ ...first!, ...change }, ...others],
  });

  it('looks through order, repetition and how a share is written', () => {
    const rule = withFirst({ num: 4, den: 6 });
    expect(isSameRule(profile, { ...rule, conditions: [...rule.conditions].reverse() })).toBe(true);
    expect(isSameRule(profile, { ...rule, conditions: [...rule.conditions, first!] })).toBe(true);
  });

  it.each([
    ['another comparison', { compare: 'more-than' }],
    ['another share', { num: 3, den: 4 }],
    ['another base', { base: 'homes' }],
    ['another whole', { of: 'valid' }],
    ['another count', { counted: 'participants' }],
    ['another scope', { scope: { kind: 'each', waived: 0 } }],
  ])('sees %s', (_, change) => {
    expect(isSameRule(profile, withFirst(change))).toBe(false);
  });

  it('sees conditions too many or too few, another waiver, and any for all', () => {
    expect(isSameRule(profile, { hold: 'all', conditions: others })).toBe(false);
    expect(isSameRule(profile, { ...profile.rule, hold: 'any' })).toBe(false);
    const [, , third, fourth] = profile.rule.conditions;
    const waived = { ...third!, scope: { kind: 'each' as const, waived: 1 } };
    const conditions = [first!, others[0]!, waived, fourth!];
    expect(isSameRule(profile, { hold: 'all', conditions })).toBe(false);
  });

  it('lets the decision say which building a rule for one building is about, for all of it', () => {
    const one = named('kr-housing-act-11-3-building');
    const rule = ruleIn(one, 3);
    expect(rule.conditions.map(({ scope }) => scope)).toEqual([
      { kind: 'building', building: 3 },
      { kind: 'building', building: 3 },
    ]);
    expect(isSameRule(one, rule)).toBe(true);
    const [heads] = ruleIn(one, 2).conditions;
    expect(isSameRule(one, { ...rule, conditions: [heads!, rule.conditions[1]!] })).toBe(false);
    expect(isSameRule(one, profile.rule)).toBe(false);
  });
});
