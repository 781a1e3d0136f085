import {
  type Column,
  formatCount,
  formatPercent,
  Meter,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { electionsText } from '../text/elections.ts';
import type { ElectionFacts } from './election-facts.ts';
import { isShare, shareWords } from './share-words.ts';

const wholeBp = 10_000;

type Row = { name: string; voters: number; ballots: number };

/** How many have voted, in all and by building, beside what the rule asks for. */
export function Turnout({ facts }: { facts: ElectionFacts }) {
  const text = useMessages(electionsText);
  const language = useLanguage();
  const { took, turnout: needed } = facts.now;
  const percent = formatPercent(took.ballots, took.voters);
  const says = text.turnoutOf(formatCount(took.ballots), formatCount(took.voters));
  const isMet = needed === undefined || isShare(needed, took.ballots, took.voters);
  const threshold = needed === undefined ? 0 : Math.trunc((needed.num * wholeBp) / needed.den);
  return (
    <section class="part" aria-labelledby="turnout">
      <h2 id="turnout">{text.turnout}</h2>
      <div class="cond">
        <p class="v">
          <strong>{percent}</strong>
          <span>{says}</span>
        </p>
        <Meter
          label={text.turnout}
          says={`${percent}. ${says}`}
          value={took.ballots}
          total={took.voters}
          thresholdBp={threshold}
          isMet={isMet}
        />
        <p class="m-small m-sub">
          {needed === undefined
            ? text.turnoutNone
            : text.turnoutNeeded(shareWords(needed, language))}
        </p>
        {needed !== undefined && (
          <p class={isMet ? 'met' : 'm-small'}>{isMet ? text.turnoutMet : text.turnoutShort}</p>
        )}
      </div>
      {facts.buildings.length > 1 && <ByBuilding facts={facts} />}
    </section>
  );
}

function ByBuilding({ facts }: { facts: ElectionFacts }) {
  const text = useMessages(electionsText);
  const rows: readonly Row[] = facts.turnout.map(({ voters, ballots }, at) => ({
    name: facts.buildings[at] ?? '',
    voters,
    ballots,
  }));
  const columns: readonly Column<Row>[] = [
    { key: 'name', head: text.building, kind: 'row', cell: ({ name }) => name },
    { key: 'voters', head: text.voters, kind: 'number', cell: (row) => formatCount(row.voters) },
    { key: 'ballots', head: text.ballots, kind: 'number', cell: (row) => formatCount(row.ballots) },
    {
      key: 'rate',
      head: text.rate,
      kind: 'number',
      cell: ({ ballots, voters }) => formatPercent(ballots, voters),
    },
  ];
  return (
    <Table label={text.byBuilding} columns={columns} rows={rows} rowKey={({ name }) => name} />
  );
}
