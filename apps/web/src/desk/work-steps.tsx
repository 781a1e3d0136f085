import { Alert, Button, formatCount, Progress } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer, Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import type { KeptPlace } from './kept-work.ts';

/** Work of several steps, of which each is kept when it is done. */
export type StepWork<W> = {
  place: KeptPlace<W>;
  /** Makes the work; absent where kept work goes on. */
  begin?: () => Promise<Answer<W>>;
  next: (work: W) => Promise<Answer<W>>;
  /** How many steps there are, and how many are done. */
  count: (work: W) => { done: number; total: number };
};

/** What is said of the work. */
export type StepWords = {
  start: string;
  goOn: string;
  busy: string;
  beginning: string;
  step: (done: string, total: string) => string;
  stopped: string;
  stoppedWords: string;
};

type StepsProps<W> = {
  work: StepWork<W>;
  kept?: W;
  words: StepWords;
  children?: ComponentChildren;
  /** What is shown when all is done. */
  finished: (work: W) => ComponentChildren;
};

type State = 'ready' | 'busy' | 'stopped';

/** Does work step by step; what stopped on the way goes on from there. */
export function WorkSteps<W extends object>({
  work,
  kept,
  words,
  children,
  finished,
}: StepsProps<W>) {
  const [made, setMade] = useState<W | undefined>(kept);
  const [state, setState] = useState<State>(kept === undefined ? 'ready' : 'stopped');
  const [problem, setProblem] = useState<Problem>();
  const isDone = (one: W): boolean => work.count(one).done >= work.count(one).total;
  const stop = (why: Problem): void => {
    setProblem(why);
    setState('stopped');
  };
  const run = async (): Promise<void> => {
    setState('busy');
    setProblem(undefined);
    const begun = made ?? (await begin());
    if (begun === undefined) return;
    let now = begun;
    for (;;) {
      setMade(now);
      if (isDone(now)) break;
      const next: Answer<W> = await work.next(now);
      if (!next.ok) {
        // What was signed for this step is kept: whoever tries again sends the same bytes.
        setMade((await work.place.find()) ?? now);
        stop(next.problem);
        return;
      }
      now = next.value;
    }
    await work.place.forget();
    setState('ready');
  };
  const begin = async (): Promise<W | undefined> => {
    const begun = await work.begin?.();
    if (begun?.ok === false) stop(begun.problem);
    return begun?.ok === true ? begun.value : undefined;
  };
  if (made !== undefined && isDone(made)) return <>{finished(made)}</>;
  return (
    <div class="part narrow">
      {children}
      <HowFar count={made === undefined ? undefined : work.count(made)} state={state} {...words} />
      {problem !== undefined && <Unanswered problem={problem} />}
      <div>
        <Button busy={state === 'busy'} busyWords={words.busy} onClick={() => void run()}>
          {made === undefined ? words.start : words.goOn}
        </Button>
      </div>
    </div>
  );
}

type FarProps = StepWords & { count: { done: number; total: number } | undefined; state: State };

/** How many steps are done, and whether it has stopped on the way. */
function HowFar({ count, state, ...words }: FarProps) {
  if (count === undefined) {
    return state === 'busy' ? <p role="status">{words.beginning}</p> : null;
  }
  const { done, total } = count;
  return (
    <>
      <Progress
        label={words.busy}
        done={done}
        total={total}
        says={words.step(formatCount(done), formatCount(total))}
      />
      {state === 'stopped' && (
        <Alert tone="warn" title={words.stopped} announce="new">
          <p>{words.stoppedWords}</p>
        </Alert>
      )}
    </>
  );
}
