import { Skeleton, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { deskText } from '../text/desk.ts';
import { deskElectionMixingText } from '../text/desk-election-mixing.ts';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import { ElectionBallotStep } from './election-ballot-step.tsx';
import { ElectionDraftStep } from './election-draft-step.tsx';
import { ElectionHowStep } from './election-how-step.tsx';
import {
  ballotNeeds,
  howNeeds,
  mixingNeeds,
  rollNeeds,
  ruleNeeds,
  trusteeNeeds,
} from './election-needs.ts';
import { type ElectionPlan, emptyPlan } from './election-plan.ts';
import { ElectionPreviewStep } from './election-preview-step.tsx';
import { ElectionRuleStep } from './election-rule-step.tsx';
import { ElectionTrusteesStep } from './election-trustees-step.tsx';
import { ElectionVotersStep } from './election-voters-step.tsx';
import { type Drafting, draftingPlace } from './kept-drafting.ts';
import { Wizard, type WizardStep } from './wizard.tsx';
import './election-new.css';

function MakeElection() {
  const text = useMessages(deskElectionNewText);
  const mixing = useMessages(deskElectionMixingText);
  const [plan, setPlan] = useState<ElectionPlan>(emptyPlan);
  const change = (part: Partial<ElectionPlan>): void =>
    setPlan((before) => ({ ...before, ...part }));
  const given = { plan, change };
  const steps: readonly WizardStep[] = [
    {
      title: text.rule,
      short: text.stepRule,
      needs: ruleNeeds(plan, text),
      content: <ElectionRuleStep {...given} />,
    },
    {
      title: text.ballot,
      short: text.stepBallot,
      needs: ballotNeeds(plan, text),
      content: <ElectionBallotStep {...given} />,
    },
    {
      title: text.roll,
      short: text.stepRoll,
      needs: rollNeeds(plan, text),
      content: <ElectionVotersStep {...given} />,
    },
    {
      title: text.trustees,
      short: text.stepTrustees,
      needs: trusteeNeeds(plan, text),
      content: <ElectionTrusteesStep {...given} />,
    },
    {
      title: text.how,
      short: text.stepHow,
      needs: [...howNeeds(plan, text), ...mixingNeeds(plan, mixing)],
      content: <ElectionHowStep {...given} />,
    },
    {
      title: text.preview,
      short: text.stepPreview,
      needs: [],
      content: <ElectionPreviewStep plan={plan} />,
    },
    {
      title: text.draft,
      short: text.stepDraft,
      needs: [],
      content: <ElectionDraftStep plan={plan} />,
    },
  ];
  return <Wizard label={text.steps} steps={steps} state={plan} />;
}

/** Where an election stopped on its way to the record it goes on; else a new one is made. */
export function ElectionNew() {
  const text = useMessages(deskElectionNewText);
  const words = useMessages(deskText);
  const [kept, setKept] = useState<Drafting | 'none'>();
  useEffect(() => void draftingPlace.find().then((found) => setKept(found ?? 'none')), []);
  if (kept === undefined) return <Skeleton label={words.signingIn} />;
  if (kept === 'none') return <MakeElection />;
  return (
    <>
      <header class="desk-head">
        <h1>{text.draft}</h1>
      </header>
      <main id="main" class="desk-body" tabIndex={-1}>
        <ElectionDraftStep kept={kept} />
      </main>
    </>
  );
}
