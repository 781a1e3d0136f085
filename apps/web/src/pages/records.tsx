import {
  Button,
  ButtonLink,
  type Column,
  EmptyState,
  Field,
  formatCount,
  formatIso,
  formatStamp,
  inGroups,
  type Language,
  Skeleton,
  Table,
  Tabs,
  Tag,
  useLanguage,
  useMessages,
  useToast,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import { saveFile } from '../device/save-file.ts';
import type { Institution, Problem, RecordRow } from '../ledger.ts';
import { useAsked, useLedger } from '../ledger-context.ts';
import { csvOf } from '../parts/records-csv.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { goTo, type Page, useHref } from '../router.ts';
import { recordTitle, serviceWord } from '../text/acts.ts';
import { recordsText } from '../text/records.ts';
import { siteText } from '../text/site.ts';
import './records.css';

const pageSize = 20;
const services = ['document', 'governance'] as const;

function FindForm() {
  const text = useMessages(recordsText);
  const ledger = useLedger();
  const href = useHref();
  const [value, setValue] = useState('');
  const [error, setError] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const find = async () => {
    if (value.trim() === '') {
      setError(text.findEmpty);
      return;
    }
    setBusy(true);
    setProblem(undefined);
    const answer = await ledger.find(value.trim());
    setBusy(false);
    if (!answer.ok) {
      setProblem(answer.problem);
      return;
    }
    if (answer.value === undefined) {
      setError(text.notFound);
      return;
    }
    goTo(href(`/records/${answer.value.index}`));
  };
  return (
    <form
      class="find"
      role="search"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <Field
        label={text.find}
        hint={text.findHint}
        value={value}
        maxLength={80}
        onInput={(typed) => {
          setValue(typed);
          setError(undefined);
        }}
        {...(error === undefined ? {} : { error })}
      />
      <Button type="submit" kind="second" icon="search" busy={busy} busyWords={text.findButton}>
        {text.findButton}
      </Button>
      {problem !== undefined && <Unanswered problem={problem} />}
    </form>
  );
}

function columnsOf(
  institutions: readonly Institution[],
  language: Language,
  href: (path: string) => string,
): Column<RecordRow>[] {
  const text = recordsText[language];
  return [
    {
      key: 'number',
      head: text.number,
      kind: 'row',
      cell: ({ index }) => <a href={href(`/records/${index}`)}>{formatCount(index)}</a>,
    },
    {
      key: 'what',
      head: text.what,
      cell: (row) => (
        <span class="what">
          {recordTitle(row, institutions, language)}
          {row.code !== 0 && <Tag tone="warn">{siteText[language].refusedTag}</Tag>}
        </span>
      ),
    },
    {
      key: 'service',
      head: text.service,
      cell: ({ act }) => <Tag>{serviceWord(act, language)}</Tag>,
    },
    {
      key: 'time',
      head: text.time,
      cell: ({ timeMs }) => <time datetime={formatIso(timeMs)}>{formatStamp(timeMs)}</time>,
    },
    {
      key: 'receipt',
      head: text.receipt,
      cell: ({ number }) => <span class="m-mono m-nobr">{inGroups(number)}</span>,
    },
  ];
}

function listAddress(service: string | undefined, before?: number): string {
  const params = new URLSearchParams();
  if (service !== undefined) params.set('service', service);
  if (before !== undefined) params.set('before', String(before));
  const query = params.toString();
  return query === '' ? '/records' : `/records?${query}`;
}

function List({ service, before }: { service: string | undefined; before: number | undefined }) {
  const text = useMessages(recordsText);
  const site = useMessages(siteText);
  const language = useLanguage();
  const ledger = useLedger();
  const href = useHref();
  const toast = useToast();
  const [overview] = useAsked('overview', () => ledger.overview());
  const institutions = overview.state === 'answered' ? overview.value.institutions : [];
  const [asked, again] = useAsked(`${service} ${before}`, () =>
    ledger.records({
      limit: pageSize,
      ...(service === undefined ? {} : { service }),
      ...(before === undefined ? {} : { before }),
    }),
  );
  if (asked.state === 'asking') return <Skeleton label={site.loading} />;
  if (asked.state === 'unanswered') return <Unanswered problem={asked.problem} onAgain={again} />;
  const { rows, total, before: older } = asked.value;
  if (rows.length === 0) {
    return (
      <EmptyState title={text.none}>
        <p class="m-small">{text.noneHint}</p>
      </EmptyState>
    );
  }
  const saveList = () => {
    saveFile('madang-records.csv', csvOf(rows, institutions, language));
    toast(text.csvSaved);
  };
  return (
    <div class="m-stack">
      <Table
        label={text.table}
        class="list"
        columns={columnsOf(institutions, language, href)}
        rows={rows}
        rowKey={({ index }) => index}
      />
      <p class="m-small m-sub">{text.total(formatCount(total))}</p>
      <div class="m-row">
        <Button kind="plain" size="s" icon="download" onClick={saveList}>
          {text.csv}
        </Button>
        {before !== undefined && (
          <ButtonLink kind="quiet" size="s" href={href(listAddress(service))}>
            {text.newest}
          </ButtonLink>
        )}
        {older !== undefined && (
          <ButtonLink kind="plain" size="s" href={href(listAddress(service, older))}>
            {text.older}
          </ButtonLink>
        )}
      </div>
    </div>
  );
}

function Records() {
  const text = useMessages(recordsText);
  const href = useHref();
  const params = new URLSearchParams(location.search);
  const service = services.find((each) => each === params.get('service'));
  const beforeText = params.get('before');
  const before =
    beforeText !== null && /^\d{1,15}$/.test(beforeText) ? Number(beforeText) : undefined;
  const tabs = [
    { key: 'all', href: href(listAddress(undefined)), label: text.all },
    ...services.map((each) => ({ key: each, href: href(listAddress(each)), label: text[each] })),
  ];
  return (
    <div class="m-wrap records">
      <div class="lead">
        <div class="m-stack-s">
          <h1>{text.title}</h1>
          <p class="m-sub">{text.lead}</p>
        </div>
        <FindForm />
      </div>
      <Tabs label={text.filter} tabs={tabs} current={service ?? 'all'} />
      <List service={service} before={before} />
    </div>
  );
}

/** The list of everything on record. */
export const page: Page = { title: (language) => recordsText[language].title, Content: Records };
