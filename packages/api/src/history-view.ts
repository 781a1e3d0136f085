import type { HistoryAnswer } from '@madang/client/network';
import type { Metric } from './metrics.ts';
import type { HistoryStanding } from './ports.ts';

/** What is told of a history that is being fetched; nothing of one that is here. */
export function historyPart(history: HistoryStanding | undefined): {
  readonly history?: HistoryAnswer;
} {
  if (history === undefined || history.state === 'whole') return {};
  const { state, size, entries, asked, lacking } = history;
  const from = history.from.map(({ institution }) => institution);
  const refused = history.liars.map(({ institution }) => institution);
  return { history: { ...{ state, size, entries, asked, lacking, from, refused } } };
}

/** Figures of a history before a snapshot; none where the ledger began from its genesis. */
export function historyMetrics(history: HistoryStanding | undefined): readonly Metric[] {
  if (history === undefined) return [];
  const { size, entries, asked, lacking, liars } = history;
  return [
    gauge('entries', 'Entries of the log at the snapshot that the ledger began from.', size),
    gauge('entries_here', 'How many of them are here.', entries),
    gauge('transactions_asked', 'Of how many the transactions were asked for as well.', asked),
    gauge('transactions_lacking', 'Transactions of those that nobody who was asked had.', lacking),
    ...liars.map(
      ({ institution, times }): Metric => ({
        name: 'madang_history_refused_total',
        help: 'Pieces that the node of an institution sent and that are not of this ledger.',
        kind: 'counter',
        labels: { institution },
        value: times,
      }),
    ),
  ];
}

function gauge(name: string, help: string, value: number): Metric {
  return { name: `madang_history_${name}`, help, kind: 'gauge', value };
}
