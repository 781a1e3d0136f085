import {
  Breadcrumb,
  ButtonLink,
  formatCount,
  formatDayAndTime,
  formatIso,
  formatSize,
  ProofChip,
  proofStateOf,
  Skeleton,
  Tabs,
  Tag,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { Institution, Problem, RecordDetail } from '../ledger.ts';
import { useAsked, useLedger } from '../ledger-context.ts';
import { RecordProof, useCheckedReceipt } from '../parts/record-proof.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { type Page, useHref } from '../router.ts';
import { recordTitle, serviceWord } from '../text/acts.ts';
import { recordsText } from '../text/records.ts';
import { siteText } from '../text/site.ts';
import './record.css';
import { LaterTab, OriginalTab, SignaturesTab, SummaryTab } from './record-tabs.tsx';

const views = ['summary', 'signatures', 'original', 'later'] as const;

function RecordViews({
  record,
  institutions,
}: {
  record: RecordDetail;
  institutions: readonly Institution[];
}) {
  const text = useMessages(recordsText);
  const language = useLanguage();
  const href = useHref();
  const asked = new URLSearchParams(location.search).get('view');
  const view = views.find((each) => each === asked) ?? 'summary';
  const labels = {
    summary: text.summary,
    signatures: text.signatures(formatCount(record.signatures.length)),
    original: text.original(formatSize(record.envelope.length, language)),
    later: text.later(formatCount(record.later.length)),
  };
  const tabs = views.map((key) => ({
    key,
    href: href(`/records/${record.index}${key === 'summary' ? '' : `?view=${key}`}`),
    label: labels[key],
  }));
  return (
    <>
      <Tabs label={text.views} tabs={tabs} current={view} />
      {view === 'summary' && <SummaryTab record={record} institutions={institutions} />}
      {view === 'signatures' && <SignaturesTab record={record} />}
      {view === 'original' && <OriginalTab record={record} />}
      {view === 'later' && <LaterTab record={record} institutions={institutions} />}
    </>
  );
}

function Found({
  record,
  institutions,
}: {
  record: RecordDetail;
  institutions: readonly Institution[];
}) {
  const text = useMessages(recordsText);
  const language = useLanguage();
  const checked = useCheckedReceipt(useLedger(), record.index);
  const chipWords = {
    checked: text.chip,
    checking: text.chipChecking,
    unchecked: text.chipUnchecked,
    failed: text.chipFailed,
  };
  const chipEnded = { revoked: text.chipEnded, superseded: text.chipSuperseded };
  return (
    <div class="rec">
      <article class="left">
        <header class="title">
          <h1>{recordTitle(record, institutions, language)}</h1>
          <div class="m-row">
            <Tag tone="action">{serviceWord(record.act, language)}</Tag>
            <span>{text.recordNumber(formatCount(record.index))}</span>
            <time datetime={formatIso(record.timeMs)}>
              {formatDayAndTime(record.timeMs, language)}
            </time>
          </div>
          <ProofChip proof={checked.proof} href="#proof" arrow="down" only="phone">
            {checked.verdict.ended === undefined
              ? chipWords[proofStateOf(checked.proof)]
              : chipEnded[checked.verdict.ended.kind]}
          </ProofChip>
        </header>
        <RecordViews record={record} institutions={institutions} />
      </article>
      <RecordProof index={record.index} checked={checked} />
    </div>
  );
}

/** A place that holds no record is an answer; everything else is a question left open. */
function NotFound({
  index,
  problem,
  onAgain,
}: {
  index: number | undefined;
  problem: Problem;
  onAgain: () => void;
}) {
  const text = useMessages(recordsText);
  const href = useHref();
  const isBlock = problem.code === 'RECORD_IS_A_BLOCK';
  if (!isBlock && !problem.code.endsWith('RECORD_UNKNOWN')) {
    return (
      <>
        <h1>{index === undefined ? text.title : text.recordNumber(formatCount(index))}</h1>
        <Unanswered problem={problem} onAgain={onAgain} />
      </>
    );
  }
  return (
    <>
      <h1>{isBlock ? text.isBlock : text.noRecord}</h1>
      <p class="m-sub">{isBlock ? text.isBlockHint : text.noRecordHint}</p>
      <div class="m-row">
        <ButtonLink href={href('/records')} icon="search">
          {text.title}
        </ButtonLink>
      </div>
    </>
  );
}

function Record({ part = '' }: { part?: string }) {
  const text = useMessages(recordsText);
  const site = useMessages(siteText);
  const ledger = useLedger();
  const href = useHref();
  const index = /^\d{1,15}$/.test(part) ? Number(part) : undefined;
  const [asked, again] = useAsked(part, async () =>
    index === undefined
      ? { ok: false as const, problem: { code: 'RECORD_UNKNOWN', offline: false } }
      : ledger.record(index),
  );
  const [overview] = useAsked('overview', () => ledger.overview());
  const institutions = overview.state === 'answered' ? overview.value.institutions : [];
  const trail = [
    { href: href('/'), label: site.home },
    { href: href('/records'), label: text.title },
  ];
  return (
    <div class="m-wrap">
      <Breadcrumb trail={trail} here={index === undefined ? part : formatCount(index)} />
      {asked.state === 'asking' && <Skeleton label={site.loading} />}
      {asked.state === 'unanswered' && (
        <div class="rec">
          <div class="m-stack">
            <NotFound index={index} problem={asked.problem} onAgain={again} />
          </div>
        </div>
      )}
      {asked.state === 'answered' && <Found record={asked.value} institutions={institutions} />}
    </div>
  );
}

/** One record and its proof. */
export const page: Page = { title: (language) => recordsText[language].title, Content: Record };
