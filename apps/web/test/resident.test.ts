import { createHash } from 'node:crypto';
import { services } from '@madang/services';
import { cityServices } from '@madang/services/city.ts';
import { deskServices } from '@madang/services/desk.ts';
import { electionServices } from '@madang/services/elections.ts';
import { residentServices } from '@madang/services/resident.ts';
import { trusteeServices } from '@madang/services/trustee.ts';
import { decisionDefaults } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { blocksOf, sectionsOf, spokenPieces } from '../src/parts/plain-blocks.ts';
import { tokenOf } from '../src/real/early-link.ts';
import { countedOf, countsOf, hasVoice } from '../src/resident/counts.ts';
import type { Counted, Draft } from '../src/resident/decision.ts';
import { deviceDigits, deviceNumber, isWhole } from '../src/resident/devices.ts';
import { digitsIn } from '../src/resident/one-time-code.ts';
import { alwaysWords, conditionWords, settingWords } from '../src/resident/rule-words.ts';
import { countsParticipation } from '../src/resident/shares.ts';
import { areaWords, leftWords, momentWords } from '../src/resident/times.ts';

const hourMs = 60 * 60 * 1000;

const settings: Draft['settings'] = decisionDefaults;

describe('a plain text', () => {
  it('becomes headings, paragraphs, lists and tables, and nothing else', () => {
    const text =
      '# 가\n나\n다\n\n- 라\n- 마\n| 바 | 사 |\n|---|---|\n| 아 | 자 |\n<b>차</b> **카**';
    expect(blocksOf(text)).toEqual([
      { kind: 'heading', text: '가' },
      { kind: 'paragraph', text: '나 다' },
      { kind: 'list', items: ['라', '마'] },
      { kind: 'table', head: ['바', '사'], rows: [['아', '자']] },
      { kind: 'paragraph', text: '<b>차</b> **카**' },
    ]);
  });

  it('is split at its headings and read cell by cell', () => {
    expect(sectionsOf('앞\n# 가\n나').map(({ title }) => title)).toEqual([undefined, '가']);
    expect(spokenPieces('| 형 | 금액 |\n|-|-|\n| 84㎡ | 2억 |')).toEqual(['형 84㎡, 금액 2억']);
  });
});

describe('words about a decision', () => {
  const condition = (base: 'heads' | 'area', compare: 'at-least' | 'more-than', num: number) => ({
    counted: 'agree' as const,
    base,
    of: 'eligible' as const,
    compare,
    num,
    den: 100,
    scope: { kind: 'each' as const, waived: 5 },
  });

  it('say a condition as people do', () => {
    expect(conditionWords(condition('heads', 'at-least', 75), [], 'ko')).toBe(
      '소유자가 5명보다 많은 동마다 소유자의 75% 이상이 동의해야 합니다.',
    );
    expect(conditionWords(condition('area', 'more-than', 50), [], 'ko')).toBe(
      '소유자가 5명보다 많은 동마다 면적의 절반 초과가 동의해야 합니다.',
    );
    const thirds = { ...condition('heads', 'at-least', 2), den: 3 };
    expect(conditionWords(thirds, [], 'en')).toContain('at least 2/3 of the owners');
  });

  it('have a sentence for every value of every setting, in both languages', () => {
    const values: Record<string, readonly string[]> = {
      closingSecond: ['late', 'counts'],
      coOwners: ['majority', 'representative'],
      representativeEnds: ['stands', 'lapses'],
      roll: ['frozen', 'follow'],
      repeat: ['first', 'last'],
      proxies: ['allowed', 'none'],
      paper: ['ledger', 'arrival'],
      afterEstablishment: ['open', 'closed'],
      withdrawal: ['until-established', 'until-closed', 'never'],
      abstentions: ['participate', 'ignored'],
    };
    expect(Object.keys(values).toSorted()).toEqual(Object.keys(settings).toSorted());
    for (const language of ['ko', 'en'] as const) {
      for (const [name, all] of Object.entries(values)) {
        for (const value of all) {
          const words = settingWords({ ...settings, [name]: value }, language);
          expect(words).toHaveLength(10);
          expect(words.join(' ')).not.toContain('_');
        }
      }
      expect(alwaysWords(language).every((line) => line.length > 0)).toBe(true);
    }
  });

  it('offer to abstain only where it depends on how many take part', () => {
    const rule = { hold: 'all' as const, conditions: [condition('heads', 'at-least', 75)] };
    expect(countsParticipation({ rule, settings } as unknown as Draft)).toBe(false);
    const asked = { ...rule.conditions[0], counted: 'participants' as const };
    const taking = { rule: { ...rule, conditions: [asked] }, settings };
    expect(countsParticipation(taking as unknown as Draft)).toBe(true);
    const ignored = { ...taking, settings: { ...settings, abstentions: 'ignored' as const } };
    expect(countsParticipation(ignored as unknown as Draft)).toBe(false);
  });

  it('never round an area or a time up', () => {
    expect([84_960, 1_204_000, 59_999].map(areaWords)).toEqual(['84.96', '1,204', '59.99']);
    expect(leftWords(13 * 24 * hourMs - 1, 'ko')).toBe('12일 남았습니다. 1분이면 됩니다.');
    expect(leftWords(hourMs - 1, 'ko')).toBe('한 시간도 남지 않았습니다. 1분이면 됩니다.');
    expect(leftWords(0, 'en')).toBe('Closed');
    expect(momentWords(Date.UTC(2026, 11, 5, 9), 'ko')).toBe('12월 5일 토요일 오후 6시');
  });
});

