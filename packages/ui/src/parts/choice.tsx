import { useId } from 'preact/hooks';

type ChoiceProps = {
  title: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** The group of a radio button; without it the choice is a box to tick. */
  group?: string;
};

/** A card whose whole surface chooses. Nothing is chosen beforehand where a person decides. */
export function Choice({ title, hint, checked, onChange, group }: ChoiceProps) {
  const id = useId();
  return (
    <label class="m-choice" for={id}>
      <input
        id={id}
        type={group === undefined ? 'checkbox' : 'radio'}
        name={group}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        <b>{title}</b>
        {hint !== undefined && <span>{hint}</span>}
      </span>
    </label>
  );
}
