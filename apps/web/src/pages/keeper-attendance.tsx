import {
  type Column,
  Fold,
  formatAge,
  formatDay,
  formatPercent,
  type Language,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { Attendance, Attended, Institution } from '../ledger.ts';
import { attendanceText } from '../text/attendance.ts';

const dayMs = 86_400_000;
const barWidth = 4;
const barStep = 5;
const stripHeight = 20;
/** A bar of a day that was short is never as high as a whole one. */
const shortHeightMost = 14;
const leastHeight = 2;

type Day = Attended & { startMs: number };

function daysOf({ firstDayMs, days }: Attendance): readonly Day[] {
  return days.map((each, n) => ({ ...each, startMs: firstDayMs + n * dayMs }));
}

/** A vote that comes late now and then is nothing; below this the day is marked. */
function isShort({ minutes, attended }: Attended): boolean {
  return 100 * attended < 99 * minutes;
}

function barHeight(day: Attended): number {
  if (day.minutes === 0) return leastHeight;
  if (!isShort(day)) return stripHeight;
  const height = Math.trunc((day.attended * stripHeight) / day.minutes);
  return Math.min(shortHeightMost, Math.max(leastHeight, height));
}

function barClass(day: Attended): string | undefined {
  if (day.minutes === 0) return 'none';
  return isShort(day) ? 'bad' : undefined;
}

function stripWords(days: readonly Day[], language: Language): string {
  const text = attendanceText[language];
  const counted = days.filter(({ minutes }) => minutes > 0);
  const short = counted.filter(isShort);
  if (short.length === 0) return text.allWell(String(counted.length));
  const listed = short.map(
    ({ startMs, attended, minutes }) =>
      `${formatDay(startMs, language)} ${formatPercent(attended, minutes)}`,
  );
  return text.someShort(String(counted.length), String(short.length), listed.join(', '));
}

/** One bar for each day, today last: whole, cut short, or a line where nothing was counted. */
function DayStrip({ attendance }: { attendance: Attendance }) {
  const language = useLanguage();
  const days = daysOf(attendance);
  return (
    <svg
      class="days"
      viewBox={`0 0 ${String(days.length * barStep)} ${String(stripHeight)}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={stripWords(days, language)}
    >
      {days.map((day, n) => (
        <rect
          key={n}
          class={barClass(day)}
          x={n * barStep}
          y={stripHeight - barHeight(day)}
          width={barWidth}
          height={barHeight(day)}
        />
      ))}
    </svg>
  );
}

function Shares({ attendance, nowMs }: { attendance: Attendance; nowMs: number }) {
  const text = useMessages(attendanceText);
  const language = useLanguage();
  const told = attendance.spans.map(({ span, minutes, attended }) => ({
    share: minutes === 0 ? text.none : formatPercent(attended, minutes),
    of: span === 'since' ? text.since(formatAge(nowMs - attendance.sinceMs, language)) : text[span],
  }));
  return (
    <>
      <DayStrip attendance={attendance} />
      {told.map(({ share, of }, n) => (
        <span key={of} class="m-meta">
          <span class="m-nobr">{of}</span>{' '}
          {n === 0 ? <b class="m-strong m-nobr">{share}</b> : <span class="m-nobr">{share}</span>}
        </span>
      ))}
    </>
  );
}

/**
 * In how many minutes each institution signed, in words and day by day; none where nobody counts.
 */
export function attendanceColumns(
  institutions: readonly Institution[],
  language: Language,
  nowMs: number,
): Column<Institution>[] {
  if (institutions.every(({ attendance }) => attendance === undefined)) return [];
  const text = attendanceText[language];
  return [
    {
      key: 'attendance',
      head: text.head,
      cell: ({ attendance }) => (
        <div class="attended">
          {attendance === undefined ? (
            <span class="m-meta">{text.uncounted}</span>
          ) : (
            <Shares attendance={attendance} nowMs={nowMs} />
          )}
        </div>
      ),
    },
  ];
}

/** What the shares count and what they do not mean, and each day as a figure. */
export function AttendanceDays({ institutions }: { institutions: readonly Institution[] }) {
  const text = useMessages(attendanceText);
  const language = useLanguage();
  const counted = institutions.flatMap(({ id, names, attendance }) =>
    attendance === undefined ? [] : [{ id, name: names[language], days: daysOf(attendance) }],
  );
  const [first] = counted;
  if (first === undefined) return null;
  const isCounted = (n: number) => counted.some(({ days }) => (days[n]?.minutes ?? 0) > 0);
  const rows = first.days.map(({ startMs }, n) => ({ startMs, n })).filter(({ n }) => isCounted(n));
  const day: Column<(typeof rows)[number]> = {
    key: 'day',
    head: text.date,
    kind: 'row',
    cell: ({ startMs }) => formatDay(startMs, language),
  };
  const shares = counted.map(
    ({ id, name, days }): Column<(typeof rows)[number]> => ({
      key: id,
      head: name,
      kind: 'number',
      cell: ({ n }) => {
        const { minutes = 0, attended = 0 } = days[n] ?? {};
        return minutes === 0 ? '–' : formatPercent(attended, minutes);
      },
    }),
  );
  return (
    <Fold title={text.fold}>
      <div class="m-stack-s">
        <p class="m-small m-sub">{text.words}</p>
        <Table
          label={text.table}
          columns={[day, ...shares]}
          rows={rows.toReversed()}
          rowKey={({ startMs }) => startMs}
        />
      </div>
    </Fold>
  );
}
