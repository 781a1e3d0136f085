import { Alert, Button, formatCount, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { cityClient, problemOf } from '../decision/city-client.ts';
import { saveFile } from '../device/save-file.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useHref } from '../router.ts';
import { deskRollText } from '../text/desk-roll.ts';
import type { KeptChange } from './kept-change.ts';

/** What a correction came to: its records with their receipts, and where links went. */
export function RollDone({ work, onNext }: { work: KeptChange; onNext: () => void }) {
  const text = useMessages(deskRollText);
  return (
    <section class="part" aria-labelledby="changed">
      <Alert tone="checked" title={text.changed} announce="new">
        <p>{text.changedWords(work.home)}</p>
        {work.told.map((number) => (
          <p key={number}>{text.linkSent(number)}</p>
        ))}
      </Alert>
      <h2 id="changed">{text.records}</h2>
      <ul class="m-stack-s">
        {work.done.map((record) => (
          <RecordOf key={record} record={record} />
        ))}
      </ul>
      <p class="m-small m-sub">{text.slipWords}</p>
      <div>
        <Button kind="second" onClick={onNext}>
          {text.next}
        </Button>
      </div>
    </section>
  );
}

function RecordOf({ record }: { record: number }) {
  const text = useMessages(deskRollText);
  const href = useHref();
  const [problem, setProblem] = useState<Problem>();
  const save = async (): Promise<void> => {
    const receipt = await cityClient().receipt(record);
    setProblem(receipt.ok ? undefined : problemOf(receipt.error));
    if (receipt.ok) saveFile(`record-${record}.receipt`, receipt.value);
  };
  const name = formatCount(record);
  return (
    <li>
      <a href={href(`/records/${record}`)}>{text.record(name)}</a>{' '}
      <Button kind="plain" size="s" icon="download" onClick={() => void save()}>
        {text.receipt(name)}
      </Button>
      {problem !== undefined && <Unanswered problem={problem} />}
    </li>
  );
}
