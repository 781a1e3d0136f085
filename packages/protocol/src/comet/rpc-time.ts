/**
 * The nanoseconds since 1970 of a time as CometBFT writes it (RFC 3339 in UTC, fractions without
 * zeros at the end); nothing if the text is none.
 */
export function parseRpcTime(text: string): bigint | undefined {
  const found = RPC_TIME.exec(text);
  if (found === null) return undefined;
  const part = (group: number): bigint => BigInt(found[group] ?? '0');
  const days = daysSince1970({ year: part(1), month: part(2), day: part(3) });
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (days === undefined || hour > 23n || minute > 59n || second > 59n) return undefined;
  const seconds = days * 86_400n + hour * 3_600n + minute * 60n + second;
  return seconds * 1_000_000_000n + BigInt((found[7] ?? '').padEnd(9, '0'));
}

const RPC_TIME =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{0,8}[1-9]))?Z$/;

interface CalendarDay {
  readonly year: bigint;
  readonly month: bigint;
  readonly day: bigint;
}

/** Nothing for a day that the calendar does not have. */
function daysSince1970({ year, month, day }: CalendarDay): bigint | undefined {
  if (month < 1n || month > 12n || day < 1n || year < 1n) return undefined;
  const isLeap = (year % 4n === 0n && year % 100n !== 0n) || year % 400n === 0n;
  const lengths = [31n, isLeap ? 29n : 28n, 31n, 30n, 31n, 30n, 31n, 31n, 30n, 31n, 30n, 31n];
  const before = lengths.slice(0, Number(month) - 1).reduce((sum, length) => sum + length, 0n);
  if (day > (lengths[Number(month) - 1] ?? 0n)) return undefined;
  const past = year - 1n;
  const leapDays = past / 4n - past / 100n + past / 400n;
  return past * 365n + leapDays + before + day - 1n - DAYS_BEFORE_1970;
}

/** From the first day of year 1. */
const DAYS_BEFORE_1970 = 719_162n;
