import { Field, useMessages } from '@madang/ui';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import type { Share } from './election-plan.ts';
import { SelectField } from './moment-field.tsx';

type ShareFieldsProps = {
  label: string;
  hint?: string;
  value: Share | undefined;
  /** Whether it may be that nothing is asked for. */
  canBeNone?: boolean;
  onChange: (share: Share | undefined) => void;
};

const half: Share = { num: 1, den: 2, compare: 'more-than' };

/** A whole number as it is typed; what is none comes to 0, which no rule takes. */
export function numberIn(typed: string): number {
  const digits = typed.replace(/\D/g, '').slice(0, 7);
  return digits === '' ? 0 : Number(digits);
}

/** A share that is asked for: two numbers, and whether it holds at equality. */
export function ShareFields({ label, hint, value, canBeNone, onChange }: ShareFieldsProps) {
  const text = useMessages(deskElectionNewText);
  const share = value ?? half;
  const options = [
    { value: 'more-than', words: text.shareMoreThan },
    { value: 'at-least', words: text.shareAtLeast },
    ...(canBeNone === true ? [{ value: 'none', words: text.shareNone }] : []),
  ];
  return (
    <fieldset class="share">
      <legend class="m-label">{label}</legend>
      {hint !== undefined && <p class="m-hint">{hint}</p>}
      <div class="pick">
        {value !== undefined && (
          <>
            <Field
              label={text.shareNum}
              inputMode="numeric"
              value={String(share.num)}
              maxLength={7}
              onInput={(typed) => onChange({ ...share, num: numberIn(typed) })}
            />
            <Field
              label={text.shareDen}
              inputMode="numeric"
              value={String(share.den)}
              maxLength={7}
              onInput={(typed) => onChange({ ...share, den: numberIn(typed) })}
            />
          </>
        )}
        <SelectField
          label={text.shareCompare}
          value={value === undefined ? 'none' : share.compare}
          options={options}
          onChange={(compare) =>
            onChange(
              compare === 'none'
                ? undefined
                : { ...share, compare: compare === 'at-least' ? 'at-least' : 'more-than' },
            )
          }
        />
      </div>
    </fieldset>
  );
}
