import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../ledger.ts';
import { watch } from '../parts/watch.ts';
import { cityClient, problemOf } from './city-client.ts';
import { type HomeNow, idBytes, type MeterNow, readHomes } from './decision-facts.ts';

/** Figures, when they were asked, and why newer ones did not come. Time in ms. */
export type Live = { meter?: MeterNow; askedAtMs?: number; problem?: Problem };

const everyMs = 500;

/**
 * Asks for the figures of a decision while the page is seen.
 * Figures that could not be renewed stay, with the time at which they were true.
 */
export function useLive(id: string): [Live, () => void] {
  const [live, setLive] = useState<Live>({});
  const [turn, setTurn] = useState(0);
  useEffect(
    () =>
      watch({
        everyMs,
        ask: () => cityClient().query('vote.meter', { decision: idBytes(id) }),
        take: (answer) => {
          setLive((before) =>
            answer.ok
              ? { meter: answer.value, askedAtMs: Date.now() }
              : { ...before, problem: problemOf(answer.error) },
          );
        },
      }),
    [id, turn],
  );
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
