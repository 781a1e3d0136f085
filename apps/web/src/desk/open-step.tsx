import { Alert, Button, ButtonLink, formatCount, Progress, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import type { Answer, Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useHref } from '../router.ts';
import { deskNewText } from '../text/desk-new.ts';
import { useDesk } from './gate.tsx';
import { forgetOpening, isOpened, keptOpening, type Opening, stepCount } from './kept-opening.ts';
import { beginOpening, nextStep, type OpeningPlan } from './opening.ts';

type OpenProps = {
  /** What to open; absent where an opening goes on. */
  plan?: OpeningPlan;
  kept?: Opening;
};

/** Opens the decision step by step; what stopped on the way goes on from there. */
export function OpenStep({ plan, kept }: OpenProps) {
  const text = useMessages(deskNewText);
  const { at } = useDesk();
  const [opening, setOpening] = useState<Opening | undefined>(kept);
  const [state, setState] = useState<'ready' | 'busy' | 'stopped'>(
    kept === undefined ? 'ready' : 'stopped',
  );
  const [problem, setProblem] = useState<Problem>();
  const stop = (why: Problem): void => {
    setProblem(why);
    setState('stopped');
  };
  const run = async (): Promise<void> => {
    setState('busy');
    setProblem(undefined);
    let now = opening ?? (await begun(plan));
    if (now === undefined) return;
    for (;;) {
      setOpening(now);
      if (isOpened(now)) break;
      const next: Answer<Opening> = await nextStep(at, now);
      if (!next.ok) {
        // What was signed for this step is kept: whoever tries again sends the same bytes.
        setOpening((await keptOpening()) ?? now);
        stop(next.problem);
        return;
      }
      now = next.value;
    }
    await forgetOpening();
    setState('ready');
  };
  const begun = async (given: OpeningPlan | undefined): Promise<Opening | undefined> => {
    if (given === undefined) return undefined;
    const begin = await beginOpening(at, given);
    if (begin.ok) return begin.value;
    stop(begin.problem);
    return undefined;
  };
  if (opening !== undefined && isOpened(opening)) return <Opened opening={opening} />;
  const totals = plan?.roll.totals;
  return (
    <div class="part narrow">
      {totals !== undefined && (
        <p>{text.openLead(formatCount(totals.homes), formatCount(totals.heads))}</p>
      )}
      <HowFar opening={opening} state={state} />
      {problem !== undefined && <Unanswered problem={problem} />}
      <div>
        <Button busy={state === 'busy'} busyWords={text.opening} onClick={() => void run()}>
          {opening === undefined ? text.openNow : text.goOn}
        </Button>
      </div>
    </div>
  );
}

type FarProps = { opening: Opening | undefined; state: 'ready' | 'busy' | 'stopped' };

/** How many steps are done, and whether it has stopped on the way. */
function HowFar({ opening, state }: FarProps) {
  const text = useMessages(deskNewText);
  if (opening === undefined) {
    return state === 'busy' ? <p role="status">{text.openFounding}</p> : null;
  }
  const [done, total] = [opening.done, stepCount(opening)];
  return (
    <>
      <Progress
        label={text.opening}
        done={done}
        total={total}
        says={text.openStep(formatCount(done), formatCount(total))}
      />
      {state === 'stopped' && (
        <Alert tone="warn" title={text.openFailed} announce="new">
          <p>{text.openFailedWords}</p>
        </Alert>
      )}
    </>
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
