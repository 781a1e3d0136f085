import { type Column, formatCount, formatPercent, Meter, Table, useMessages } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { electionsText } from '../text/elections.ts';

type ShareProps = {
  label: string;
  /** Both numbers in a sentence. */
  says: string;
  taken: number;
  voters: number;
  /** What is asked for, and whether it is reached; absent where nothing is asked for. */
  threshold?: { bp: number; isMet: boolean };
  children?: ComponentChildren;
};

/** How many of the voters have done something, as a number and as a bar. */
export function ShareTaken({ label, says, taken, voters, threshold, children }: ShareProps) {
  const percent = formatPercent(taken, voters);
  return (
    <div class="cond">
      <p class="v">
        <strong>{percent}</strong>
        <span>{says}</span>
      </p>
      <Meter
        label={label}
        says={`${percent}. ${says}`}
        value={taken}
        total={voters}
        thresholdBp={threshold?.bp ?? 0}
        {...(threshold === undefined ? {} : { isMet: threshold.isMet })}
      />
      {children}
    </div>
  );
}

/** A building: how many vote in it, and how many of them have done something. */
export type BuildingRow = { name: string; voters: number; taken: number };

type TableProps = {
  label: string;
  /** What those who have done it are called, and their share. */
  heads: { taken: string; rate: string };
  rows: readonly BuildingRow[];
};

/** The same by building, where there are several. */
export function ByBuilding({ label, heads, rows }: TableProps) {
  const text = useMessages(electionsText);
  if (rows.length < 2) return null;
  const columns: readonly Column<BuildingRow>[] = [
    { key: 'name', head: text.building, kind: 'row', cell: ({ name }) => name },
    { key: 'voters', head: text.voters, kind: 'number', cell: (row) => formatCount(row.voters) },
    { key: 'taken', head: heads.taken, kind: 'number', cell: (row) => formatCount(row.taken) },
    {
      key: 'rate',
      head: heads.rate,
      kind: 'number',
      cell: ({ taken, voters }) => formatPercent(taken, voters),
    },
  ];
  return <Table label={label} columns={columns} rows={rows} rowKey={({ name }) => name} />;
}
