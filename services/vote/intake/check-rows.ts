import { checkHome, groupHomes, type HomeLines } from './check-home.ts';
import { neighbourAreas } from './neighbours.ts';
import { findOwners } from './owners.ts';
import type { Problem } from './problem.ts';
import { type Line, readLine } from './read-line.ts';
import type { Purpose, Row } from './row.ts';
import { voterProblems } from './voter-problems.ts';

/** What a list says, and what is wrong with it. */
export interface Reading {
  readonly homes: readonly HomeLines[];
  /** By row. */
  readonly problems: readonly Problem[];
}

/** Reads all rows, and looks at what they say together. */
export function readRows(rows: readonly Row[], purpose: Purpose): Reading {
  const read = rows.map(readLine);
  const lines = read.map(({ line }) => line);
  const homes = groupHomes(lines);
  const nearby = neighbourAreas(homes);
  const problems = [
    ...read.flatMap((one) => one.problems.map((problem) => withArea(problem, one.line, nearby))),
    ...homes.flatMap((home) => checkHome(home, nearby, purpose)),
  ];
  if (purpose === 'voters') {
    return { homes, problems: [...problems, ...voterProblems(homes)].sort(byRow) };
  }
  const ofOwners = problems.length > 0 ? [] : findOwners(homes, 'owners').problems;
  return { homes, problems: [...problems, ...ofOwners].sort(byRow) };
}

/** All that keeps rows from becoming a roll, or a list of voters, by row. */
export function checkRows(rows: readonly Row[], purpose: Purpose = 'roll'): readonly Problem[] {
  return readRows(rows, purpose).problems;
}

/**
 * The rows that make a roll as they are: without those that a problem names, and without what those
 * leave incomplete. For showing what a list that has to be corrected would come to.
 */
export function goodRows(rows: readonly Row[]): readonly Row[] {
  const bad = new Set(
    checkRows(rows).flatMap(({ row, others }) => [...(row === undefined ? [] : [row]), ...others]),
  );
  return bad.size === 0 ? rows : goodRows(rows.filter(({ number }) => !bad.has(number)));
}

/** A formula for an area may stand for the area that the homes above and below have. */
function withArea(
  problem: Problem,
  { row, home }: Line,
  nearby: (home: NonNullable<Line['home']>) => string | undefined,
): Problem {
  const isArea = problem.column === 'area' && problem.fix === undefined;
  const value = isArea && home !== undefined ? nearby(home) : undefined;
  return value === undefined
    ? problem
    : { ...problem, fix: { kind: 'set', row, column: 'area', value } };
}

function byRow(left: Problem, right: Problem): number {
  return (left.row ?? 0) - (right.row ?? 0);
}
