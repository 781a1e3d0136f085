import type { PersonAtHome } from '@madang/client';
import { useMessages } from '@madang/ui';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { listSaid, type Said } from '../device/said-store.ts';
import { type Late, useLate } from '../parts/late.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useResidentRoom } from '../resident/context.ts';
import type { Decision } from '../resident/decision.ts';
import type { Mine, OpenedLink } from '../resident/link.ts';
import { lastOf, sendAct, signSaying } from '../resident/say.ts';
import { type MoreName, type Step, useStep } from '../resident/steps.ts';
import { type Texts, useTexts } from '../resident/texts.ts';
import { linkText } from '../text/link.ts';
import { ChooseStep } from './link-choose.tsx';
import type { CountedStep } from './link-counted.tsx';
import { LandingStep } from './link-landing.tsx';
import { Help, NotMeStep, PaperStep, Waiting } from './link-parts.tsx';
import { ReadStep } from './link-read.tsx';
import { ReceiptStep } from './link-receipt.tsx';

/** What a way from a link to a receipt begins with. */
export type FlowProps = {
  link: OpenedLink;
  decision: Decision;
  /** What was said on this device, oldest first. */
  said: readonly Said[];
  onLink: (mine: Mine) => void;
  /** The screen on which it begins, where that is not its first. */
  start?: Step;
  /** Goes over to act for somebody else. */
  onActing: (principal: PersonAtHome) => void;
};

/** Goes on sending what a person said while they look at something else. */
function useResending(
  { link, decision }: FlowProps,
  step: Step,
  onSettled: () => Promise<void>,
): void {
  const room = useResidentRoom();
  const { mine } = link;
  const person = mine?.person;
  useEffect(() => {
    if (mine === undefined || step === 'receipt') return undefined;
    const stop = new AbortController();
    void listSaid(decision.id, mine).then(async (all) => {
      const last = lastOf(all);
      if (last === undefined || last.receipt !== undefined || last.expired === true) return;
      const settled = await sendAct(room, last, stop.signal);
      if (!stop.signal.aborted && settled.receipt !== undefined) await onSettled();
    });
    return () => stop.abort();
  }, [decision.id, person, step]);
}

const notLoaded = { code: 'CLIENT_OFFLINE', offline: true } as const;

/** A part of the page did not come. */
export function NotLoaded({ onAgain }: { onAgain: () => void }) {
  const text = useMessages(linkText);
  return (
    <div class="m-task">
      <h1>{text.title}</h1>
      <Unanswered problem={notLoaded} onAgain={onAgain} />
      <Help />
    </div>
  );
}

type SpokenProps = FlowProps & {
  mine: Mine;
  /** The act whose receipt is shown. */
  shown: Said | undefined;
  step: Step;
  counted: Late<{ CountedStep: typeof CountedStep }>;
  onCounted: () => void;
  onReload: () => void;
  onSaid: (said: Said) => void;
  onShown: (said: Said) => void;
  onStep: (step: Step) => void;
};

/** What comes after something was said: its receipt, and whether it is counted. */
function Spoken(props: SpokenProps) {
  const { decision, mine, said, shown, step, counted, onReload, onSaid, onShown, onStep } = props;
  const room = useResidentRoom();
  const again = async (kept: Said) => {
    if (kept.expired !== true) {
      onShown(kept);
      onStep('receipt');
      return;
    }
    const about = { id: decision.id, text: decision.draft.text };
    const signed = await signSaying(room, mine, about, kept.saying);
    if (signed.ok) onSaid(signed.value);
  };
  if (step === 'receipt' && shown !== undefined) {
    return (
      <ReceiptStep
        said={shown}
        mine={mine}
        decision={decision}
        onSettled={onReload}
        onSaid={onSaid}
        onStep={onStep}
      />
    );
  }
  if (counted.state === 'failed') return <NotLoaded onAgain={props.onCounted} />;
  if (counted.state === 'coming') return <Waiting />;
  return (
    <counted.value.CountedStep
      decision={decision}
      mine={mine}
      said={said}
      onSaid={onSaid}
      onAgain={(kept) => void again(kept)}
      onStep={onStep}
    />
  );
}

type MoreProps = FlowProps & { step: MoreName; onStep: (step: Step) => void };

/** Loads what few people need. */
export const loadMore = () => import('./link-more.tsx');

/** What few people need, and what comes only then. */
function More(props: MoreProps) {
  const [late, again] = useLate(true, loadMore);
  if (late.state === 'failed') return <NotLoaded onAgain={again} />;
  return late.state === 'coming' ? <Waiting /> : <late.value.MoreStep {...props} />;
}

type BeforeProps = FlowProps & {
  step: Step;
  texts: Texts;
  /** Loads the texts again. */
  onTexts: () => void;
  onSaid: (said: Said) => void;
  onStep: (step: Step) => void;
};

/** What comes before something is said, and instead of it. */
function Before(props: BeforeProps) {
  const { link, decision, step, texts, onTexts, onLink, onSaid, onStep } = props;
  switch (step) {
    case 'proxy':
    case 'acting':
    case 'devices':
      return <More {...props} step={step} />;
    case 'paper':
      return <PaperStep onBack={() => history.back()} />;
    case 'not-me':
      return <NotMeStep onBack={() => history.back()} />;
    case 'choose':
    case 'read':
      // Nobody chooses without the text.
      return step === 'choose' && texts.state === 'here' ? (
        <ChooseStep link={link} decision={decision} onMine={onLink} onSaid={onSaid} />
      ) : (
        <ReadStep
          decision={decision}
          texts={texts}
          onAgain={onTexts}
          onNext={() => onStep('choose')}
        />
      );
    default:
      return <LandingStep link={link} decision={decision} onStep={onStep} />;
  }
}

/** One decision on the way from the link to the receipt. */
export function Flow(props: FlowProps) {
  const { link, decision, said: before, start } = props;
  const [said, setSaid] = useState(before);
  const last = lastOf(said);
  const [step, go] = useStep(last === undefined ? 'landing' : 'counted', start);
  const [shown, setShown] = useState(last);
  // They stay while something else is looked at, also without a connection.
  const [texts, loadTexts] = useTexts(decision);
  const { mine } = link;
  // It comes before anything is signed: the net may be gone by then.
  const isComing = step === 'choose' || mine !== undefined;
  const [counted, loadCounted] = useLate(isComing, () => import('./link-counted.tsx'));
  const person = mine?.person;
  const reload = useCallback(async () => {
    if (mine !== undefined) setSaid(await listSaid(decision.id, mine));
  }, [decision.id, person]);
  useResending(props, step, reload);
  const onSaid = (next: Said) => {
    setSaid((all) => [...all, next]);
    setShown(next);
    go('receipt');
  };
  if ((step === 'receipt' || step === 'counted') && mine !== undefined) {
    return (
      <Spoken
        {...props}
        mine={mine}
        said={said}
        shown={shown}
        step={step}
        counted={counted}
        onCounted={loadCounted}
        onReload={() => void reload()}
        onSaid={onSaid}
        onShown={setShown}
        onStep={go}
      />
    );
  }
  return (
    <Before {...props} step={step} texts={texts} onTexts={loadTexts} onSaid={onSaid} onStep={go} />
  );
}