describe('what somebody counts for', () => {
  const holder = {
    holder: 1,
    homes: 1,
    areaMilliM2: 84_960,
    countedHomes: 1,
    countedMilliM2: 84_960,
    says: 'agree' as const,
    members: 1,
    buildings: [0],
  };
  const person = (...holders: Counted['holders']): Counted => ({ holders });

  it('is their own homes, those that they represent, and no others', () => {
    const shared = { ...holder, members: 2 };
    const counts = countsOf(
      person(holder, { ...shared, representative: 7 }, { ...shared, representative: 8 }, shared),
      7,
    );
    expect(counts).toEqual({
      heads: 2,
      areaMilliM2: 169_920,
      sharedHomes: 1,
      representedHomes: 1,
    });
  });

  it('is nothing of a shared home until enough of its owners say the same', () => {
    const { says: _, ...silent } = holder;
    const waiting = { ...silent, members: 2, countedHomes: 0, countedMilliM2: 0 };
    expect(countedOf(person(waiting), 'agree')).toEqual({ heads: 0, areaMilliM2: 0 });
    expect(countedOf(person(holder), 'agree')).toEqual({ heads: 1, areaMilliM2: 84_960 });
    const alone = countsOf(person(waiting), 7);
    expect(hasVoice(alone, { settings } as Draft)).toBe(true);
    const named = { settings: { ...settings, coOwners: 'representative' } } as Draft;
    expect(hasVoice(alone, named)).toBe(false);
  });
});

describe('a link and its code', () => {
  it('is 32 hexadecimal digits behind the sign that no server sees', () => {
    expect(tokenOf(`#${'ab'.repeat(16)}`)).toBe('ab'.repeat(16));
    for (const hash of ['', '#main', `#${'ab'.repeat(15)}`, `#${'AB'.repeat(16)}`]) {
      expect(tokenOf(hash)).toBeUndefined();
    }
  });

  it('takes the digits out of whatever was pasted', () => {
    expect(digitsIn('인증 번호 481 902.')).toBe('481902');
    expect(digitsIn('4819023')).toBe('481902');
  });
});

describe.each([
  ['a resident’s page', residentServices],
  ['a trustee’s page', trusteeServices],
  ['the city’s pages', cityServices],
  ['the pages of elections', electionServices],
  ['the desk of two officers', deskServices],
] as const)('what %s knows of the services', (_, known) => {
  it('is what the registry says, to the shape of every payload and answer', () => {
    const shapeOf = (codec: unknown) => (codec as { shape: unknown } | undefined)?.shape;
    for (const { name, transactions, queries } of known) {
      const whole = services.find((each) => each.name === name);
      for (const { act, payload } of transactions) {
        const own = whole?.transactions.find((each) => each.act === act);
        expect(shapeOf(payload)).toEqual(shapeOf(own?.payload));
      }
      for (const { fullName, params, result } of queries) {
        const own = whole?.queries.find((each) => each.fullName === fullName);
        expect(shapeOf(params)).toEqual(shapeOf(own?.params));
        expect(shapeOf(result)).toEqual(shapeOf(own?.result));
      }
    }
  });
});

describe('the number of a device', () => {
  /** As docs/spec/people.md says, with Node's own hash. */
  const bySpec = (account: Uint8Array): string => {
    const hash = createHash('sha256').update('madang/device-number/1\0').update(account).digest();
    return (hash.readBigUInt64BE() % 1_000_000_000_000n).toString().padStart(12, '0');
  };

  it('is twelve digits of the hash of its account, different for each', () => {
    const accounts = Array.from({ length: 2_000 }, (_, n) =>
      createHash('sha256').update(String(n)).digest(),
    );
    const numbers = accounts.map((account) => deviceNumber(account));
    expect(numbers).toEqual(accounts.map(bySpec));
    // The example of the page, which was computed elsewhere.
    expect(deviceNumber(new Uint8Array(32).fill(5))).toBe('221608743179');
    expect(numbers.every((number) => /^\d{12}$/.test(number))).toBe(true);
    expect(new Set(numbers).size).toBe(accounts.length);
  });

  it('is read however it was typed', () => {
    expect(deviceDigits('4821 7730-1952')).toBe('482177301952');
    expect(deviceDigits('번호 48')).toBe('48');
    expect([isWhole('482177301952'), isWhole('48217730195')]).toEqual([true, false]);
  });
});
