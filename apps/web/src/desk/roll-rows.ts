import type { Column, Problem, ProblemCode, Row } from '@madang/services/vote/intake/index.ts';

/** Kinds of problems, as an officer looks for them. */
export const problemKinds = ['duplicate', 'area', 'share', 'unit', 'phone', 'other'] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** The kind of a problem. */
export function kindOf(code: ProblemCode): ProblemKind {
  if (code === 'ROLL-DUPLICATE') return 'duplicate';
  if (code.startsWith('ROLL-AREA')) return 'area';
  if (code.startsWith('ROLL-SHARE')) return 'share';
  if (code === 'ROLL-UNIT-FORMAT') return 'unit';
  return code === 'ROLL-PHONE' ? 'phone' : 'other';
}

/** A line of the table: a row with its problems, or how many good rows are folded. */
export type RollLine =
  | { kind: 'row'; row: Row; problems: readonly Problem[]; isWith: boolean }
  | { kind: 'good'; from: number; to: number };

/** The numbers of rows that have to be corrected. */
export function badNumbers(problems: readonly Problem[]): ReadonlySet<number> {
  return new Set(
    problems.flatMap(({ row, others }) => (row === undefined ? others : [row, ...others])),
  );
}

function problemsByRow(problems: readonly Problem[]): ReadonlyMap<number, readonly Problem[]> {
  const byRow = new Map<number, Problem[]>();
  for (const problem of problems) {
    if (problem.row === undefined) continue;
    const known = byRow.get(problem.row) ?? [];
    known.push(problem);
    byRow.set(problem.row, known);
  }
  return byRow;
}

/** The rows to correct with what is wrong, and between them the good ones, folded. */
export function rollLines(rows: readonly Row[], problems: readonly Problem[]): readonly RollLine[] {
  const byRow = problemsByRow(problems);
  const bad = badNumbers(problems);
  const lines: RollLine[] = [];
  let good: { from: number; to: number } | undefined;
  for (const row of rows) {
    const own = byRow.get(row.number);
    if (own === undefined && !bad.has(row.number)) {
      good = { from: good?.from ?? row.number, to: row.number };
      continue;
    }
    if (good !== undefined) lines.push({ kind: 'good', ...good });
    good = undefined;
    lines.push({ kind: 'row', row, problems: own ?? [], isWith: own === undefined });
  }
  if (good !== undefined && lines.length > 0) lines.push({ kind: 'good', ...good });
  return lines;
}

/** The home of a row as it stands in the file. */
export function homeIn({ cells }: Row): string {
  return cells.home ?? [cells.building ?? '', cells.unit ?? ''].join(' ').trim();
}

/** Which cell of the table shows a column of the file. */
export function cellOf(column: Column | undefined): Column | undefined {
  return column === 'building' || column === 'unit' ? 'home' : column;
}

const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/** A name of which two letters are shown: 김○자. */
export function maskedName(name: string): string {
  const letters = Array.from(graphemes.segment(name.trim()), ({ segment }) => segment);
  const [first = ''] = letters;
  if (letters.length < 2) return first;
  const last = letters.length > 2 ? (letters.at(-1) ?? '') : '';
  return first + '○'.repeat(Math.max(1, letters.length - 2)) + last;
}

/** A telephone number of which the ends are shown: 010-••••-2847. */
export function maskedPhone(phone: string): string {
  return phone.trim().replace(/^(\d{3})-?(\d{3,4})-?(\d{4})$/, (_, first, middle, last) => {
    return `${first}-${'•'.repeat(String(middle).length)}-${last}`;
  });
}
