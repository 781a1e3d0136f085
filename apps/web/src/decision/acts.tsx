import type { RecordSummary } from '@madang/client';
import {
  Button,
  type Column,
  Facts,
  Fold,
  formatCount,
  formatStamp,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { useHref } from '../router.ts';
import { decisionsText } from '../text/decisions.ts';
import { actWord } from './act-words.ts';
import { cityClient } from './city-client.ts';
import { fieldsOf } from './decision-facts.ts';

/** What the acts of a decision come to, of those that were read. */
export type ActCounts = {
  consents: number;
  refusals: number;
  withdrawals: number;
  messages: number;
  toldHomes: number;
  missedHomes: number;
  /** Of notices, as last noted. */
  notices?: { homes: number; missed: number };
  batches: number;
  papers: number;
  changes: number;
  extensions: number;
};

/** Counts acts by what they did. Only acts that were done are in a matter's list. */
export function countActs(records: readonly RecordSummary[]): ActCounts {
  const named = (...acts: readonly string[]) =>
    records.filter(({ act }) => acts.includes(act.replace(/^vote\./, '')));
  const sum = (of: readonly RecordSummary[], field: string) =>
    of.reduce((total, { payload }) => total + numberIn(fieldsOf(payload)[field]), 0);
  const notes = named('noteMessages');
  const isNotice = ({ payload }: RecordSummary) => fieldsOf(payload)['kind'] === 'notice';
  const messages = notes.filter((one) => !isNotice(one));
  const notices = noticesIn(notes.filter(isNotice).at(-1));
  const batches = named('enterPapers', 'enterWithdrawals', 'enterProxies');
  return {
    consents: named('giveConsent').length,
    refusals: named('refuseConsent').length,
    withdrawals: named('withdraw').length,
    messages: messages.length,
    toldHomes: sum(messages, 'homes'),
    missedHomes: sum(messages, 'undelivered'),
    ...(notices === undefined ? {} : { notices }),
    batches: batches.length,
    papers: batches.reduce((total, one) => total + lengthOf(fieldsOf(one.payload)['papers']), 0),
    changes: named('changeRoll').length,
    extensions: named('extendDecision').length,
  };
}

/** What a note on notices says: all there were so far. */
function noticesIn(note: RecordSummary | undefined): ActCounts['notices'] {
  if (note === undefined) return undefined;
  const { homes, undelivered } = fieldsOf(note.payload);
  return { homes: numberIn(homes), missed: numberIn(undelivered) };
}

function numberIn(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** Pages that are read without being asked for: 2,000 acts. */
const pagesAtOnce = 20;

/** Reads the acts of a decision page by page, and goes on when it is told to. */
export function useActs(id: string, acts: number | undefined) {
  const [records, setRecords] = useState<readonly RecordSummary[]>([]);
  const [rest, setRest] = useState<'reading' | 'more' | 'none'>('reading');
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      let after = records.at(-1)?.index;
      let left = pagesAtOnce;
      for (;;) {
        const page = await cityClient().matterRecords(id, after);
        if (!current) return;
        if (!page.ok) {
          setRest('more');
          return;
        }
        const { records: found, after: next } = page.value;
        setRecords((before) => [...before, ...found]);
        after = next;
        left -= 1;
        if (next === undefined) {
          setRest('none');
          return;
        }
        if (left === 0) {
          setRest('more');
          return;
        }
      }
    };
    if (acts !== undefined) void read();
    return () => {
      current = false;
    };
  }, [id, acts, turn]);
  return { records, rest, goOn: () => setTurn((each) => each + 1) };
}

/** What has become of a decision, counted from its acts, and the acts themselves. */
export function DecisionActs({ id, acts }: { id: string; acts: number }) {
  const text = useMessages(decisionsText);
  const { records, rest, goOn } = useActs(id, acts);
  const counts = countActs(records);
  const times = (count: number) => text.countTimes(formatCount(count));
  const facts = [
    { term: text.countConsents, value: times(counts.consents) },
    { term: text.countRefusals, value: times(counts.refusals) },
    { term: text.countWithdrawals, value: times(counts.withdrawals) },
    {
      term: text.countMessages,
      value: text.countMessagesWords(
        formatCount(counts.messages),
        formatCount(counts.toldHomes),
        formatCount(counts.missedHomes),
      ),
    },
    {
      term: text.countNotices,
      value:
        counts.notices === undefined
          ? text.countNoticesNone
          : text.countNoticesWords(
              formatCount(counts.notices.homes),
              formatCount(counts.notices.missed),
            ),
    },
    {
      term: text.countPapers,
      value: text.countPapersWords(formatCount(counts.batches), formatCount(counts.papers)),
    },
    { term: text.countChanges, value: times(counts.changes) },
    { term: text.countExtended, value: times(counts.extensions) },
  ];
  return (
    <section class="part" aria-labelledby="counts">
      <h2 id="counts">{text.counts}</h2>
      <Facts facts={facts} layout="wide" />
      {rest !== 'none' && (
        <p class="m-small m-sub" role="status">
          {text.counting(formatCount(records.length))}
        </p>
      )}
      {rest === 'more' && (
        <div>
          <Button kind="plain" size="s" onClick={goOn}>
            {text.countOn}
          </Button>
        </div>
      )}
      <ActsFold records={records} />
    </section>
  );
}

const shownAtFirst = 50;

function ActsFold({ records }: { records: readonly RecordSummary[] }) {
  const text = useMessages(decisionsText);
  const language = useLanguage();
  const href = useHref();
  const [shown, setShown] = useState(shownAtFirst);
  const newest = records.toReversed().slice(0, shown);
  const columns: readonly Column<RecordSummary>[] = [
    {
      key: 'record',
      head: text.recordNumber,
      kind: 'row',
      cell: ({ index }) => <a href={href(`/records/${index}`)}>{formatCount(index)}</a>,
    },
    { key: 'time', head: text.time, cell: ({ time }) => formatStamp(time) },
    { key: 'act', head: text.act, cell: ({ act }) => actWord(act, language) },
  ];
  return (
    <Fold title={`${text.actsOf} ${formatCount(records.length)}`}>
      <Table label={text.actsOf} columns={columns} rows={newest} rowKey={({ index }) => index} />
      {shown < records.length && (
        <Button kind="plain" size="s" onClick={() => setShown(shown + shownAtFirst)}>
          {text.showMore}
        </Button>
      )}
    </Fold>
  );
}
