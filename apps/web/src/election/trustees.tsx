import { recount } from '@madang/services/election/intake/index.ts';
import { Button, type Column, formatCount, Table, useLanguage, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { electionsText } from '../text/elections.ts';
import type { CeremonyNow, ElectionFacts } from './election-facts.ts';

type Row = {
  number: number;
  seat: string;
  record: CeremonyNow['trustees'][number];
  decrypted: number;
};

/** Who holds the key, how far each has come, and what they have opened. */
export function Trustees({ facts }: { facts: ElectionFacts }) {
  const text = useMessages(electionsText);
  const language = useLanguage();
  const { ceremony, sums, seats } = facts;
  const rows: readonly Row[] = ceremony.trustees.map((record, at) => ({
    number: at + 1,
    seat: seats[at]?.[language] ?? '',
    record,
    decrypted: sums.filter(({ decryptions }) =>
      decryptions.some(({ trustee }) => trustee === at + 1),
    ).length,
  }));
  const columns: readonly Column<Row>[] = [
    {
      key: 'trustee',
      head: text.trustee,
      kind: 'row',
      cell: ({ number, seat }) => `${formatCount(number)}. ${seat}`,
    },
    { key: 'key', head: text.keyPart, cell: ({ record }) => text[stageWord(record)] },
    {
      key: 'decrypted',
      head: text.decrypted,
      cell: ({ decrypted }) =>
        sums.length === 0
          ? text.decryptedNot
          : text.decryptedYes(formatCount(decrypted), formatCount(sums.length)),
    },
  ];
  return (
    <section class="part" aria-labelledby="trustees">
      <h2 id="trustees">{text.trustees}</h2>
      <p class="m-sub">
        {text.trusteesWords(formatCount(facts.now.threshold), formatCount(rows.length))}
      </p>
      <Table
        label={`${text.keyPart}, ${text.decrypted}`}
        columns={columns}
        rows={rows}
        rowKey={({ number }) => number}
      />
    </section>
  );
}

function stageWord(record: CeremonyNow['trustees'][number]) {
  if (record.hasRehearsed) return 'stageReady';
  if (record.hasAccepted) return 'stageRehearse';
  if (record.shares !== undefined) return 'stageAccept';
  if (record.opening !== undefined) return 'stageDeal';
  return record.commitment === undefined ? 'stageCommit' : 'stageReveal';
}

type Recount =
  | { state: 'not' | 'busy' }
  | { state: 'right'; sums: number; parts: number }
  | { state: 'wrong'; sum: number };

/** Checks on this device what the trustees have opened, and finds the numbers again. */
export function RecountPart({ facts }: { facts: ElectionFacts }) {
  const text = useMessages(electionsText);
  const [done, setDone] = useState<Recount>({ state: 'not' });
  const { now, ceremony, sums } = facts;
  if (now.status !== 'decided' || now.bound === undefined || ceremony.joint === undefined) {
    return null;
  }
  const bound = { fingerprint: now.bound.fingerprint, shareKeys: ceremony.joint.shareKeys };
  const count = async (): Promise<void> => {
    setDone({ state: 'busy' });
    let parts = 0;
    for (const [sum, found] of sums.entries()) {
      // The page stays alive between two sums.
      await new Promise((resolve) => setTimeout(resolve));
      const one = recount({ sum, found }, bound, now.threshold);
      if (!one.isRight) {
        setDone({ state: 'wrong', sum });
        return;
      }
      parts += one.parts;
    }
    setDone({ state: 'right', sums: sums.length, parts });
  };
  return (
    <section class="part" aria-labelledby="recount">
      <h2 id="recount">{text.recount}</h2>
      <p>{text.recountWords}</p>
      <div>
        <Button
          kind="second"
          icon="check"
          busy={done.state === 'busy'}
          busyWords={text.recountBusy}
          onClick={() => void count()}
        >
          {text.recountGo}
        </Button>
      </div>
      <p role="status" class={done.state === 'right' ? 'met' : undefined}>
        {done.state === 'right' &&
          text.recountRight(formatCount(done.sums), formatCount(done.parts))}
        {done.state === 'wrong' && text.recountWrong(formatCount(done.sum))}
      </p>
      <p class="m-small m-sub">{text.recountLimits}</p>
    </section>
  );
}
