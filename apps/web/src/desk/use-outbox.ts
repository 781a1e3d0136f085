import type { OutboxCountsAnswer } from '@madang/client';
import { useEffect, useState } from 'preact/hooks';
import { cityClient } from '../decision/city-client.ts';

const everyMs = 2_000;

/** What became of the messages to a register, as long as somebody looks. */
export function useOutbox(register: string): OutboxCountsAnswer | undefined {
  const [counts, setCounts] = useState<OutboxCountsAnswer>();
  useEffect(() => {
    const ask = () => {
      if (document.hidden) return;
      void cityClient()
        .outboxCounts(register)
        .then((answer) => {
          if (answer.ok) setCounts(answer.value);
        });
    };
    ask();
    const timer = setInterval(ask, everyMs);
    return () => clearInterval(timer);
  }, [register]);
  return counts;
}
