import type { RefObject } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../icons.tsx';

type FieldProps = {
  label: string;
  hint?: string;
  /** One sentence that says what to do; it stands above the box. */
  error?: string;
  name?: string;
  value: string;
  onInput: (value: string) => void;
  /**
   * `code` is for one-time codes, `text` for several lines, `secret` is not seen as it is typed and
   * `secret-shown` is, at its writer's wish.
   */
  kind?: 'line' | 'code' | 'text' | 'secret' | 'secret-shown';
  inputMode?: 'text' | 'numeric' | 'tel' | 'search';
  autocomplete?: string;
  maxLength?: number;
  disabled?: boolean;
  inputRef?: RefObject<HTMLInputElement | null>;
};

/** A sentence that says what has to be corrected. */
export function FieldError({ id, children }: { id?: string; children: string }) {
  return (
    <p class="m-error" id={id}>
      <Icon name="stop" small />
      <span>{children}</span>
    </p>
  );
}

type LineProps = {
  box: Readonly<Record<string, unknown>>;
  kind: Exclude<FieldProps['kind'], 'text' | undefined>;
  inputRef: RefObject<HTMLInputElement | null> | null;
  inputMode: FieldProps['inputMode'];
};

function Line({ box, kind, inputRef, inputMode }: LineProps) {
  const line = { ...box, ref: inputRef, inputMode };
  switch (kind) {
    case 'secret':
      return <input {...line} type="password" />;
    case 'secret-shown':
      return <input {...line} type="text" spellcheck={false} />;
    case 'code':
      return <input {...line} data-kind="code" />;
    case 'line':
      return <input {...line} />;
  }
}

/** A labelled box with its hint and its error. The label is never a placeholder. */
export function Field(props: FieldProps) {
  const { label, hint, error, value, onInput, kind = 'line', inputRef } = props;
  const id = useId();
  const described = [
    hint === undefined ? '' : `${id}-hint`,
    error === undefined ? '' : `${id}-error`,
  ].filter((each) => each !== '');
  const box = {
    class: 'm-input',
    id,
    name: props.name,
    value,
    autocomplete: props.autocomplete ?? 'off',
    maxLength: props.maxLength,
    disabled: props.disabled,
    'aria-invalid': error === undefined ? undefined : ('true' as const),
    'aria-describedby': described.length === 0 ? undefined : described.join(' '),
    onInput: (event: { currentTarget: { value: string } }) => onInput(event.currentTarget.value),
  };
  return (
    <div class="m-field">
      <label class="m-label" for={id}>
        {label}
      </label>
      {hint !== undefined && (
        <p class="m-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {kind === 'text' ? (
        <textarea {...box} />
      ) : (
        <Line box={box} kind={kind} inputRef={inputRef ?? null} inputMode={props.inputMode} />
      )}
    </div>
  );
}
