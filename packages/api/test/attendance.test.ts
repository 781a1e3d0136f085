import { expectPresent } from '@madang/base';
import { type AttendanceAnswer, attendedSpans } from '@madang/client/network';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attendanceOf } from '../src/attendance.ts';
import type { HourAttended } from '../src/ports.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 23:40 in Seoul. */
const NOW = Date.UTC(2026, 10, 22, 14, 40);
const HOUR_OF_NOW = Date.UTC(2026, 10, 22, 14);

/** An hour that began so many hours before the one of now. */
function hourBefore(hours: number, counts: Partial<HourAttended> = {}): HourAttended {
  const startMs = HOUR_OF_NOW - hours * HOUR_MS;
  return { startMs, sinceMs: startMs, blocks: 10, signed: 9, minutes: 8, attended: 7, ...counts };
}

const answerOf = (hours: readonly HourAttended[], nowMs = NOW): AttendanceAnswer =>
  expectPresent(attendanceOf(hours, nowMs), 'hours that are counted');

/** The day in Seoul as the platform's own calendar has it. */
const seoulDay = (timeMs: number) =>
  new Date(timeMs).toLocaleDateString('en-CA', { timeZone: 'Asia/Seoul' });

describe('attendanceOf', () => {
  it('is nothing of somebody whose votes were not counted within thirty days', () => {
    expect(attendanceOf([], NOW)).toBeUndefined();
    expect(attendanceOf([hourBefore(720)], NOW)).toBeUndefined();
    expect(attendanceOf([hourBefore(719)], NOW)).toBeDefined();
  });

  it('has a day of 24 hours, a week of 168, a month of 720, the one of now among them', () => {
    const hours = Array.from({ length: 800 }, (_, n) => hourBefore(799 - n));
    const { day, week, month, since } = answerOf(hours);
    expect([day.blocks, week.blocks, month.blocks]).toEqual([240, 1_680, 7_200]);
    expect([day.signed, week.signed, month.signed]).toEqual([216, 1_512, 6_480]);
    expect([day.minutes, week.minutes, month.minutes]).toEqual([192, 1_344, 5_760]);
    expect([day.attended, week.attended, month.attended]).toEqual([168, 1_176, 5_040]);
    expect(since).toBe(HOUR_OF_NOW - 719 * HOUR_MS);
  });

  it('begins with the first block that is counted, not with its hour', () => {
    const sinceMs = HOUR_OF_NOW - 2 * HOUR_MS + 5 * 60_000;
    expect(answerOf([hourBefore(2, { sinceMs }), hourBefore(1)]).since).toBe(sinceMs);
  });

  it('puts every hour into its day in Seoul, today last', () => {
    const some = fc.array(
      fc.record({
        hours: fc.integer({ min: 0, max: 690 }),
        blocks: fc.nat(2_000),
        missed: fc.nat(50),
      }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(some, fc.nat(DAY_MS), (seen, laterMs) => {
        const hours = seen.map(({ hours: before, blocks, missed }) =>
          hourBefore(before, {
            ...{ blocks, signed: Math.max(0, blocks - missed) },
            ...{ minutes: blocks % 61, attended: missed % 7 },
          }),
        );
        const { firstDay, days } = answerOf(hours, NOW + laterMs);
        expect(days).toHaveLength(30);
        expect(seoulDay(firstDay + 29 * DAY_MS)).toBe(seoulDay(NOW + laterMs));
        for (const [n, { blocks, signed, minutes, attended }] of days.entries()) {
          const own = hours.filter(
            ({ startMs }) => seoulDay(startMs) === seoulDay(firstDay + n * DAY_MS),
          );
          expect(blocks).toBe(own.reduce((sum, one) => sum + one.blocks, 0));
          expect(signed).toBe(own.reduce((sum, one) => sum + one.signed, 0));
          expect(minutes).toBe(own.reduce((sum, one) => sum + one.minutes, 0));
          expect(attended).toBe(own.reduce((sum, one) => sum + one.attended, 0));
        }
      }),
      { numRuns: 60, seed: 26 },
    );
  });
});

describe('attendedSpans', () => {
  const spansOf = (hoursAgo: number) => {
    const count = Math.max(1, Math.min(hoursAgo + 1, 800));
    const hours = Array.from({ length: count }, (_, n) => hourBefore(hoursAgo - n));
    return attendedSpans(answerOf(hours), NOW).map(({ span, blocks }) => [span, blocks]);
  };

  it.each([
    [0, [['since', 10]]],
    [22, [['since', 230]]],
    [
      23,
      [
        ['since', 240],
        ['day', 240],
      ],
    ],
    [
      72,
      [
        ['since', 730],
        ['day', 240],
      ],
    ],
    [
      200,
      [
        ['since', 2_010],
        ['week', 1_680],
        ['day', 240],
      ],
    ],
    [
      719,
      [
        ['month', 7_200],
        ['week', 1_680],
        ['day', 240],
      ],
    ],
  ])('say of votes counted for %i hours only what is whole', (hoursAgo, expected) => {
    expect(spansOf(hoursAgo)).toEqual(expected);
  });

  it('say that there was no block in a day in which there was none', () => {
    const answer = answerOf([hourBefore(700), hourBefore(40)]);
    expect(attendedSpans(answer, NOW)).toEqual([
      { span: 'since', blocks: 20, signed: 18, minutes: 16, attended: 14 },
      { span: 'week', blocks: 10, signed: 9, minutes: 8, attended: 7 },
      { span: 'day', blocks: 0, signed: 0, minutes: 0, attended: 0 },
    ]);
  });
});
