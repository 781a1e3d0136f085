import { Alert, ButtonLink, formatCount, useMessages } from '@madang/ui';
import { useHref } from '../router.ts';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import { beginDrafting, nextDrafting } from './election-drafting.ts';
import { type ElectionPlan, voterCount } from './election-plan.ts';
import { useDesk } from './gate.tsx';
import { type Drafting, draftingCount, draftingPlace } from './kept-drafting.ts';
import { WorkSteps } from './work-steps.tsx';

type DraftProps = {
  /** What to put on record; absent where that goes on. */
  plan?: ElectionPlan;
  kept?: Drafting;
};

/** Puts the election on record step by step; what stopped on the way goes on from there. */
export function ElectionDraftStep({ plan, kept }: DraftProps) {
  const text = useMessages(deskElectionNewText);
  const { at } = useDesk();
  const voters = plan === undefined ? 0 : voterCount(plan);
  return (
    <WorkSteps
      work={{
        place: draftingPlace,
        ...(plan === undefined ? {} : { begin: () => beginDrafting(at, plan) }),
        next: (drafting) => nextDrafting(at, drafting),
        count: draftingCount,
      }}
      {...(kept === undefined ? {} : { kept })}
      words={{
        start: text.draftNow,
        goOn: text.goOn,
        busy: text.drafting,
        beginning: text.beginning,
        step: text.step,
        stopped: text.stopped,
        stoppedWords: text.stoppedWords,
      }}
      finished={({ election = '' }) => <Drafted election={election} />}
    >
      {plan !== undefined && (
        <p>{text.draftLead(formatCount(voters), formatCount(plan.trustees.length))}</p>
      )}
    </WorkSteps>
  );
}

function Drafted({ election }: { election: string }) {
  const text = useMessages(deskElectionNewText);
  const href = useHref();
  return (
    <div class="part narrow">
      <Alert tone="checked" title={text.drafted} announce="new">
        <p>{text.draftedWords}</p>
      </Alert>
      <div>
        <ButtonLink href={href(`/desk/elections/${election}`)}>{text.toElection}</ButtonLink>
      </div>
    </div>
  );
}
