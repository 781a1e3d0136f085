import type { AttendanceAnswer, NetworkAnswer } from '@madang/client/network';
import { expect, it } from 'vitest';
import { attendanceWords } from '../src/network/attendance-words.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 5, 32);

function attendance(since: number, counts: Partial<AttendanceAnswer> = {}): AttendanceAnswer {
  const none = { blocks: 0, signed: 0, minutes: 0, attended: 0 };
  const days = Array.from({ length: 30 }, () => none);
  return { since, day: none, week: none, month: none, firstDay: 0, days, ...counts };
}

function institution(
  id: string,
  counted?: AttendanceAnswer,
): NetworkAnswer['institutions'][number] {
  const words = { en: id, ko: id };
  const keys = { governance: '', consensus: '', cosigner: '' };
  return {
    ...{ id, names: words, operator: words, keys },
    ...(counted === undefined ? {} : { attendance: counted }),
  };
}

const network = {
  time: NOW,
  institutions: [
    institution(
      'audit',
      attendance(NOW - 30 * DAY_MS, {
        day: { blocks: 1, signed: 0, minutes: 1_000, attended: 1_000 },
        week: { blocks: 1, signed: 0, minutes: 7_000, attended: 6_999 },
        month: { blocks: 1, signed: 0, minutes: 30_000, attended: 20_000 },
      }),
    ),
    institution(
      'city',
      attendance(NOW - 3 * DAY_MS, {
        week: { blocks: 1, signed: 0, minutes: 300, attended: 3 },
        month: { blocks: 1, signed: 0, minutes: 300, attended: 3 },
      }),
    ),
    institution('newcomer'),
  ],
};

it('tells the shares that are whole, cut and never rounded up, and else since when', () => {
  expect(attendanceWords(network, 'audit', 'en')).toEqual([
    'Minutes in which each signed, as the node of audit counted them:',
    '   audit        30 days 66.66 %; 7 days 99.98 %; 24 hours 100.00 %',
    '   city         since Nov 19, 2026, 2:32:00 PM GMT+9 1.00 %; 24 hours no block',
  ]);
  const [head, audit, city] = attendanceWords(network, 'audit', 'ko');
  expect(head).toBe('제때 서명한 시간의 비율, 분마다 (audit 노드가 센 것):');
  expect(audit).toContain('30일 66.66 %; 7일 99.98 %; 24시간 100.00 %');
  expect(city).toMatch(/2026\. 11\. 19\. .*부터 1\.00 %; 24시간 블록 없음$/);
});

it('says nothing where nothing was counted', () => {
  const none = { time: NOW, institutions: [institution('city')] };
  expect(attendanceWords(none, 'city', 'en')).toEqual([]);
});
