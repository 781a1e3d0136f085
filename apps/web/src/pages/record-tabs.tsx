import {
  EmptyState,
  type Fact,
  Facts,
  Fold,
  formatCount,
  formatStamp,
  Hash,
  inGroups,
  type Language,
  Timeline,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { Institution, RecordDetail } from '../ledger.ts';
import { useHref } from '../router.ts';
import { recordTitle } from '../text/acts.ts';
import { recordsText } from '../text/records.ts';

const bytesPerLine = 16;
const shownLines = 256;

/** Writes bytes as lines of an address and sixteen pairs of hexadecimal digits. */
export function hexLines(bytes: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length && lines.length < shownLines; at += bytesPerLine) {
    const pairs = [...bytes.subarray(at, at + bytesPerLine)].map((each) =>
      each.toString(16).padStart(2, '0'),
    );
    lines.push(`${at.toString(16).padStart(4, '0')}  ${pairs.join(' ')}`);
  }
  return lines;
}

function whoOf(
  record: RecordDetail,
  institutions: readonly Institution[],
  language: Language,
): string {
  const text = recordsText[language];
  const acting = institutions.find(({ id }) => id === record.subject.as);
  if (acting !== undefined) return text.whoInstitution(acting.names[language]);
  const count = record.signatures.length;
  return count === 1 ? text.whoKey : text.whoKeys(formatCount(count));
}

type TabProps = { record: RecordDetail; institutions: readonly Institution[] };

/** Who, what, how it came out, and the numbers. */
export function SummaryTab({ record, institutions }: TabProps) {
  const text = useMessages(recordsText);
  const language = useLanguage();
  const isDocument = record.act === 'document.notarise';
  const facts: Fact[] = [
    { term: text.who, value: whoOf(record, institutions, language), note: text.whoNote },
    {
      term: text.whatFact,
      value: recordTitle(record, [], language),
      ...(isDocument ? { note: text.whatNote } : {}),
    },
    {
      term: text.outcome,
      value: record.code === 0 ? text.done : text.refused(String(record.code)),
    },
    { term: text.receiptNumber, value: <span class="m-code">{inGroups(record.number)}</span> },
    { term: text.id, value: <Hash hex={record.id} /> },
    { term: text.block, value: formatCount(record.height) },
  ];
  return (
    <div class="m-stack">
      <Facts facts={facts} layout="wide" />
      <section class="m-stack-s" aria-labelledby="changed">
        <h2 id="changed">{text.changed}</h2>
        {record.events.length === 0 && <p class="m-small m-sub">{text.changedNone}</p>}
        {record.events.map(({ name, says, text: values }, place) => (
          <div key={place} class="event">
            <p>{says?.[language] ?? name}</p>
            <Fold title={text.values}>
              <p class="m-small">
                <code>{name}</code>
              </p>
              <pre>{values}</pre>
            </Fold>
          </div>
        ))}
      </section>
    </div>
  );
}

/** Every signature with its key. */
export function SignaturesTab({ record }: { record: RecordDetail }) {
  const text = useMessages(recordsText);
  return (
    <div class="m-stack">
      {record.signatures.map(({ suite, key, account }) => (
        <Facts
          key={suite + key}
          layout="wide"
          facts={[
            { term: text.suite, value: suite },
            { term: text.key, value: <Hash hex={key} /> },
            { term: text.account, value: <Hash hex={account} /> },
          ]}
        />
      ))}
    </div>
  );
}

/** The bytes as they were signed, and the same readable. */
export function OriginalTab({ record }: { record: RecordDetail }) {
  const text = useMessages(recordsText);
  return (
    <div class="m-stack">
      <section class="m-stack-s" aria-labelledby="body">
        <h2 id="body">{text.bodyTitle}</h2>
        <pre class="dump" tabIndex={0}>
          {record.bodyText}
        </pre>
      </section>
      <section class="m-stack-s" aria-labelledby="bytes">
        <h2 id="bytes">{text.originalTitle}</h2>
        <p class="m-small m-sub">{text.originalNote}</p>
        <pre class="dump" tabIndex={0}>
          {hexLines(record.envelope).join('\n')}
        </pre>
      </section>
    </div>
  );
}

/** Records that came after and changed what this one left. */
export function LaterTab({ record, institutions }: TabProps) {
  const text = useMessages(recordsText);
  const language = useLanguage();
  const href = useHref();
  if (record.later.length === 0) {
    return (
      <EmptyState title={text.laterNone}>
        <p class="m-small">{text.laterNoneHint}</p>
      </EmptyState>
    );
  }
  return (
    <Timeline
      entries={record.later.map((row) => ({
        key: row.index,
        title: (
          <a href={href(`/records/${row.index}`)}>{recordTitle(row, institutions, language)}</a>
        ),
        detail: `${formatStamp(row.timeMs)} · ${text.recordNumber(formatCount(row.index))}`,
      }))}
    />
  );
}
