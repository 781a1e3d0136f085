import { formatCount, hourOf, useMessages } from '@madang/ui';
import { homeText } from '../text/home.ts';

const barWidth = 18;
const barStep = 22;
const chartHeight = 84;
const leastHeight = 2;
const shownHours = [0, 6, 12, 18, 24] as const;

type HourChartProps = { counts: readonly number[]; nowMs: number };

/** The records of a day, one bar an hour. Hours that are still to come are drawn as lines. */
export function HourChart({ counts, nowMs }: HourChartProps) {
  const text = useMessages(homeText);
  const most = Math.max(...counts, 1);
  const peak = counts.indexOf(most);
  const now = hourOf(nowMs);
  const says = peak < 0 ? text.chartEmpty : text.chart(String(peak), formatCount(most));
  return (
    <div>
      <svg
        class="bars"
        viewBox="0 0 524 84"
        preserveAspectRatio="none"
        role="img"
        aria-label={says}
      >
        {counts.map((count, hour) => {
          const height = Math.max(leastHeight, (count / most) * chartHeight);
          return (
            <rect
              key={hour}
              class={hour > now ? 'yet' : undefined}
              x={hour * barStep}
              y={chartHeight - height}
              width={barWidth}
              height={height}
            />
          );
        })}
      </svg>
      <div class="axis" aria-hidden="true">
        {shownHours.map((hour) => (
          <span key={hour}>{text.hour(String(hour))}</span>
        ))}
      </div>
    </div>
  );
}
