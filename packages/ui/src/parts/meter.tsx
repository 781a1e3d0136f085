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
  /** Whether the rule is met, where the ledger says so: 과반 is not met at equality. */
  isMet?: boolean;
  /** Those who refused, drawn from the far end. */
  refused?: number;
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
  isMet,
  refused = 0,
  size = 'm',
}: MeterProps) {
  const met = isMet ?? reaches(value, total, thresholdBp);
  const drawn = Math.max(thresholdBp, met ? 0 : Math.trunc((value * wholeBp) / Math.max(total, 1)));
  const ref = useCssValues<HTMLDivElement>({
    '--v': formatPercent(value, total),
    '--t': formatPercent(drawn, wholeBp),
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
