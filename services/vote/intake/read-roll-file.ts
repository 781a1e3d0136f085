import { checkRows } from './check-rows.ts';
import { type CsvRecord, readCsv, unguarded } from './csv.ts';
import { decodeText, type Encoding } from './decode-text.ts';
import { findHeader, type Header, headerProblem } from './header.ts';
import { type Notice, type Problem, problemOfFile } from './problem.ts';
import type { Column, Purpose, Row } from './row.ts';

/** A list as it was read: its rows, good and bad, and what is wrong. */
export interface RollFile {
  readonly encoding: Encoding;
  readonly rows: readonly Row[];
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
}

const MAX_SIZE_BYTES = 5_000_000;
const MAX_ROWS = 50_000;
/** Blank rows are not counted as rows, but have an end too. */
const MAX_RECORDS = 2 * MAX_ROWS;

/** How a list is read. */
export interface ReadOptions {
  /** In place of what the bytes look like. */
  readonly encoding?: Encoding;
  readonly purpose?: Purpose;
}

/**
 * Reads a list of homes: CSV in UTF-8 or CP949, separated by commas, semicolons or tabs, with
 * headers in Korean or English. Never throws.
 */
export function readRollFile(
  bytes: Uint8Array,
  { encoding, purpose = 'roll' }: ReadOptions = {},
): RollFile {
  const none = { encoding: encoding ?? 'utf-8', rows: [], notices: [] };
  if (bytes.length > MAX_SIZE_BYTES) return { ...none, problems: [tooLarge()] };
  const decoded = decodeText(bytes, encoding);
  if (!decoded.ok) return { ...none, problems: [decoded.error] };
  const { text } = decoded.value;
  const read = { ...none, encoding: decoded.value.encoding };
  const notices = encodingNotices(read.encoding);
  if (text.trim() === '') return { ...read, problems: [empty()], notices };
  const header = findHeader(text);
  const missing = headerProblem(header, purpose);
  if (missing !== undefined) return { ...read, problems: [missing], notices };
  const records = readCsv(text, header.separator, MAX_RECORDS + 1);
  const rows = records.flatMap((record, at) =>
    at <= header.at || isBlank(record) ? [] : [rowOf(header, record, at + 1)],
  );
  if (rows.length > MAX_ROWS || records.length > MAX_RECORDS) {
    return { ...read, problems: [tooLarge()], notices };
  }
  const problems = rows.length === 0 ? [empty()] : checkRows(rows, purpose);
  return { ...read, rows, problems, notices: [...notices, ...headerNotices(header)] };
}

function isBlank({ cells }: CsvRecord): boolean {
  return cells.every((cell) => cell.trim() === '');
}

function rowOf({ columns }: Header, { cells, isDamaged }: CsvRecord, number: number): Row {
  const known = columns.flatMap((column, at): [Column, string][] =>
    column === undefined ? [] : [[column, unguarded(cells[at] ?? '')]],
  );
  const row = { number, cells: Object.fromEntries(known) };
  if (isDamaged) return { ...row, damage: 'quote' };
  const isTooWide = cells.slice(columns.length).some((cell) => cell.trim() !== '');
  return isTooWide ? { ...row, damage: 'cells' } : row;
}

function tooLarge(): Problem {
  return problemOfFile('ROLL-TOO-LARGE', {
    ko: '파일이 너무 큽니다. 5MB, 50,000줄까지 읽습니다. 나누어 올려 주세요.',
    en: 'The file is too large: at most 5 MB and 50,000 rows. Divide it.',
  });
}

function empty(): Problem {
  return problemOfFile('ROLL-EMPTY', {
    ko: '파일에 줄이 없습니다.',
    en: 'The file has no rows.',
  });
}

function encodingNotices(encoding: Encoding): readonly Notice[] {
  if (encoding === 'utf-8') return [];
  const text = {
    ko: '파일을 CP949로 읽었습니다. 이름이 깨져 보이면 글자표를 바꿔 주세요.',
    en: 'The file was read as CP949. If names look broken, choose another encoding.',
  };
  return [{ code: 'ROLL-READ-AS-CP949', count: 1, text }];
}

function headerNotices({ ignored }: Header): readonly Notice[] {
  if (ignored.length === 0) return [];
  const list = ignored.map((name) => name.slice(0, 40)).join(', ');
  const text = {
    ko: `읽지 않은 열이 있습니다: ${list}.`,
    en: `These columns were not read: ${list}.`,
  };
  return [{ code: 'ROLL-COLUMN-IGNORED', count: ignored.length, text }];
}
