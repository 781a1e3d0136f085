import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';
import type { Answer, Ledger, Problem } from './ledger.ts';

/** The ledger that the pages within it ask. */
export const LedgerContext = createContext<Ledger | undefined>(undefined);

/** Gives the ledger; a page outside of the app is a mistake in the program. */
export function useLedger(): Ledger {
  const ledger = useContext(LedgerContext);
  if (ledger === undefined) throw new Error('A page was drawn outside of the app.');
  return ledger;
}

/** A question that is being asked, was answered, or was not. */
export type Asked<T> =
  | { state: 'asking' }
  | { state: 'answered'; value: T }
  | { state: 'unanswered'; problem: Problem };

/**
 * Asks when the page opens and whenever the key changes; an answer that comes after the key has
 * changed is dropped.
 */
export function useAsked<T>(key: string, ask: () => Promise<Answer<T>>): [Asked<T>, () => void] {
  const [asked, setAsked] = useState<Asked<T>>({ state: 'asking' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    setAsked({ state: 'asking' });
    void ask().then((answer) => {
      if (!current) return;
      setAsked(
        answer.ok
          ? { state: 'answered', value: answer.value }
          : { state: 'unanswered', problem: answer.problem },
      );
    });
    return () => {
      current = false;
    };
  }, [key, turn]);
  return [asked, useCallback(() => setTurn((each) => each + 1), [])];
}
