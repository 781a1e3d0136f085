import type { ComponentChildren } from 'preact';

/** One column: its heading, and what it shows of a row. */
export type Column<Row> = {
  key: string;
  head: ComponentChildren;
  cell: (row: Row) => ComponentChildren;
  /** Numbers stand at the far end. The first column marked `row` heads its row. */
  kind?: 'number' | 'row' | 'middle';
};

type TableProps<Row> = {
  /** Names the scrolling region and the table. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  selected?: (row: Row) => boolean;
  /** Marks a row that is late or missing. */
  down?: (row: Row) => boolean;
  class?: string;
};

function classOf(kind: Column<unknown>['kind']): string | undefined {
  if (kind === 'number') return 'm-num';
  return kind === 'middle' ? 'mid' : undefined;
}

/** A table in a region of its own that scrolls sideways where the page is narrow. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, selected, down } = props;
  return (
    <div class="m-scroll" tabIndex={0} role="region" aria-label={label}>
      <table class={props.class === undefined ? 'm-table' : `m-table ${props.class}`}>
        <thead>
          <tr>
            {columns.map(({ key, head, kind }) => (
              <th key={key} scope="col" class={classOf(kind)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              aria-selected={selected?.(row) === true ? 'true' : undefined}
              data-down={down?.(row) === true ? '' : undefined}
            >
              {columns.map(({ key, cell, kind }) =>
                kind === 'row' ? (
                  <th key={key} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={key} class={classOf(kind)}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
