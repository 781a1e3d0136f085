import { Button, Field, FieldError, useLanguage, useMessages } from '@madang/ui';
import { deskRollText } from '../text/desk-roll.ts';
import { SelectField } from './moment-field.tsx';
import type { OwnerRow, RollDraft, RollErrors } from './roll-draft.ts';

type OwnersProps = {
  draft: RollDraft;
  errors: RollErrors;
  /** Whether what is missing is said. */
  isTried: boolean;
  change: (part: Partial<RollDraft>) => void;
};

/** Who owns a home from now on: those on the roll with their shares, and whoever is new. */
export function OwnersFields({ draft, errors, isTried, change }: OwnersProps) {
  const text = useMessages(deskRollText);
  const { owners, named } = draft;
  const put = (row: OwnerRow): void =>
    change({ owners: owners.map((one) => (one.key === row.key ? row : one)) });
  const add = (): void => {
    const key = Math.max(-1, ...owners.map((one) => one.key)) + 1;
    change({ owners: [...owners, { key, name: '', phone: '', share: '' }] });
  };
  return (
    <fieldset class="part">
      <legend class="m-label">{text.owners}</legend>
      {isTried && errors.together !== undefined && <FieldError>{errors.together}</FieldError>}
      {owners.map((row, line) => (
        <OwnerFields
          key={row.key}
          row={row}
          number={line + 1}
          errors={isTried ? errors.owners.filter((one) => one.line === line) : []}
          onChange={put}
          onRemove={() => change({ owners: owners.filter((one) => one !== row) })}
        />
      ))}
      <div>
        <Button kind="second" size="s" onClick={add}>
          {text.addOwner}
        </Button>
      </div>
      {owners.length > 1 && (
        <SelectField
          label={text.representative}
          value={named === undefined ? '' : String(named)}
          options={[
            { value: '', words: text.nobody },
            ...owners.map((row, line) => ({
              value: String(row.key),
              words: nameOf(row, text.owner(String(line + 1))),
            })),
          ]}
          onChange={(value) => change({ named: value === '' ? undefined : Number(value) })}
        />
      )}
    </fieldset>
  );
}

function nameOf({ called, name }: OwnerRow, otherwise: string): string {
  return called ?? (name.trim() === '' ? otherwise : name.trim());
}

type RowProps = {
  row: OwnerRow;
  number: number;
  errors: RollErrors['owners'];
  onChange: (row: OwnerRow) => void;
  onRemove: () => void;
};

function OwnerFields({ row, number, errors, onChange, onRemove }: RowProps) {
  const text = useMessages(deskRollText);
  const language = useLanguage();
  const { called } = row;
  const title = called ?? text.owner(String(number));
  const errorOf = (field: 'name' | 'phone' | 'share') => {
    const fault = errors.find((one) => one.field === field);
    return fault === undefined ? {} : { error: fault.text[language] };
  };
  return (
    <fieldset class="owner-row">
      <legend>{title}</legend>
      {called === undefined && (
        <>
          <Field
            label={text.name}
            value={row.name}
            onInput={(name) => onChange({ ...row, name })}
            {...errorOf('name')}
          />
          <Field
            label={text.phone}
            value={row.phone}
            inputMode="tel"
            onInput={(phone) => onChange({ ...row, phone })}
            {...errorOf('phone')}
          />
        </>
      )}
      <Field
        label={text.share}
        value={row.share}
        onInput={(share) => onChange({ ...row, share })}
        {...errorOf('share')}
      />
      <Button kind="quiet" size="s" onClick={onRemove}>
        {text.removeOwner(title)}
      </Button>
    </fieldset>
  );
}
