import { useCallback, useEffect, useState } from 'preact/hooks';
import { useResidentRoom } from './context.ts';
import { type Decision, loadText } from './decision.ts';

/**
 * The texts of a decision. They are here only if they are, to the letter, what the draft names; a
 * summary that cannot be had does not keep the text from being read.
 */
export type Texts =
  | { state: 'loading' }
  | { state: 'here'; whole: string; summary?: string }
  | { state: 'missing' }
  | { state: 'differs' };

const differing = 'CLIENT_ANSWER_NOT_VALID';

/** Loads text and summary of a decision; the second answer loads them again. */
export function useTexts({ draft }: Decision): [Texts, () => void] {
  const room = useResidentRoom();
  const [texts, setTexts] = useState<Texts>({ state: 'loading' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    void Promise.all([loadText(room, draft.text), loadText(room, draft.summary)]).then(
      ([whole, summary]) => {
        if (!current) return;
        const problems = [whole, summary].flatMap((one) => (one.ok ? [] : [one.problem.code]));
        if (problems.includes(differing)) setTexts({ state: 'differs' });
        else if (!whole.ok) setTexts({ state: 'missing' });
        else if (!summary.ok) setTexts({ state: 'here', whole: whole.value });
        else setTexts({ state: 'here', whole: whole.value, summary: summary.value });
      },
    );
    return () => {
      current = false;
    };
  }, [draft, turn]);
  return [texts, useCallback(() => setTurn((each) => each + 1), [])];
}
