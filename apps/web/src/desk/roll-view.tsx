import type { DeskPersonsAnswer } from '@madang/client';
import { Alert, Button, formatCount, Skeleton, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import type { DecisionFacts } from '../decision/decision-facts.ts';
import { formatArea } from '../decision/figures.ts';
import type { Answer, Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskText } from '../text/desk.ts';
import { deskRollText } from '../text/desk-roll.ts';
import { useDesk } from './gate.tsx';
import { usePersons } from './home-panel.tsx';
import { HomePicker, homeCalled } from './home-picker.tsx';
import type { NamedHome } from './homes.ts';
import { changePlace, type KeptChange, saveSlip } from './kept-change.ts';
import { beginChange, type Correction, isChanged, nextChange } from './roll-change.ts';
import { RollDone } from './roll-done.tsx';
import type { RollDraft } from './roll-draft.ts';
import { RollForm } from './roll-form.tsx';

type RollProps = { facts: DecisionFacts; homes: readonly NamedHome[]; isOpen: boolean };

/** Corrections of the frozen roll, one home at a time, with reason and evidence. */
export function RollView({ facts, homes, isOpen }: RollProps) {
  const text = useMessages(deskRollText);
  const { at } = useDesk();
  const [name, setName] = useState('');
  const [work, setWork] = useState<KeptChange>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => void changePlace(facts.id).find().then(setWork), [facts.id]);
  const home = homeCalled(homes, name);
  const run = async (begin: () => Promise<Answer<KeptChange>>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    let now = await begin();
    while (now.ok && !isChanged(now.value)) {
      setWork(now.value);
      now = await nextChange(at, facts, now.value);
    }
    setBusy(false);
    if (now.ok) {
      setWork(now.value);
      saveSlip(now.value);
      setName('');
      return;
    }
    setProblem(now.problem);
    // What was signed is kept: whoever goes on sends the same bytes.
    const kept = await changePlace(facts.id).find();
    if (kept !== undefined) setWork(kept);
  };
  const forget = async (): Promise<void> => {
    await changePlace(facts.id).forget();
    setWork(undefined);
    setProblem(undefined);
  };
  if (work !== undefined && isChanged(work)) {
    return (
      <div class="part narrow">
        <RollDone work={work} onNext={() => setWork(undefined)} />
      </div>
    );
  }
  return (
    <div class="part narrow">
      <p>{text.rollLead}</p>
      {work !== undefined && (
        <UnderWay
          work={work}
          isBusy={isBusy}
          onGoOn={() => void run(() => Promise.resolve({ ok: true, value: work }))}
          onForget={() => void forget()}
        />
      )}
      {problem !== undefined && <Unanswered problem={problem} />}
      {!isOpen && work === undefined && <Alert title={text.notOpen} />}
      {isOpen && work === undefined && (
        <>
          <HomePicker homes={homes} value={name} onInput={setName} />
          {home !== undefined && (
            <HomeForm
              key={home.home.unit}
              facts={facts}
              homes={homes}
              home={home}
              isBusy={isBusy}
              onSend={(correction) => void run(() => beginChange(at, facts, correction))}
            />
          )}
        </>
      )}
    </div>
  );
}

type UnderWayProps = {
  work: KeptChange;
  isBusy: boolean;
  onGoOn: () => void;
  onForget: () => void;
};

/** A correction that has not come to its end. */
function UnderWay({ work, isBusy, onGoOn, onForget }: UnderWayProps) {
  const text = useMessages(deskRollText);
  const { home, changes, newcomers, done, told } = work;
  const [did, all] = [done.length + told.length, changes.length + newcomers.length];
  return (
    <Alert tone="warn" title={text.underWay(home)}>
      <p>{text.underWayWords(formatCount(all), formatCount(did))}</p>
      <p class="m-row">
        <Button size="s" busy={isBusy} onClick={onGoOn}>
          {text.goOn}
        </Button>
        {!isBusy && (
          <Button kind="plain" size="s" onClick={onForget}>
            {text.forget}
          </Button>
        )}
      </p>
    </Alert>
  );
}

type HomeFormProps = {
  facts: DecisionFacts;
  homes: readonly NamedHome[];
  home: NamedHome;
  isBusy: boolean;
  onSend: (correction: Correction) => void;
};

/** The form of a home, once it is known who owns it. */
function HomeForm(props: HomeFormProps) {
  const text = useMessages(deskRollText);
  const words = useMessages(deskText);
  const language = useLanguage();
  const { answer, problem } = usePersons(props.facts.id, props.home.home.unit);
  if (problem !== undefined) return <Unanswered problem={problem} />;
  if (answer === undefined) return <Skeleton label={text.asking} />;
  const draft = firstDraft(props.home, answer, (number) => words.personNumber(number));
  return <RollForm {...props} holder={answer} first={draft} language={language} />;
}

/** The form as it is first shown: everything as the roll has it. */
function firstDraft(
  { home }: NamedHome,
  { persons, members, whole, representative }: DeskPersonsAnswer,
  numbered: (number: string) => string,
): RollDraft {
  const owners = members.map(({ person, share }, key) => {
    const known = persons.find((one) => one.person === person);
    const number = numbered(String(person));
    const called = known === undefined ? number : `${known.nameMasked} ${number}`;
    return { key, person, called, name: '', phone: '', share: shareText(share, whole) };
  });
  return {
    kind: 'unit',
    area: formatArea(home.areaMilliM2),
    excluded: home.excluded ?? '',
    owners,
    named: owners.find(({ person }) => person === representative)?.key,
    buyer: '',
    representative: representative === undefined ? '' : String(representative),
    reason: undefined,
    evidence: undefined,
  };
}

function shareText(share: number, whole: number): string {
  return share === whole ? '' : `${share}/${whole}`;
}
