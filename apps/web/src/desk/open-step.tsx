import { Alert, ButtonLink, formatCount, useMessages } from '@madang/ui';
import { useHref } from '../router.ts';
import { deskNewText } from '../text/desk-new.ts';
import { useDesk } from './gate.tsx';
import { type Opening, openingPlace, stepCount } from './kept-opening.ts';
import { beginOpening, nextStep, type OpeningPlan } from './opening.ts';
import { WorkSteps } from './work-steps.tsx';

type OpenProps = {
  /** What to open; absent where an opening goes on. */
  plan?: OpeningPlan;
  kept?: Opening;
};

/** Opens the decision step by step; what stopped on the way goes on from there. */
export function OpenStep({ plan, kept }: OpenProps) {
  const text = useMessages(deskNewText);
  const { at } = useDesk();
  const totals = plan?.roll.totals;
  return (
    <WorkSteps
      work={{
        place: openingPlace,
        ...(plan === undefined ? {} : { begin: () => beginOpening(at, plan) }),
        next: (opening) => nextStep(at, opening),
        count: (opening) => ({ done: opening.done, total: stepCount(opening) }),
      }}
      {...(kept === undefined ? {} : { kept })}
      words={{
        start: text.openNow,
        goOn: text.goOn,
        busy: text.opening,
        beginning: text.openFounding,
        step: text.openStep,
        stopped: text.openFailed,
        stoppedWords: text.openFailedWords,
      }}
      finished={(opening) => <Opened opening={opening} />}
    >
      {totals !== undefined && (
        <p>{text.openLead(formatCount(totals.homes), formatCount(totals.heads))}</p>
      )}
    </WorkSteps>
  );
}

function Opened({ opening }: { opening: Opening }) {
  const text = useMessages(deskNewText);
  const href = useHref();
  const { homes = 0, undelivered = 0 } = opening.links ?? {};
  return (
    <div class="part narrow">
      <Alert tone="checked" title={text.opened} announce="new">
        <p>{text.openedWords(formatCount(homes), formatCount(undelivered))}</p>
      </Alert>
      <div>
        <ButtonLink href={href(`/desk/${opening.decision ?? ''}`)}>{text.toLive}</ButtonLink>
      </div>
    </div>
  );
}
