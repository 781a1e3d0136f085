import type { DeskPersonsAnswer } from '@madang/client';
import { randomBytes } from '@madang/crypto';
import { Button, Field, type Language, useMessages } from '@madang/ui';
import { useRef, useState } from 'preact/hooks';
import type { DecisionFacts } from '../decision/decision-facts.ts';
import { deskRollText } from '../text/desk-roll.ts';
import { FilePrintField } from './chosen-file.tsx';
import { HomePicker } from './home-picker.tsx';
import type { NamedHome } from './homes.ts';
import { errorIf, SelectField } from './moment-field.tsx';
import { type NewPerson, newPerson } from './new-person.ts';
import type { Correction } from './roll-change.ts';
import {
  isFaultless,
  type RollDraft,
  type RollErrors,
  type RollKind,
  readDraft,
  reasonsOf,
  rollKinds,
} from './roll-draft.ts';
import { OwnersFields } from './roll-owners.tsx';
import { changesOf, newcomersOf, type RollWish, unborn } from './roll-plan.ts';
import { RollPreview } from './roll-preview.tsx';

/** What each kind, and each reason, is called. */
const kindWord = {
  sale: 'sale',
  known: 'known',
  shares: 'shares',
  representative: 'named',
  unit: 'unit',
} as const;
const reasonWord = {
  mistake: 'mistake',
  transfer: 'transfer',
  representative: 'replaced',
  court: 'court',
} as const;

type FormProps = {
  facts: DecisionFacts;
  homes: readonly NamedHome[];
  home: NamedHome;
  holder: DeskPersonsAnswer;
  first: RollDraft;
  language: Language;
  isBusy: boolean;
  onSend: (correction: Correction) => void;
};

/** What is corrected about a home, why, and what it comes to. */
export function RollForm(props: FormProps) {
  const { facts, homes, home, holder, first, language, isBusy, onSend } = props;
  const text = useMessages(deskRollText);
  const [draft, setDraft] = useState(first);
  const [isTried, setTried] = useState(false);
  const [freshHolder] = useState(() => numberBeside(homes));
  const newcomers = useNewcomers(home);
  const { settings } = facts.now;
  const context = { home, homes, holder, settings, language, freshHolder };
  const { wish, errors } = readDraft(draft, context);
  const { reason, evidence, kind } = draft;
  const change = (part: Partial<RollDraft>): void => setDraft({ ...draft, ...part });
  const changes = wish === undefined ? undefined : changesOf(home, wish, unborn(wish));
  const send = (): void => {
    setTried(true);
    if (wish === undefined || reason === undefined || evidence === undefined) return;
    if (!isFaultless(errors)) return;
    onSend({ home, wish, newcomers: newcomers(wish), reason, evidence });
  };
  return (
    <form
      class="part"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <SelectField
        label={text.what}
        value={kind}
        options={rollKinds.map((value) => ({ value, words: text[kindWord[value]] }))}
        onChange={(value) => change(ofKind(value as RollKind, first))}
        {...errorIf(isTried && errors.home !== undefined, errors.home ?? '')}
      />
      <KindFields {...{ draft, errors, isTried, change, homes, holder, first }} />
      <SelectField
        label={text.reason}
        value={reason ?? ''}
        options={[
          { value: '', words: text.chooseReason },
          ...reasonsOf[kind].map((value) => ({ value, words: text[reasonWord[value]] })),
        ]}
        onChange={(value) => change({ reason: reasonsOf[kind].find((one) => one === value) })}
        {...errorIf(
          (isTried || reason !== undefined) && errors.reason !== undefined,
          errors.reason ?? '',
        )}
      />
      <FilePrintField
        title={text.evidence}
        hint={text.evidenceHint}
        value={evidence}
        onChange={(file) => change({ evidence: file })}
        {...errorIf(isTried && errors.evidence !== undefined, errors.evidence ?? '')}
      />
      {changes !== undefined && <RollPreview facts={facts} homes={homes} changes={changes} />}
      <div>
        <Button type="submit" busy={isBusy}>
          {text.change}
        </Button>
      </div>
    </form>
  );
}

/** Everything as the roll has it, for this kind; a sale begins with one new owner. */
function ofKind(kind: RollKind, first: RollDraft): Partial<RollDraft> {
  const buyer = { key: first.owners.length, name: '', phone: '', share: '' };
  return { ...first, kind, ...(kind === 'sale' ? { owners: [buyer], named: undefined } : {}) };
}

type KindProps = {
  draft: RollDraft;
  errors: RollErrors;
  isTried: boolean;
  change: (part: Partial<RollDraft>) => void;
  homes: readonly NamedHome[];
  holder: DeskPersonsAnswer;
  first: RollDraft;
};

function KindFields(props: KindProps) {
  const { draft, errors, isTried, change, homes, first } = props;
  const text = useMessages(deskRollText);
  switch (draft.kind) {
    case 'unit':
      return <UnitFields {...props} />;
    case 'known':
      return (
        <HomePicker
          homes={homes}
          label={text.buyerHome}
          value={draft.buyer}
          onInput={(buyer) => change({ buyer })}
          {...errorIf(isTried && errors.buyer !== undefined, errors.buyer ?? '')}
        />
      );
    case 'representative':
      return (
        <SelectField
          label={text.representative}
          value={draft.representative}
          options={[
            { value: '', words: text.nobody },
            ...first.owners.map(({ person, called = '' }) => ({
              value: String(person),
              words: called,
            })),
          ]}
          onChange={(representative) => change({ representative })}
          {...errorIf(isTried && errors.representative !== undefined, errors.representative ?? '')}
        />
      );
    default:
      return <OwnersFields {...{ draft, errors, isTried, change }} />;
  }
}

function UnitFields({ draft, errors, isTried, change }: KindProps) {
  const text = useMessages(deskRollText);
  return (
    <div class="pick">
      <Field
        label={text.area}
        value={draft.area}
        onInput={(area) => change({ area })}
        {...errorIf(isTried && errors.area !== undefined, errors.area ?? '')}
      />
      <SelectField
        label={text.excluded}
        value={draft.excluded}
        options={[
          { value: '', words: text.counted },
          { value: 'use', words: text.excludedUse },
          { value: 'rights-unchanged', words: text.excludedRights },
        ]}
        onChange={(excluded) => change({ excluded })}
      />
    </div>
  );
}

/** Newcomers with a salt of their own, the same however often it is tried. */
function useNewcomers({ label }: NamedHome): (wish: RollWish) => readonly NewPerson[] {
  const made = useRef<readonly NewPerson[]>([]);
  return (wish) => {
    made.current = newcomersOf(wish).map((who) => {
      const before = made.current.find(
        ({ name, phone }) => name === who.name && phone === who.phone,
      );
      return before ?? newPerson(who, [label]);
    });
    return made.current;
  };
}

/** The number of a holder that no home has; a number tells nothing, so any other will do. */
function numberBeside(homes: readonly NamedHome[]): number {
  const taken = new Set(homes.map(({ home }) => home.holder));
  for (;;) {
    const [high = 0, middle = 0, low = 0] = randomBytes(3);
    const number = ((high << 16) | (middle << 8) | low) % 1_000_000;
    if (!taken.has(number)) return number;
  }
}
