import { Choice, FieldError, useMessages } from '@madang/ui';
import { useId, useState } from 'preact/hooks';
import { trusteeText } from '../text/trustee.ts';

/** Fewest characters of a passphrase: whoever finds a recovery file has all the time to guess. */
export const fewestChars = 12;

/** The length of a passphrase as its writer counts it. */
export function charsIn(passphrase: string): number {
  return Array.from(passphrase.normalize('NFC')).length;
}

type BoxProps = {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: string;
  isShown: boolean;
  isNew: boolean;
  onInput: (value: string) => void;
};

function Box({ label, hint, error, value, isShown, isNew, onInput }: BoxProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const box = {
    class: 'm-input',
    id,
    autocomplete: isNew ? 'new-password' : 'current-password',
    spellcheck: false,
    maxLength: 300,
    value,
    'aria-invalid': error === undefined ? undefined : ('true' as const),
    'aria-describedby': describedBy === '' ? undefined : describedBy,
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
      {isShown ? <input {...box} type="text" /> : <input {...box} type="password" />}
    </div>
  );
}

type FieldsProps = {
  value: string;
  onInput: (value: string) => void;
  error?: string | undefined;
  /** What was typed the second time, where a new one is chosen. */
  again?: { value: string; onInput: (value: string) => void; error?: string | undefined };
};

/** A passphrase, once to open a file, twice to make one; it can be looked at. */
export function PassphraseFields({ value, onInput, error, again }: FieldsProps) {
  const text = useMessages(trusteeText);
  const [isShown, setShown] = useState(false);
  const isNew = again !== undefined;
  return (
    <>
      <Box
        label={text.passphrase}
        {...(isNew ? { hint: text.passphraseHint(String(fewestChars)) } : {})}
        error={error}
        value={value}
        isShown={isShown}
        isNew={isNew}
        onInput={onInput}
      />
      {again !== undefined && (
        <Box
          label={text.passphraseAgain}
          error={again.error}
          value={again.value}
          isShown={isShown}
          isNew
          onInput={again.onInput}
        />
      )}
      <Choice title={text.show} checked={isShown} onChange={setShown} />
    </>
  );
}
