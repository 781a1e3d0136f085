import { useCssValues } from '../css-values.ts';
import { formatPercent } from '../i18n/format.ts';

type ProgressProps = { label: string; done: number; total: number; says: string };

/** A bar for work that takes longer than a few seconds, with done and total in words below. */
export function Progress({ label, done, total, says }: ProgressProps) {
  const ref = useCssValues<HTMLDivElement>({ '--v': formatPercent(done, total) });
  return (
    <div class="m-stack-s">
      <div
        ref={ref}
        class="m-progress"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={says}
      >
        <i />
      </div>
      <p class="m-small m-sub">{says}</p>
    </div>
  );
}
