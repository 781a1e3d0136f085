import { describe, expect, it } from 'vitest';
import { countActs } from '../src/decision/acts.tsx';
import type { Condition, HomeNow } from '../src/decision/decision-facts.ts';
import {
  amountWords,
  formatArea,
  neededAmount,
  percentWords,
  shareWords,
} from '../src/decision/figures.ts';
import { conditionWords, eachWords } from '../src/decision/rule-words.ts';
import { floorsOf, namedHomes, stateOf } from '../src/desk/homes.ts';
import { fromLocal, toLocal } from '../src/desk/moment-field.tsx';
import { maskedName, maskedPhone, rollLines } from '../src/desk/roll-rows.ts';

const condition: Condition = {
  counted: 'agree',
  base: 'heads',
  of: 'eligible',
  compare: 'at-least',
  num: 3,
  den: 4,
  scope: { kind: 'complex' },
};

describe('figures', () => {
  it('are cut and never rounded, and a missing thousandth is not 0.00', () => {
    expect(percentWords(74_999, 100_000)).toBe('74.99%');
    expect(percentWords(3, 4)).toBe('75.00%');
    expect(percentWords(0, 0)).toBe('–');
    expect(formatArea(81_936_120)).toBe('81,936.12');
    expect(formatArea(5)).toBe('0.005');
    expect(amountWords(1, 'heads', 'en')).toBe('1 owner');
    expect(amountWords(1_690, 'area', 'ko')).toBe('1.69㎡');
  });

  it('need one more where half is not enough', () => {
    const half = { ...condition, num: 1, den: 2 };
    expect(neededAmount(half, 10)).toBe(5);
    expect(neededAmount({ ...half, compare: 'more-than' }, 10)).toBe(6);
    expect(neededAmount({ ...condition, num: 2, den: 3 }, 10)).toBe(7);
  });
});

describe('words of a rule', () => {
  it('say place, share and comparison in both languages', () => {
    expect(conditionWords(condition, [], 'ko')).toBe('단지 소유자 수 75% 이상');
    const more: Condition = {
      ...condition,
      base: 'area',
      compare: 'more-than',
      num: 1,
      den: 2,
      scope: { kind: 'each', waived: 0 },
    };
    expect(conditionWords(more, [], 'ko')).toBe('동마다 전유면적 과반');
    expect(conditionWords(more, [], 'en')).toBe('Each building: more than 50% of area in favour');
    expect(shareWords(2, 3, 'ko')).toBe('3분의 2');
    const one: Condition = { ...condition, scope: { kind: 'building', building: 1 } };
    expect(conditionWords(one, ['101동', '102동'], 'ko')).toBe('102동 소유자 수 75% 이상');
  });

  it('put alike conditions on each building into one line', () => {
    const each: Condition = { ...condition, num: 1, den: 2, scope: { kind: 'each', waived: 0 } };
    const area: Condition = { ...each, base: 'area', num: 2, den: 4 };
    expect(eachWords([each, area], 'ko')).toBe('동마다 소유자 수와 전유면적 각 50% 이상');
    expect(eachWords([each, { ...area, num: 3 }], 'ko')).toBe(
      '동마다 소유자 수 50% 이상, 동마다 전유면적 75% 이상',
    );
  });
});

describe('acts', () => {
  it('are counted by what they did', () => {
    const act = (name: string, payload: object) => ({ act: `vote.${name}`, payload });
    const records = [
      act('giveConsent', {}),
      act('noteMessages', { homes: 7, undelivered: 2 }),
      act('noteMessages', { homes: 3, undelivered: 0 }),
      act('enterPapers', { papers: [1, 2] }),
      act('changeRoll', {}),
    ];
    expect(countActs(records as never)).toMatchObject({
      consents: 1,
      messages: 2,
      toldHomes: 10,
      missedHomes: 2,
      batches: 1,
      papers: 2,
      changes: 1,
    });
  });
});

describe('homes', () => {
  const home: HomeNow = {
    unit: 4,
    building: 0,
    areaMilliM2: 84_960,
    use: 'residential',
    holder: 1,
    lacksRepresentative: true,
  };

  it('lack a representative only where nobody else may speak', () => {
    expect(stateOf(home, 'majority')).toBe('silent');
    expect(stateOf(home, 'representative')).toBe('no-representative');
    expect(stateOf({ ...home, says: 'refuse' }, 'representative')).toBe('refuse');
    expect(stateOf({ ...home, says: 'agree', excluded: 'use' }, 'majority')).toBe('excluded');
  });

  it('stand floor by floor, the highest first, those without a floor last', () => {
    const labels = ['101동 1203호', '101동 101호', '101동 상가', '101동 102호'];
    const homes = labels.map((label, unit) => ({ home: { ...home, unit }, label }));
    const plan = floorsOf(homes).map(({ floor, homes: placed }) => [
      floor,
      placed.map(({ short }) => short).join(' '),
    ]);
    expect(plan).toEqual([
      [12, '1203'],
      [1, '101 102'],
      [undefined, '101동 상가'],
    ]);
    expect(namedHomes([home], [])[0]?.label).toBe('#4');
  });
});

describe('the roll', () => {
  it('shows the rows to correct, with good ones folded between', () => {
    const rows = [2, 3, 4, 5, 6].map((number) => ({ number, cells: {} }));
    const text = { ko: '', en: '' };
    const lines = rollLines(rows, [
      { code: 'ROLL-PHONE', row: 4, others: [], text },
      { code: 'ROLL-SHARE-SUM', row: 5, others: [6], text },
    ]);
    expect(
      lines.map((line) => (line.kind === 'good' ? [line.from, line.to] : line.row.number)),
    ).toEqual([[2, 3], 4, 5, 6]);
    expect(lines.at(-1)).toMatchObject({ isWith: true });
  });

  it('shows as much of a person as an officer needs to find the row', () => {
    expect(['김가나', '이나', '황보가나다'].map(maskedName)).toEqual(['김○나', '이○', '황○○○다']);
    expect(maskedPhone('01012342847')).toBe('010-••••-2847');
  });
});

describe('a moment', () => {
  it('is written in the time of the city and read back', () => {
    const noon = Date.UTC(2026, 10, 22, 3, 0, 30);
    expect(toLocal(noon)).toBe('2026-11-22T12:00');
    expect(fromLocal(toLocal(noon, 'second'))).toBe(noon);
    expect(fromLocal('2026-11-22T12:00')).toBe(noon - 30_000);
    expect(fromLocal('')).toBeUndefined();
  });
});
