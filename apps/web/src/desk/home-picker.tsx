import { FieldError, useMessages } from '@madang/ui';
import { useId } from 'preact/hooks';
import { deskActsText } from '../text/desk-acts.ts';
import type { NamedHome } from './homes.ts';

type PickerProps = {
  homes: readonly NamedHome[];
  label?: string;
  /** One sentence that says what to do. */
  error?: string;
  value: string;
  onInput: (value: string) => void;
};

/** The home that a typed name means. */
export function homeCalled(homes: readonly NamedHome[], name: string): NamedHome | undefined {
  const plain = (text: string) => text.replace(/\s/g, '');
  return homes.find(({ label }) => plain(label) === plain(name));
}

/** A home found by its name; the browser's own list helps, the keyboard is enough. */
export function HomePicker({ homes, label, error, value, onInput }: PickerProps) {
  const text = useMessages(deskActsText);
  const id = useId();
  return (
    <div class="m-field">
      <label class="m-label" for={id}>
        {label ?? text.home}
      </label>
      <p class="m-hint" id={`${id}-hint`}>
        {text.homeHint}
      </p>
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <input
        class="m-input"
        id={id}
        list={`${id}-list`}
        autocomplete="off"
        aria-invalid={error === undefined ? undefined : 'true'}
        aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <datalist id={`${id}-list`}>
        {homes.map(({ home, label }) => (
          <option key={home.unit} value={label} />
        ))}
      </datalist>
    </div>
  );
}
