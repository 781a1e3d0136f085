const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The last moment that a scenario can have. */
export const MAX_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A duration such as `90s` or `1d12h`, in ms; undefined if it is none, or longer than all time. */
export function durationMs(text: string): number | undefined {
  if (!/^([0-9]{1,9}(ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9]+)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (UNITS_MS[unit ?? ''] ?? 0);
  }
  return total <= MAX_TIME_MS ? total : undefined;
}

/**
 * A time with a zone, such as `2026-11-22T09:00:00+09:00`, from 1970 on, in ms; undefined if it is
 * none.
 */
export function timeMs(text: string): number | undefined {
  const form = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
  const [, day] = form.exec(text) ?? [];
  const parsed = Date.parse(text);
  if (day === undefined || !isDay(day) || Number.isNaN(parsed)) return undefined;
  return parsed >= 0 && parsed <= MAX_TIME_MS ? parsed : undefined;
}

/** Whether the calendar has the day: `Date.parse` takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const parsed = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(day);
}
