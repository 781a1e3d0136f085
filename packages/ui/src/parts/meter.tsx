import { useCssValues } from '../css-values.ts';
import { formatPercent } from '../i18n/format.ts';

type MeterProps = {
  label: string;
  /** The whole sentence that is read aloud: numerator, denominator, percentage, what is missing. */
  says: string;
  value: number;
  total: number;
  /** The share that has to be reached, in hundredths of a percent: 7500 for 75%. */
  thresholdBp: number;
  /** Those who refused, drawn from the far end. */
  refused?: number;
  /** Whether the threshold is reached, where equality is not enough or not all is said by it. */
  met?: boolean;
  size?: 's' | 'm';
};

const wholeBp = 10_000;

/** Whether a part of a whole reaches a share given in hundredths of a percent. Equality counts. */
export function reaches(part: number, whole: number, thresholdBp: number): boolean {
  return whole > 0 && part * wholeBp >= thresholdBp * whole;
}

/** A bar up to a value, with the hatched gap to its threshold. */
export function Meter({
  label,
  says,
  value,
  total,
  thresholdBp,
  refused = 0,
  met = reaches(value, total, thresholdBp),
  size = 'm',
}: MeterProps) {
  const ref = useCssValues<HTMLDivElement>({
    '--v': formatPercent(value, total),
    '--t': formatPercent(thresholdBp, wholeBp),
    '--n': formatPercent(refused, total),
  });
  return (
    <div
      ref={ref}
      class="m-meter"
      data-met={met ? '' : undefined}
      data-size={size === 's' ? 's' : undefined}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={value}
      aria-valuetext={says}
    >
      <i class="yes" />
      {!met && <i class="gap" />}
      {refused > 0 && <i class="no" />}
      <i class="tick" />
    </div>
  );
}
