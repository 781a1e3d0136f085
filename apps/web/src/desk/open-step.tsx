import { Alert, Button, ButtonLink, formatCount, Progress, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import type { Answer, Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useHref } from '../router.ts';
import { deskNewText } from '../text/desk-new.ts';
import { useDesk } from './gate.tsx';
import {
  beginOpening,
  forgetOpening,
  isOpened,
  nextStep,
  type Opening,
  type OpeningPlan,
  stepCount,
} from './opening.ts';

type OpenProps = {
  /** What to open; absent where an opening goes on. */
  plan?: OpeningPlan;
  kept?: Opening;
};

/** Opens the decision step by step; what stopped on the way goes on from there. */
export function OpenStep({ plan, kept }: OpenProps) {
  const text = useMessages(deskNewText);
  const href = useHref();
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
  if (opening !== undefined && isOpened(opening)) {
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
  const totals = plan?.roll.totals;
  return (
    <div class="part narrow">
      {totals !== undefined && (
        <p>{text.openLead(formatCount(totals.homes), formatCount(totals.heads))}</p>
      )}
      {state === 'busy' && opening === undefined && <p role="status">{text.openFounding}</p>}
      {opening !== undefined && (
        <Progress
          label={text.opening}
          done={opening.done}
          total={stepCount(opening)}
          says={text.openStep(formatCount(opening.done), formatCount(stepCount(opening)))}
        />
      )}
      {state === 'stopped' && opening !== undefined && (
        <Alert tone="warn" title={text.openFailed} announce="new">
          <p>{text.openFailedWords}</p>
        </Alert>
      )}
      {problem !== undefined && <Unanswered problem={problem} />}
      <div>
        <Button busy={state === 'busy'} busyWords={text.opening} onClick={() => void run()}>
          {opening === undefined ? text.openNow : text.goOn}
        </Button>
      </div>
    </div>
  );
}
