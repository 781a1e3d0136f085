import { type AttendanceAnswer, type Attended, DAYS_SHOWN } from '@madang/client/network';
import type { HourAttended } from './ports.ts';
import { DAY_MS, HOUR_MS, seoulDayStart } from './seoul-day.ts';

/** Sums up the hours of an institution, oldest first; nothing where none is of thirty days. */
export function attendanceOf(
  hours: readonly HourAttended[],
  nowMs: number,
): AttendanceAnswer | undefined {
  const newest = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const ofLast = (days: number) => hours.filter(({ startMs }) => startMs > newest - days * DAY_MS);
  const month = ofLast(DAYS_SHOWN);
  const [oldest] = month;
  if (oldest === undefined) return undefined;
  const firstDay = seoulDayStart(nowMs) - (DAYS_SHOWN - 1) * DAY_MS;
  return {
    since: oldest.sinceMs,
    day: ofLast(1).reduce(add, NONE),
    week: ofLast(7).reduce(add, NONE),
    month: month.reduce(add, NONE),
    firstDay,
    days: byDay(month, firstDay),
  };
}

const NONE: Attended = { blocks: 0, signed: 0, minutes: 0, attended: 0 };

function add(sum: Attended, { blocks, signed, minutes, attended }: Attended): Attended {
  return {
    blocks: sum.blocks + blocks,
    signed: sum.signed + signed,
    minutes: sum.minutes + minutes,
    attended: sum.attended + attended,
  };
}

function byDay(hours: readonly HourAttended[], firstDay: number): readonly Attended[] {
  const days = Array.from({ length: DAYS_SHOWN }, () => NONE);
  for (const hour of hours) {
    const day = Math.floor((hour.startMs - firstDay) / DAY_MS);
    const before = days[day];
    if (before !== undefined) days[day] = add(before, hour);
  }
  return days;
}
