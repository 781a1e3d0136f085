import { useMessages } from '@madang/ui';
import { useId } from 'preact/hooks';
import { deskActsText } from '../text/desk-acts.ts';
import type { NamedHome } from './homes.ts';

type PickerProps = {
  homes: readonly NamedHome[];
  value: string;
  onInput: (value: string) => void;
};

/** The home that a typed name means. */
export function homeCalled(homes: readonly NamedHome[], name: string): NamedHome | undefined {
  const plain = (text: string) => text.replace(/\s/g, '');
  return homes.find(({ label }) => plain(label) === plain(name));
}

/** A home found by its name; the browser's own list helps, the keyboard is enough. */
export function HomePicker({ homes, value, onInput }: PickerProps) {
  const text = useMessages(deskActsText);
  const id = useId();
  return (
    <div class="m-field">
      <label class="m-label" for={id}>
        {text.home}
      </label>
      <p class="m-hint">{text.homeHint}</p>
      <input
        class="m-input"
        id={id}
        list={`${id}-list`}
        autocomplete="off"
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
