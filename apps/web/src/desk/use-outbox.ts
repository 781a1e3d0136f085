import type { OutboxCountsAnswer } from '@madang/client';
import { useEffect, useState } from 'preact/hooks';
import { cityClient } from '../decision/city-client.ts';
import { watch } from '../parts/watch.ts';

const everyMs = 2_000;

/** What became of the messages to a register, as long as somebody looks. */
export function useOutbox(register: string): OutboxCountsAnswer | undefined {
  const [counts, setCounts] = useState<OutboxCountsAnswer>();
  useEffect(
    () =>
      watch({
        everyMs,
        ask: () => cityClient().outboxCounts(register),
        take: (answer) => {
          if (answer.ok) setCounts(answer.value);
        },
      }),
    [register],
  );
  return counts;
}
