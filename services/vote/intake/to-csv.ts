import { csvLine, guarded } from './csv.ts';
import { headerOf } from './header.ts';
import { columns, type Row } from './row.ts';

/** Tells spreadsheets that a file is UTF-8. */
const MARK = '\uFEFF';

/**
 * A file of these rows, for whoever corrects them in a spreadsheet. No cell can be taken for a
 * formula there; {@link readRollFile} takes the apostrophe that sees to it off again.
 */
export function toCsv(rows: readonly Row[]): string {
  const used = columns.filter((column) => rows.some(({ cells }) => cells[column] !== undefined));
  const lines = rows.map(({ cells }) =>
    csvLine(used.map((column) => guarded(cells[column] ?? ''))),
  );
  return MARK + csvLine(used.map(headerOf)) + lines.join('');
}
