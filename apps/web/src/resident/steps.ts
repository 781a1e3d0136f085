import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { focusHeading } from '../router.ts';

/** The screens between a link and its receipt, and what can be asked afterwards. */
export const stepNames = [
  'landing',
  'paper',
  'not-me',
  'read',
  'identify',
  'register',
  'choose',
  'review',
  'test',
  'receipt',
  'counted',
  'surrender',
  'proxy',
  'acting',
  'devices',
  'new-device',
] as const;

/** One screen of a resident's way. */
export type Step = (typeof stepNames)[number];

/** A screen that few people need. */
export type MoreName = Extract<Step, 'proxy' | 'acting' | 'devices'>;

/** The screen that an entry of the browser's history stands for. */
export function stepIn(state: unknown): Step | undefined {
  if (typeof state !== 'object' || state === null || !('step' in state)) return undefined;
  return stepNames.find((step) => step === state.step);
}

/**
 * The screen that is shown. Each is a step in the browser's history, so that the telephone's own
 * back button goes one screen back; the address with the link's token stays as it is. `first` is
 * the screen before any step, `start` the one that is shown at once.
 */
export function useStep(first: Step, start: Step = first): [Step, (step: Step) => void] {
  const [step, setStep] = useState<Step>(start);
  const shown = useRef(step);
  useEffect(() => {
    const back = (event: PopStateEvent) => setStep(stepIn(event.state) ?? first);
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, [first]);
  // Before the screen is drawn: a focus that moves later is taken from whoever went on meanwhile.
  useLayoutEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    focusHeading();
  }, [step]);
  const go = (next: Step) => {
    // What else the entry holds, such as for whom somebody acts, goes along.
    history.pushState({ ...history.state, step: next }, '', location.href);
    setStep(next);
  };
  return [step, go];
}
