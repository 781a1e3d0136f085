import { Choice, Field, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { trusteeText } from '../text/trustee.ts';

/** Fewest characters of a passphrase: whoever finds a recovery file has all the time to guess. */
export const fewestChars = 12;

const mostUnits = 300;

/** The length of a passphrase as its writer counts it. */
export function charsIn(passphrase: string): number {
  return Array.from(passphrase.normalize('NFC')).length;
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
  const kind = isShown ? 'secret-shown' : 'secret';
  const autocomplete = isNew ? 'new-password' : 'current-password';
  const box = { kind, autocomplete, maxLength: mostUnits } as const;
  return (
    <>
      <Field
        {...box}
        label={text.passphrase}
        {...(isNew ? { hint: text.passphraseHint(String(fewestChars)) } : {})}
        {...(error === undefined ? {} : { error })}
        value={value}
        onInput={onInput}
      />
      {again !== undefined && (
        <Field
          {...box}
          label={text.passphraseAgain}
          {...(again.error === undefined ? {} : { error: again.error })}
          value={again.value}
          onInput={again.onInput}
        />
      )}
      <Choice title={text.show} checked={isShown} onChange={setShown} />
    </>
  );
}
