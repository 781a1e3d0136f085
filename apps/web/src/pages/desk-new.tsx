import { randomBytes, sha256 } from '@madang/crypto';
import type { Roll } from '@madang/services/vote/intake/index.ts';
import { ruleIn } from '@madang/services/vote/profiles/index.ts';
import { Skeleton, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { DeskFrame } from '../desk/frame.tsx';
import { DeskGate, useDesk } from '../desk/gate.tsx';
import { type Opening, openingPlace } from '../desk/kept-opening.ts';
import { fromLocal, toLocal } from '../desk/moment-field.tsx';
import type { OpeningPlan } from '../desk/opening.ts';
import type { PlanState, StepProps } from '../desk/plan-state.ts';
import { type Need, Wizard } from '../desk/wizard.tsx';
import { lazily } from '../parts/lazily.tsx';
import { type Page, useHref } from '../router.ts';
import { deskText } from '../text/desk.ts';
import { deskNewText } from '../text/desk-new.ts';
import './decisions.css';
import './desk.css';

const steps = ['rule', 'roll', 'text', 'how', 'phone', 'open'] as const;
const dayMs = 86_400_000;

/** The state before anything was chosen: the close in two weeks, at six in the evening. */
function emptyPlan(): PlanState {
  const inTwoWeeks = toLocal(Date.now() + 14 * dayMs).replace(/T.*/, 'T18:00');
  return {
    seed: randomBytes(32),
    isRuleChecked: false,
    titleKo: '',
    titleEn: '',
    summaryBy: '',
    level: 'link',
    recordedAt: toLocal(Date.now()).replace(/T.*/, 'T00:00'),
    closesAt: inTwoWeeks,
    building: 0,
  };
}

/** The roll of the list, if it was made for the persons whom the rule is about. */
function rollOf({ roll, profile }: PlanState): Roll | undefined {
  return roll?.made?.capacity === profile?.capacity ? roll?.made?.roll : undefined;
}

type NewWords = (typeof deskNewText)['ko'];
type Step = (typeof steps)[number];

/** For each step what it needs, in the order in which it is asked for. */
function needsOf(
  state: PlanState,
  roll: Roll | undefined,
  text: NewWords,
): Readonly<Record<Step, readonly Need[]>> {
  return {
    rule: [
      [state.profile !== undefined, text.chooseRule],
      [state.isRuleChecked, text.checkRule],
    ],
    roll: [
      [state.roll !== undefined, text.chooseRoll],
      [roll !== undefined, text.fixRoll],
    ],
    text: [
      [state.titleKo.trim() !== '', text.writeTitle],
      [state.text !== undefined, text.chooseText],
      [state.summary !== undefined, text.chooseSummary],
      [state.summaryBy.trim() !== '', text.writeSummaryBy],
    ],
    how: [[(fromLocal(state.closesAt) ?? 0) > Date.now(), text.closesSoon]],
    phone: [],
    open: [],
  };
}

function planOf(
  state: PlanState,
  roll: Roll | undefined,
  institution: string,
): OpeningPlan | undefined {
  const { profile, settings, text, summary } = state;
  const closesAt = fromLocal(state.closesAt);
  const recordedAt = fromLocal(state.recordedAt);
  if (profile === undefined || settings === undefined || roll === undefined) return undefined;
  if (text === undefined || summary === undefined) return undefined;
  if (closesAt === undefined || recordedAt === undefined) return undefined;
  const ko = state.titleKo.trim();
  const by = state.summaryBy.trim();
  return {
    seed: state.seed,
    roll,
    text: text.bytes,
    summary: summary.bytes,
    draft: {
      institution,
      level: state.level,
      title: { ko, en: state.titleEn.trim() === '' ? ko : state.titleEn.trim() },
      text: sha256(text.bytes),
      summary: sha256(summary.bytes),
      summaryBy: { ko: by, en: by },
      buildings: [...roll.buildings],
      basis: profile.id,
      rule: ruleIn(profile, state.building),
      settings,
      recordedAt,
      closesAt: Math.ceil(closesAt / 1000) * 1000,
    },
  };
}

/** Each step is loaded when it is come to. */
const later = () => import('../desk/later-steps.ts');
const RuleStep = lazily(() => import('../desk/rule-step.tsx').then((found) => found.RuleStep));
const RollStep = lazily(() => later().then((found) => found.RollStep));
const TextStep = lazily(() => later().then((found) => found.TextStep));
const HowStep = lazily(() => later().then((found) => found.HowStep));
const PhoneStep = lazily(() => later().then((found) => found.PhoneStep));
const OpenStep = lazily(() => later().then((found) => found.OpenStep));

type ContentProps = StepProps & { step: Step; roll: Roll | undefined };

function StepContent({ step, state, change, roll }: ContentProps) {
  const { at } = useDesk();
  switch (step) {
    case 'rule':
      return <RuleStep state={state} change={change} />;
    case 'roll':
      return <RollStep state={state} change={change} />;
    case 'text':
      return <TextStep state={state} change={change} />;
    case 'how':
      return <HowStep state={state} change={change} buildings={roll?.buildings ?? []} />;
    case 'phone':
      return <PhoneStep state={state} />;
    case 'open': {
      const plan = planOf(state, roll, at.session.institution);
      return plan === undefined ? null : <OpenStep plan={plan} />;
    }
  }
}

function MakeDecision() {
  const text = useMessages(deskNewText);
  const [state, setState] = useState<PlanState>(emptyPlan);
  const roll = rollOf(state);
  const change = (part: Partial<PlanState>): void => setState((before) => ({ ...before, ...part }));
  const needs = needsOf(state, roll, text);
  const words: Readonly<Record<Step, readonly [title: string, short: string]>> = {
    rule: [text.rule, text.stepRule],
    roll: [text.roll, text.stepRoll],
    text: [text.texts, text.stepText],
    how: [text.how, text.stepHow],
    phone: [text.stepPhone, text.stepPhone],
    open: [text.open, text.stepOpen],
  };
  return (
    <Wizard
      label={text.steps}
      state={state}
      steps={steps.map((step) => ({
        title: words[step][0],
        short: words[step][1],
        needs: needs[step],
        content: <StepContent {...{ step, state, change, roll }} />,
      }))}
    />
  );
}

/** Where an opening stopped on the way it goes on; else a new decision is made. */
function NewDecision() {
  const text = useMessages(deskNewText);
  const words = useMessages(deskText);
  const href = useHref();
  const { at, leave } = useDesk();
  const [kept, setKept] = useState<Opening | 'none' | undefined>();
  useEffect(() => void openingPlace.find().then((found) => setKept(found ?? 'none')), []);
  return (
    <DeskFrame
      groups={[
        {
          title: words.progress,
          items: [
            { key: 'list', href: href('/desk'), label: words.list, icon: 'book' },
            { key: 'new', href: href('/desk/new'), label: words.create, icon: 'write' },
          ],
        },
      ]}
      current="new"
      at={at}
      onLeave={leave}
    >
      {kept === undefined && <Skeleton label={words.signingIn} />}
      {kept === 'none' && <MakeDecision />}
      {kept !== undefined && kept !== 'none' && (
        <>
          <header class="desk-head">
            <h1>{text.open}</h1>
          </header>
          <main id="main" class="desk-body" tabIndex={-1}>
            <OpenStep kept={kept} />
          </main>
        </>
      )}
    </DeskFrame>
  );
}

function DeskNew() {
  return (
    <DeskGate role="vote.officer">
      <NewDecision />
    </DeskGate>
  );
}

/** `/desk/new`: from a rule and a list to an open decision. */
export const page: Page = {
  title: (language) => deskNewText[language].title,
  Content: DeskNew,
};
