import type { Column, Fix, Words } from './row.ts';

/** What can be wrong with a list. The codes never change. */
export type ProblemCode =
  | 'ROLL-TOO-LARGE'
  | 'ROLL-NOT-TEXT'
  | 'ROLL-EMPTY'
  | 'ROLL-HEADER-MISSING'
  | 'ROLL-QUOTE'
  | 'ROLL-CELLS'
  | 'ROLL-FORMULA'
  | 'ROLL-CONTROL-CHARACTER'
  | 'ROLL-UNIT-FORMAT'
  | 'ROLL-DUPLICATE'
  | 'ROLL-AREA-MISSING'
  | 'ROLL-AREA-FORMAT'
  | 'ROLL-OWNER-MISSING'
  | 'ROLL-NAME-LENGTH'
  | 'ROLL-SHARE-FORMAT'
  | 'ROLL-SHARE-SUM'
  | 'ROLL-PHONE'
  | 'ROLL-CHOICE'
  | 'ROLL-TWO-REPRESENTATIVES'
  | 'ROLL-ROWS-DIFFER'
  | 'ROLL-LIMIT';

/** What keeps a list from becoming a roll. */
export interface Problem {
  readonly code: ProblemCode;
  /** Absent: the file as a whole. */
  readonly row?: number;
  readonly column?: Column;
  /** Rows that have to be corrected together with this one. */
  readonly others: readonly number[];
  readonly text: Words;
  readonly fix?: Fix;
}

/** What is wrong with one cell, and what may have been meant. */
export interface Fault {
  readonly code: ProblemCode;
  readonly text: Words;
  readonly value?: string;
}

/** The problem that a fault is at its place. */
export function problemAt(row: number, column: Column, { code, text, value }: Fault): Problem {
  const found = { code, row, column, others: [], text };
  return value === undefined ? found : { ...found, fix: { kind: 'set', row, column, value } };
}

/** A problem of the file as a whole. */
export function problemOfFile(code: ProblemCode, text: Words): Problem {
  return { code, others: [], text };
}

/** Something that an officer should know, and that keeps nobody from going on. */
export interface Notice {
  readonly code:
    | 'ROLL-READ-AS-CP949'
    | 'ROLL-COLUMN-IGNORED'
    | 'ROLL-SEVERAL-HOMES'
    | 'ROLL-NO-REPRESENTATIVE'
    | 'ROLL-SAME-NAME'
    | 'ROLL-NO-PHONE';
  /** How many of whatever it is about. */
  readonly count: number;
  readonly text: Words;
}
