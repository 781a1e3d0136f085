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

/** What was asked, how to ask it over again, and how to renew what is shown. */
type Asking<T> = [asked: Asked<T>, again: () => void, renew: () => void];

/** How often it was asked; `keeps` is the key whose answer stays until the next is there. */
type Turn = { turn: number; keeps?: string };

/**
 * Asks when the page opens and whenever the key changes; an answer that comes after the key has
 * changed is dropped. Whoever asks again waits; whoever renews keeps what the page shows, and all
 * that people are doing in it, until the new answer is there.
 */
export function useAsked<T>(key: string, ask: () => Promise<Answer<T>>): Asking<T> {
  const [asked, setAsked] = useState<Asked<T>>({ state: 'asking' });
  const [{ turn, keeps }, setTurn] = useState<Turn>({ turn: 0 });
  useEffect(() => {
    let current = true;
    if (keeps !== key) setAsked({ state: 'asking' });
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
  const again = useCallback(() => setTurn((each) => ({ turn: each.turn + 1 })), []);
  const renew = useCallback(() => setTurn((each) => ({ turn: each.turn + 1, keeps: key })), [key]);
  return [asked, again, renew];
}
