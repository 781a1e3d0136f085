import { formatIso, inGroups, type Language } from '@madang/ui';
import type { Institution, RecordRow } from '../ledger.ts';
import { recordTitle } from '../text/acts.ts';
import { recordsText } from '../text/records.ts';

/** Tells a spreadsheet that the text is UTF-8; without it Korean is read as something else. */
const byteOrderMark = '\u{feff}';

/** A cell in quotation marks; one that a spreadsheet would run as a formula is made a text. */
function cell(value: string | number): string {
  const text = String(value);
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}

/** The rows of a list as a table for a spreadsheet (RFC 4180). */
export function csvOf(
  rows: readonly RecordRow[],
  institutions: readonly Institution[],
  language: Language,
): Uint8Array {
  const text = recordsText[language];
  const head = [text.number, text.what, text.outcome, text.time, text.receipt, text.id];
  const lines = rows.map((row) => [
    row.index,
    recordTitle(row, institutions, language),
    row.code === 0 ? text.done : text.refused(String(row.code)),
    formatIso(row.timeMs),
    inGroups(row.number),
    row.id,
  ]);
  const all = [head, ...lines].map((line) => line.map(cell).join(','));
  return new TextEncoder().encode(`${byteOrderMark}${all.join('\r\n')}\r\n`);
}
