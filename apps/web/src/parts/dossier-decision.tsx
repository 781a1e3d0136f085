import {
  formatCount,
  formatFullMoment,
  formatPercent,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { DecisionShown } from '../real/dossier-messages.ts';
import { dossierText } from '../text/dossier.ts';

/** What a decision came to, counted anew from its dossier. */
export function DecisionResult({ facts }: { facts: DecisionShown }) {
  const text = useMessages(dossierText);
  const language = useLanguage();
  return (
    <section class="m-card m-stack-s" aria-labelledby="dossier-result">
      <h3 id="dossier-result">{facts.title[language]}</h3>
      <p>
        {facts.established === undefined
          ? text.notEstablished
          : text.established(
              formatFullMoment(facts.established.atMs, language),
              facts.established.number,
            )}
      </p>
      {facts.arrival === 'never' && <p>{text.neverByArrival}</p>}
      {typeof facts.arrival === 'number' && (
        <p>{text.byArrival(formatFullMoment(facts.arrival, language))}</p>
      )}
      <Table
        label={text.figures}
        rows={facts.findings}
        rowKey={({ scope, condition }) => `${String(scope)}-${String(condition)}`}
        columns={[
          {
            key: 'place',
            head: text.place,
            kind: 'row',
            cell: ({ place }) => place ?? text.complex,
          },
          {
            key: 'what',
            head: text.what,
            cell: ({ base, compare, share }) =>
              `${text[base]} ${compare === 'at-least' ? text.atLeast(share) : text.moreThan(share)}`,
          },
          {
            key: 'figures',
            head: text.figures,
            kind: 'number',
            cell: ({ base, numerator, denominator }) =>
              `${amount(base, numerator)} / ${amount(base, denominator)}`,
          },
          {
            key: 'percent',
            head: text.percent,
            kind: 'number',
            cell: ({ numerator, denominator }) =>
              denominator === 0 ? '–' : formatPercent(numerator, denominator),
          },
          {
            key: 'result',
            head: text.result,
            cell: ({ base, isMet, missing }) =>
              isMet ? text.met : text.short(amount(base, missing)),
          },
        ]}
      />
      <p class="m-sub">
        {text.counts(
          formatCount(facts.actCount),
          formatCount(facts.paperCount),
          formatCount(facts.correctionCount),
          formatCount(facts.withdrawalCount),
        )}
      </p>
      <p class="m-sub">
        {text.messages(formatCount(facts.messages.homes), formatCount(facts.messages.undelivered))}
      </p>
      <p class="m-sub">
        {facts.notices === undefined
          ? text.noNotices
          : text.notices(formatCount(facts.notices.homes), formatCount(facts.notices.undelivered))}
      </p>
    </section>
  );
}

/** Areas are in thousandths of a square metre. */
function amount(base: 'heads' | 'homes' | 'area', value: number): string {
  if (base !== 'area') return formatCount(value);
  const rest = String(value % 1_000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${formatCount(Math.floor(value / 1_000))}${rest === '' ? '' : `.${rest}`}㎡`;
}
