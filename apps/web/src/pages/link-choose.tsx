import {
  Alert,
  Button,
  Choice,
  FieldError,
  formatCount,
  Stepper,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Said } from '../device/said-store.ts';
import type { Problem } from '../ledger.ts';
import { useResidentRoom } from '../resident/context.ts';
import { type Counts, countsOf, hasVoice } from '../resident/counts.ts';
import { type Decision, loadPerson } from '../resident/decision.ts';
import type { Mine, OpenedLink } from '../resident/link.ts';
import { useOneTimeCode } from '../resident/one-time-code.ts';
import { signSaying } from '../resident/say.ts';
import { countsParticipation } from '../resident/shares.ts';
import { areaWords } from '../resident/times.ts';
import { linkText } from '../text/link.ts';
import { siteText } from '../text/site.ts';
import { CodeField, CodeRight } from './link-code.tsx';
import { ActionBar, Help } from './link-parts.tsx';

type Vote = 'agree' | 'refuse' | 'abstain';

/** What the person is counted for, once it is known who they are. */
function useCounts(decision: Decision, mine: Mine | undefined): Counts | undefined {
  const room = useResidentRoom();
  const [counts, setCounts] = useState<Counts>();
  useEffect(() => {
    if (mine === undefined) return undefined;
    let current = true;
    void loadPerson(room, decision.id, mine.person).then((answer) => {
      if (!current) return;
      if (answer.ok) setCounts(countsOf(answer.value, mine.person));
      else if (answer.problem.code === 'vote.NOT_ON_ROLL') {
        setCounts({ heads: 0, areaMilliM2: 0, sharedHomes: 0, representedHomes: 0 });
      }
    });
    return () => {
      current = false;
    };
  }, [decision.id, mine?.person]);
  return counts;
}

function CountsNotes({ counts, decision }: { counts: Counts | undefined; decision: Decision }) {
  const text = useMessages(linkText);
  if (counts === undefined) return null;
  const { draft } = decision;
  if (!hasVoice(counts, draft)) {
    return (
      <Alert tone="warn" title={text.noVoice} announce="new">
        {text.noVoiceWords}
      </Alert>
    );
  }
  const { sharedHomes, representedHomes } = counts;
  const shared = draft.settings.coOwners === 'majority' ? text.sharedMajority : text.sharedNone;
  return (
    <>
      {sharedHomes > 0 && <p class="m-small m-sub">{shared(formatCount(sharedHomes))}</p>}
      {representedHomes > 0 && (
        <p class="m-small m-sub">{text.sharedRepresentative(formatCount(representedHomes))}</p>
      )}
    </>
  );
}

type ChoicesProps = {
  decision: Decision;
  counts: Counts | undefined;
  chosen: Vote | undefined;
  isMissing: boolean;
  onChosen: (vote: Vote) => void;
};

function Choices({ decision, counts, chosen, isMissing, onChosen }: ChoicesProps) {
  const text = useMessages(linkText);
  const language = useLanguage();
  const { draft } = decision;
  const isOwn = counts !== undefined && counts.heads > 0;
  const yesHint = isOwn
    ? text.countsAs(formatCount(counts.heads), areaWords(counts.areaMilliM2))
    : text.countsGeneral;
  const canChange = draft.settings.withdrawal !== 'never' || draft.settings.repeat === 'last';
  const group = 'consent';
  return (
    <fieldset class="link-choices">
      <legend>
        <h1>{draft.title[language]}</h1>
      </legend>
      {isMissing && (
        <div role="alert">
          <FieldError>{text.chooseMissing}</FieldError>
        </div>
      )}
      <Choice
        group={group}
        title={text.yes}
        hint={yesHint}
        checked={chosen === 'agree'}
        onChange={() => onChosen('agree')}
      />
      <Choice
        group={group}
        title={text.no}
        hint={canChange ? text.noHintChange : text.noHint}
        checked={chosen === 'refuse'}
        onChange={() => onChosen('refuse')}
      />
      {countsParticipation(draft) && (
        <Choice
          group={group}
          title={text.abstain}
          hint={text.abstainHint}
          checked={chosen === 'abstain'}
          onChange={() => onChosen('abstain')}
        />
      )}
      <CountsNotes counts={counts} decision={decision} />
    </fieldset>
  );
}

function NotSigned({ problem }: { problem: Problem }) {
  const text = useMessages(linkText);
  const site = useMessages(siteText);
  return (
    <Alert tone="warn" title={text.notSigned} announce="new">
      <p>{problem.code === 'STORE_REFUSED' ? text.noStore : (problem.detail ?? '')}</p>
      <p>{site.code(problem.code)}</p>
    </Alert>
  );
}

type ChooseProps = {
  link: OpenedLink;
  decision: Decision;
  onMine: (mine: Mine) => void;
  onSaid: (said: Said) => void;
};

/** The third screen: yes or no, and the code that says who it is. Nothing is chosen beforehand. */
export function ChooseStep({ link, decision, onMine, onSaid }: ChooseProps) {
  const text = useMessages(linkText);
  const room = useResidentRoom();
  const form = useRef<HTMLFormElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Vote>();
  const [isMissing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [cameHere] = useState(link.mine === undefined);
  const code = useOneTimeCode(link, onMine);
  const counts = useCounts(decision, link.mine);
  const firstRadio = () => form.current?.querySelector<HTMLInputElement>('input[type=radio]');
  const submit = async () => {
    if (busy) return;
    setProblem(undefined);
    setMissing(chosen === undefined);
    if (chosen === undefined) {
      firstRadio()?.focus();
      return;
    }
    setBusy(true);
    const mine = link.mine ?? (await code.finish());
    if (mine === undefined) {
      setBusy(false);
      box.current?.focus();
      return;
    }
    const about = { id: decision.id, text: decision.draft.text };
    const signed = await signSaying(room, mine, about, chosen);
    setBusy(false);
    if (signed.ok) onSaid(signed.value);
    else setProblem(signed.problem);
  };
  return (
    <>
      <div class="m-task">
        <Stepper
          label={text.steps}
          steps={[text.stepRead, text.stepChoose, text.stepReceipt]}
          current={1}
        />
        <form
          id="choose"
          ref={form}
          class="link-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Choices
            decision={decision}
            counts={counts}
            chosen={chosen}
            isMissing={isMissing && chosen === undefined}
            onChosen={setChosen}
          />
          {link.mine === undefined && (
            <CodeField
              contact={link.contactMasked ?? ''}
              state={code.state}
              inputRef={box}
              onType={code.type}
              onExtend={() => void code.extend()}
              onSend={() => void code.send()}
            />
          )}
          {link.mine !== undefined && cameHere && <CodeRight />}
          {problem !== undefined && <NotSigned problem={problem} />}
        </form>
        <Help />
      </div>
      <ActionBar>
        <p>{text.signedHere}</p>
        <Button size="l" busy={busy} busyWords={text.signing} onClick={() => void submit()}>
          {text.sign}
        </Button>
      </ActionBar>
    </>
  );
}
