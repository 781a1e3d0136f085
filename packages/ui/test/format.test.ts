import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatCount,
  formatDay,
  formatDayAndTime,
  formatDuration,
  formatFullMoment,
  formatIso,
  formatMoment,
  formatPercent,
  formatSize,
  formatStamp,
  inGroups,
} from '../src/i18n/format.ts';

const noticed = Date.UTC(2026, 10, 22, 5, 32, 7);

describe('times', () => {
  it('writes a moment for citizens in each language', () => {
    expect(formatMoment(noticed, 'ko')).toBe('11월 22일 일요일 오후 2시 32분');
    expect(formatFullMoment(noticed, 'ko')).toBe('2026년 11월 22일 일요일 오후 2시 32분 7초');
    expect(formatFullMoment(noticed, 'en')).toBe('Sunday 22 November 2026, 14:32:07');
    expect(formatMoment(noticed, 'en')).toBe('Sunday 22 November 2026, 14:32');
    expect(formatDay(noticed, 'ko')).toBe('11월 22일');
    expect(formatDay(Date.UTC(2026, 10, 21, 15), 'en')).toBe('22 November');
  });

  it('calls noon and midnight twelve', () => {
    expect(formatMoment(Date.UTC(2026, 10, 22, 3, 0), 'ko')).toContain('오후 12시 0분');
    expect(formatMoment(Date.UTC(2026, 10, 21, 15, 0), 'ko')).toContain(
      '22일 일요일 오전 12시 0분',
    );
  });

  it('writes records to the second in the time of the city, whatever zone the reader is in', () => {
    expect(formatStamp(noticed)).toBe('2026-11-22 14:32:07');
    expect(formatIso(noticed)).toBe('2026-11-22T14:32:07+09:00');
    expect(formatDayAndTime(noticed, 'ko')).toBe('2026년 11월 22일 14:32:07');
    expect(formatDayAndTime(noticed, 'en')).toBe('22 November 2026, 14:32:07');
  });

  it('agrees with the time zone table of the platform', () => {
    const zone = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Seoul',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const range = { min: Date.UTC(1990, 0, 1), max: Date.UTC(2090, 0, 1) };
    fc.assert(
      fc.property(fc.integer(range), (timeMs) => {
        expect(formatStamp(timeMs)).toBe(zone.format(timeMs));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('tells an age in the largest whole unit', () => {
    expect(formatAge(14 * 60_000 + 59_000, 'ko')).toBe('14분');
    expect(formatAge(60_000, 'en')).toBe('1 minute');
    expect(formatAge(2 * 86_400_000, 'en')).toBe('2 days');
    expect(formatAge(-5, 'ko')).toBe('0초');
  });
});

describe('numbers', () => {
  it('cuts a percentage instead of rounding it', () => {
    expect(formatPercent(74_999, 100_000)).toBe('74.99%');
    expect(formatPercent(3, 4)).toBe('75.00%');
    expect(formatPercent(698, 962)).toBe('72.55%');
    expect(formatPercent(1, 0)).toBe('0.00%');
  });

  it('never shows a percentage above the true one, nor one hundredth below it', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }), (part, whole) => {
        const shown = BigInt(formatPercent(part, whole).replace(/[.%]/g, ''));
        const exact = BigInt(part) * 10_000n;
        expect(shown * BigInt(whole) <= exact).toBe(true);
        expect((shown + 1n) * BigInt(whole) > exact).toBe(true);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('separates thousands, also beyond what a number holds', () => {
    expect(formatCount(184_931)).toBe('184,931');
    expect(formatCount(999)).toBe('999');
    expect(formatCount(18_446_744_073_709_551_615n)).toBe('18,446,744,073,709,551,615');
  });

  it('cuts sizes and durations to one decimal', () => {
    expect(formatSize(412, 'ko')).toBe('412바이트');
    expect(formatSize(412, 'en')).toBe('412 bytes');
    expect(formatSize(3199, 'ko')).toBe('3.1 kB');
    expect(formatSize(999_999, 'en')).toBe('999.9 kB');
    expect(formatSize(1_000_000, 'en')).toBe('1.0 MB');
    expect(formatSize(4_299_999_999, 'en')).toBe('4.2 GB');
    expect(formatDuration(29, 'ko')).toBe('<0.1초');
    expect(formatDuration(2899, 'en')).toBe('2.8 s');
  });

  it('splits codes into groups of four without a gap at the end', () => {
    expect(inGroups('7K2M9QXD4HTA')).toBe('7K2M 9QXD 4HTA');
    expect(inGroups('7K2M9')).toBe('7K2M 9');
    expect(inGroups('')).toBe('');
  });
});
