/** One record of a CSV text (RFC 4180). */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** Whether a quoted cell does not end, or goes on after its quote. */
  readonly isDamaged: boolean;
}

interface Cell {
  readonly value: string;
  readonly end: number;
  readonly isDamaged: boolean;
}

/**
 * The records of a text, at most `limit`. CRLF, LF and CR end one; a quote inside an unquoted cell
 * is a character like any other.
 */
export function readCsv(text: string, separator: string, limit: number): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = 0;
  while (at < text.length && records.length < limit) {
    const cells: string[] = [];
    let isDamaged = false;
    let cell = readCell(text, at, separator);
    for (; text[cell.end] === separator; cell = readCell(text, cell.end + 1, separator)) {
      cells.push(cell.value);
      isDamaged ||= cell.isDamaged;
    }
    cells.push(cell.value);
    records.push({ cells, isDamaged: isDamaged || cell.isDamaged });
    at = afterLineEnd(text, cell.end);
  }
  return records;
}

function readCell(text: string, start: number, separator: string): Cell {
  return text[start] === '"'
    ? quotedCell(text, start, separator)
    : plainCell(text, start, separator);
}

function plainCell(text: string, start: number, separator: string): Cell {
  let end = start;
  while (end < text.length && !isEnd(text[end], separator)) end += 1;
  return { value: text.slice(start, end), end, isDamaged: false };
}

function quotedCell(text: string, start: number, separator: string): Cell {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  const inner = text.slice(start + 1, close < 0 ? text.length : close).replaceAll('""', '"');
  if (close < 0) return { value: inner, end: text.length, isDamaged: true };
  const rest = plainCell(text, close + 1, separator);
  return { value: inner + rest.value, end: rest.end, isDamaged: rest.value !== '' };
}

function isEnd(character: string | undefined, separator: string): boolean {
  return character === separator || character === '\n' || character === '\r';
}

function afterLineEnd(text: string, at: number): number {
  return text.startsWith('\r\n', at) ? at + 2 : at + 1;
}

/** How a spreadsheet takes a cell that begins like this: as a formula, to be computed. */
const FORMULA = /^[\t\r\n ]*[=+\-@＝＋－＠]|^[\t\r\n]/;
const QUOTED_FORMULA = /^'+(?:[\t\r\n ]*[=+\-@＝＋－＠]|[\t\r\n])/;

/** Whether a spreadsheet could take a cell for a formula. */
export function isFormula(cell: string): boolean {
  return FORMULA.test(cell);
}

/** A cell as it may be written to a file: with an apostrophe before what could be a formula. */
export function guarded(cell: string): string {
  return isFormula(cell) || QUOTED_FORMULA.test(cell) ? `'${cell}` : cell;
}

/** A cell without the apostrophe of {@link guarded}. */
export function unguarded(cell: string): string {
  return QUOTED_FORMULA.test(cell) ? cell.slice(1) : cell;
}

/** One line of CSV with CRLF, its cells as they are. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

function written(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
