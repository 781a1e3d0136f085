import { FieldError } from '@madang/ui';
import { useId } from 'preact/hooks';

const koreaOffsetMs = 9 * 60 * 60_000;

/** A moment as a browser's own field writes it, in the time of the city. */
export function toLocal(timeMs: number, to: 'minute' | 'second' = 'minute'): string {
  const end = to === 'minute' ? 16 : 19;
  return new Date(timeMs + koreaOffsetMs).toISOString().slice(0, end);
}

const localPattern = /^\d{4,}-\d\d-\d\dT\d\d:\d\d(:\d\d)?/;

/** The moment that a field says; undefined if it says none. ms. */
export function fromLocal(text: string): number | undefined {
  const [moment, seconds] = localPattern.exec(text) ?? [];
  const timeMs = Date.parse(`${moment ?? ''}${seconds === undefined ? ':00' : ''}Z`);
  return moment === undefined || Number.isNaN(timeMs) ? undefined : timeMs - koreaOffsetMs;
}

type MomentProps = {
  label: string;
  hint?: string;
  error?: string;
  value: string;
  /** A moment to the second, where a minute is too coarse. */
  to?: 'minute' | 'second';
  onInput: (value: string) => void;
};

/** The property `error` of a field, if there is something to say. */
export function errorIf(isWrong: boolean, error: string): { error?: string } {
  return isWrong ? { error } : {};
}

/** A day and a time. */
export function MomentField({ label, hint, error, value, to, onInput }: MomentProps) {
  const id = useId();
  return (
    <div class="m-field">
      <label class="m-label" for={id}>
        {label}
      </label>
      {hint !== undefined && <p class="m-hint">{hint}</p>}
      {error !== undefined && <FieldError>{error}</FieldError>}
      <input
        class="m-input"
        id={id}
        type="datetime-local"
        step={to === 'second' ? 1 : undefined}
        value={value}
        aria-invalid={error === undefined ? undefined : 'true'}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}

type SelectProps = {
  label: string;
  hint?: string;
  error?: string;
  value: string;
  options: readonly { value: string; words: string }[];
  onChange: (value: string) => void;
};

/** A choice among a few, where all of them are known. */
export function SelectField({ label, hint, error, value, options, onChange }: SelectProps) {
  const id = useId();
  return (
    <div class="m-field">
      <label class="m-label" for={id}>
        {label}
      </label>
      {hint !== undefined && <p class="m-hint">{hint}</p>}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <select
        class="m-select"
        id={id}
        aria-invalid={error === undefined ? undefined : 'true'}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.words}
          </option>
        ))}
      </select>
    </div>
  );
}
