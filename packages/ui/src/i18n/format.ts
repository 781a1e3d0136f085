import type { Language } from './language.ts';

type Moment = {
  year: number;
  month: number;
  day: number;
  weekday: number;
  hour: number;
  minute: number;
  second: number;
};

const koreaOffsetMs = 9 * 60 * 60 * 1000;

/**
 * The city keeps Korean time, and a record shows the same time to every reader. Korea has had one
 * offset and no summer time since 1988, so the arithmetic needs no zone table.
 */
function momentOf(timeMs: number): Moment {
  const shifted = new Date(timeMs + koreaOffsetMs);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

const weekdays = {
  ko: ['일요일', '월요일', '화요일', '수요일', '목요일', '금요일', '토요일'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** A day and a time for citizens: 11월 22일 일요일 오후 2시 32분, or Sunday 22 November 2026, 14:32. */
export function formatMoment(timeMs: number, language: Language): string {
  const at = momentOf(timeMs);
  if (language === 'en') {
    const month = englishMonths[at.month - 1];
    const day = weekdays.en[at.weekday];
    return `${day} ${at.day} ${month} ${at.year}, ${two(at.hour)}:${two(at.minute)}`;
  }
  const half = at.hour < 12 ? '오전' : '오후';
  const hour = at.hour % 12 === 0 ? 12 : at.hour % 12;
  const day = `${at.month}월 ${at.day}일 ${weekdays.ko[at.weekday]}`;
  return `${day} ${half} ${hour}시 ${at.minute}분`;
}

/**
 * The whole moment for citizens, for what is kept for years: 2026년 11월 22일 일요일 오후 2시 32분 7초,
 * or Sunday 22 November 2026, 14:32:07.
 */
export function formatFullMoment(timeMs: number, language: Language): string {
  const { year, second } = momentOf(timeMs);
  const moment = formatMoment(timeMs, language);
  return language === 'en' ? `${moment}:${two(second)}` : `${year}년 ${moment} ${second}초`;
}

/** A day of this year or the last: 11월 22일, or 22 November. */
export function formatDay(timeMs: number, language: Language): string {
  const { month, day } = momentOf(timeMs);
  return language === 'en' ? `${day} ${englishMonths[month - 1]}` : `${month}월 ${day}일`;
}

/** A day and a time to the second: 2026년 11월 22일 14:32:07, or 22 November 2026, 14:32:07. */
export function formatDayAndTime(timeMs: number, language: Language): string {
  const at = momentOf(timeMs);
  const clock = formatClock(timeMs);
  if (language === 'en') {
    return `${at.day} ${englishMonths[at.month - 1]} ${at.year}, ${clock}`;
  }
  return `${at.year}년 ${at.month}월 ${at.day}일 ${clock}`;
}

/** A time for records and tables: 2026-11-22 14:32:07. */
export function formatStamp(timeMs: number): string {
  const at = momentOf(timeMs);
  return `${at.year}-${two(at.month)}-${two(at.day)} ${formatClock(timeMs)}`;
}

/** The time of day alone: 14:32:07. */
export function formatClock(timeMs: number): string {
  const at = momentOf(timeMs);
  return `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
}

/** The hour of the day, 0 to 23, in the time of the city. */
export function hourOf(timeMs: number): number {
  return momentOf(timeMs).hour;
}

/** The value of the `datetime` attribute: 2026-11-22T14:32:07+09:00. */
export function formatIso(timeMs: number): string {
  return `${formatStamp(timeMs).replace(' ', 'T')}+09:00`;
}

/** A whole number with separators: 184,931. */
export function formatCount(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * A percentage with two decimals, cut and never rounded, so that 75.00% appears only when it is
 * reached. Whole numbers in; the arithmetic is exact.
 */
export function formatPercent(part: number | bigint, whole: number | bigint): string {
  const divisor = BigInt(whole);
  if (divisor === 0n) return '0.00%';
  const hundredths = (BigInt(part) * 10_000n) / divisor;
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}%`;
}

/** A size in the largest unit that keeps it above one, cut to one decimal: 3.1 kB, 4.2 MB. */
export function formatSize(sizeBytes: number, language: Language): string {
  if (sizeBytes < 1000) return language === 'ko' ? `${sizeBytes}바이트` : `${sizeBytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'] as const;
  let unitIndex = 0;
  let tenths = Math.trunc(sizeBytes / 100);
  while (tenths >= 10_000 && unitIndex < units.length - 1) {
    tenths = Math.trunc(tenths / 1000);
    unitIndex += 1;
  }
  return `${Math.trunc(tenths / 10)}.${tenths % 10} ${units[unitIndex]}`;
}

/** How long a check took: 2.8초, <0.1초; 2.8 s, <0.1 s. Cut to one decimal. */
export function formatDuration(durationMs: number, language: Language): string {
  const unit = language === 'ko' ? '초' : ' s';
  if (durationMs < 100) return `<0.1${unit}`;
  return `${Math.trunc(durationMs / 1000)}.${Math.trunc((durationMs % 1000) / 100)}${unit}`;
}

/** How long ago something happened, in the largest whole unit: 14분, 14 minutes. */
export function formatAge(ageMs: number, language: Language): string {
  const seconds = Math.max(0, Math.trunc(ageMs / 1000));
  const steps = [
    { size: 86_400, ko: '일', en: 'day' },
    { size: 3600, ko: '시간', en: 'hour' },
    { size: 60, ko: '분', en: 'minute' },
    { size: 1, ko: '초', en: 'second' },
  ] as const;
  const step = steps.find(({ size }) => seconds >= size) ?? steps[3];
  const count = Math.trunc(seconds / step.size);
  if (language === 'ko') return `${count}${step.ko}`;
  return `${count} ${step.en}${count === 1 ? '' : 's'}`;
}

/** Splits a code into groups of four: 7K2M 9QXD 4HTA. */
export function inGroups(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ');
}
