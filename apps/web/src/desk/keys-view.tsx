import { Alert, Button, Choice, FieldError, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import type { DecisionFacts } from '../decision/decision-facts.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskPeopleText } from '../text/desk-people.ts';
import { useDesk } from './gate.tsx';
import { handOver } from './hand-over.ts';
import type { DeskPersonLine } from './home-panel.tsx';
import type { NamedHome } from './homes.ts';
import { errorIf, SelectField } from './moment-field.tsx';
import { PendingPart } from './pending-part.tsx';
import { HomePersonFields, useHomePerson } from './person-choice.tsx';
import { usePersonNames } from './person-names.ts';

const reasons = ['lost', 'stolen', 'changed'] as const;
type Reason = (typeof reasons)[number];

type KeysProps = {
  facts: DecisionFacts;
  homes: readonly NamedHome[];
  /** How many acts the decision has now. */
  acts: number | undefined;
};

/** The devices of somebody who lost theirs: all end, and a new link is sent. */
export function KeysView({ facts, homes, acts }: KeysProps) {
  const text = useMessages(deskPeopleText);
  const { called } = usePersonNames(facts.id, acts, homes);
  return (
    <div class="paper-two">
      <PendingPart called={called} />
      <div class="part">
        <p>{text.keysLead}</p>
        <Alert title={text.keysContact} />
        <KeysForm facts={facts} homes={homes} />
      </div>
    </div>
  );
}

function KeysForm({ facts, homes }: Omit<KeysProps, 'acts'>) {
  const text = useMessages(deskPeopleText);
  const { at } = useDesk();
  const whose = useHomePerson(facts, homes);
  const [reason, setReason] = useState<Reason>();
  const [isSeen, setSeen] = useState(false);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const cannot = whose.person === undefined ? undefined : hindrance(whose.person, text);
  const hand = async (): Promise<void> => {
    setTried(true);
    setSaid('');
    setProblem(undefined);
    const { person } = whose;
    if (person === undefined || cannot !== undefined || reason === undefined || !isSeen) return;
    setBusy(true);
    const handed = await handOver(at, 'people.revokeKeys', {
      register: facts.now.register,
      person: person.person,
      level: 'desk',
      as: at.session.institution,
      reason,
    });
    setBusy(false);
    if (!handed.ok) {
      setProblem(handed.problem);
      return;
    }
    setTried(false);
    whose.onName('');
    setReason(undefined);
    setSeen(false);
    setSaid(text.handed);
  };
  return (
    <form
      class="part"
      onSubmit={(event) => {
        event.preventDefault();
        void hand();
      }}
    >
      <HomePersonFields homes={homes} at={whose} legend={text.keysOf} isTried={isTried} />
      {cannot !== undefined && <FieldError>{cannot}</FieldError>}
      <SelectField
        label={text.reason}
        value={reason ?? ''}
        options={[
          { value: '', words: text.chooseReason },
          ...reasons.map((value) => ({ value, words: text[value] })),
        ]}
        onChange={(value) => setReason(reasons.find((one) => one === value))}
        {...errorIf(isTried && reason === undefined, text.reasonMissing)}
      />
      {isTried && !isSeen && <FieldError>{text.identifiedMissing}</FieldError>}
      <Choice
        title={text.identified}
        hint={text.identifiedHint}
        checked={isSeen}
        onChange={setSeen}
      />
      <p class="m-small m-sub">{text.keysAfter}</p>
      <div>
        <Button type="submit" busy={isBusy}>
          {text.hand}
        </Button>
      </div>
      <p role="status">{said}</p>
      {problem !== undefined && <Unanswered problem={problem} />}
    </form>
  );
}

/** Why nothing can be ended for a person; undefined if it can. */
function hindrance(
  { identified, contactMasked }: DeskPersonLine,
  text: (typeof deskPeopleText)['ko'],
): string | undefined {
  if (!identified) return text.notIdentifiedYet;
  return contactMasked === undefined ? text.noContact : undefined;
}
