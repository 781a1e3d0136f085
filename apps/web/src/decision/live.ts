import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../ledger.ts';
import { cityClient, problemOf } from './city-client.ts';
import { type HomeNow, idBytes, type MeterNow, readHomes } from './decision-facts.ts';

/** Figures, when they were asked, and why newer ones did not come. Time in ms. */
export type Live = { meter?: MeterNow; askedAtMs?: number; problem?: Problem };

const everyMs = 500;

/**
 * Asks for the figures of a decision once a second while the page is seen; one request at a time.
 * Figures that could not be renewed stay, with the time at which they were true.
 */
export function useLive(id: string): [Live, () => void] {
  const [live, setLive] = useState<Live>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    const ask = async (): Promise<void> => {
      if (!document.hidden) {
        const answer = await cityClient().query('vote.meter', { decision: idBytes(id) });
        if (!current) return;
        setLive((before) =>
          answer.ok
            ? { meter: answer.value, askedAtMs: Date.now() }
            : { ...before, problem: problemOf(answer.error) },
        );
      }
      timer = setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, turn]);
  return [live, () => setTurn((each) => each + 1)];
}

/** The homes of a decision, asked again whenever the number of its acts has changed. */
export function useHomes(id: string, acts: number | undefined): readonly HomeNow[] {
  const [homes, setHomes] = useState<readonly HomeNow[]>([]);
  const underWay = useRef(false);
  const wanted = useRef<number>(undefined);
  useEffect(() => {
    wanted.current = acts;
    if (acts === undefined || underWay.current) return;
    underWay.current = true;
    const ask = async (): Promise<void> => {
      for (;;) {
        const asked = wanted.current;
        const answer = await readHomes(id);
        if (answer.ok) setHomes(answer.value);
        if (asked === wanted.current) break;
      }
      underWay.current = false;
    };
    void ask();
  }, [id, acts]);
  return homes;
}
