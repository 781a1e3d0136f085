/** What a column of a list may hold. */
export const columns = [
  'building',
  'unit',
  'home',
  'area',
  'owner',
  'share',
  'phone',
  'representative',
  'use',
  'excluded',
  'tenant',
  'tenantPhone',
  'birthDate',
  'reference',
] as const;
export type Column = (typeof columns)[number];

/** One row of a list, its cells as they stand in the file. */
export interface Row {
  /** As a spreadsheet numbers it: the first row of the file is 1. */
  readonly number: number;
  /** Every column that the file has, blank cells included. */
  readonly cells: Readonly<Partial<Record<Column, string>>>;
  /**
   * Why its cells may be in the wrong columns: a quote out of place, or more cells than headers.
   */
  readonly damage?: 'quote' | 'cells';
}

/**
 * What a list is for: a `roll` of owners with their areas, or the `voters` of a secret ballot, one
 * for each home.
 */
export type Purpose = 'roll' | 'voters';

/** A sentence in both languages. */
export interface Words {
  readonly ko: string;
  readonly en: string;
}

/** A change to a list that would settle a problem. */
export type Fix =
  | { readonly kind: 'set'; readonly row: number; readonly column: Column; readonly value: string }
  | { readonly kind: 'remove'; readonly row: number };

/** The rows after a fix; a fix of a row that is not there changes nothing. */
export function applyFix(rows: readonly Row[], fix: Fix): readonly Row[] {
  if (fix.kind === 'remove') return rows.filter(({ number }) => number !== fix.row);
  return rows.map((row) =>
    row.number === fix.row ? { ...row, cells: { ...row.cells, [fix.column]: fix.value } } : row,
  );
}
