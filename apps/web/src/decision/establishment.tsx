import { toHex } from '@madang/base';
import { Alert, formatClock, formatDayAndTime, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { useHref } from '../router.ts';
import { decisionsText } from '../text/decisions.ts';
import { cityClient } from './city-client.ts';
import type { MeterNow } from './decision-facts.ts';
import type { Live } from './live.ts';

/** The record of an act by its id, once it is known. */
function useRecordOf(id: string | undefined): number | undefined {
  const [record, setRecord] = useState<number>();
  useEffect(() => {
    if (id === undefined) return;
    void cityClient()
      .transaction(id)
      .then((answer) => {
        if (answer.ok) setRecord(answer.value.record);
      });
  }, [id]);
  return record;
}

/** Whether the decision is made, with the very record that made it. */
export function Establishment({ meter }: { meter: MeterNow }) {
  const text = useMessages(decisionsText);
  const language = useLanguage();
  const href = useHref();
  const { established, status } = meter;
  const record = useRecordOf(established === undefined ? undefined : toHex(established.by));
  if (established === undefined) {
    const isOver = status === 'closed';
    return <Alert tone="warn" title={isOver ? text.endedShort : text.notDecided} />;
  }
  return (
    <Alert tone="checked" title={text.decided}>
      <p>{text.decidedAt(formatDayAndTime(established.at, language))}</p>
      {record !== undefined && (
        <p>
          <a href={href(`/records/${record}`)}>{text.decidedRecord}</a>
        </p>
      )}
    </Alert>
  );
}

/** At which moment the figures were true. */
export function AsOf({ live }: { live: Live }) {
  const text = useMessages(decisionsText);
  if (live.askedAtMs === undefined) return null;
  const clock = formatClock(live.askedAtMs);
  return (
    <p class="m-small m-sub asof">
      {live.problem === undefined ? text.asOf(clock) : text.stale(clock)}
    </p>
  );
}
