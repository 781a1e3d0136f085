import { useState } from 'preact/hooks';
import type { Answer, Problem } from '../ledger.ts';

/** Makes what is signed when a button is pressed, once however often that is. */
export function useMaking<T>(make: () => Promise<Answer<T>>, onMade: (made: T) => void) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async (): Promise<void> => {
    if (isBusy) return;
    setProblem(undefined);
    setBusy(true);
    const made = await make();
    setBusy(false);
    if (made.ok) onMade(made.value);
    else setProblem(made.problem);
  };
  return { isBusy, problem, run };
}
