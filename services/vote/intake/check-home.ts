import { MAX_MEMBERS } from '../chain/schema.ts';
import { sumOf, written } from './fraction.ts';
import { type Home, labelOf } from './home.ts';
import type { Problem } from './problem.ts';
import type { Line } from './read-line.ts';
import type { Column, Purpose, Words } from './row.ts';

/** All rows of one home. */
export interface HomeLines {
  readonly home: Home;
  readonly lines: readonly [Line, ...Line[]];
}

/** The homes of a list, in its order; rows whose home cannot be read belong to none. */
export function groupHomes(lines: readonly Line[]): readonly HomeLines[] {
  const byLabel = new Map<string, { home: Home; lines: [Line, ...Line[]] }>();
  for (const line of lines) {
    if (line.home === undefined) continue;
    const label = labelOf(line.home);
    const known = byLabel.get(label);
    if (known === undefined) byLabel.set(label, { home: line.home, lines: [line] });
    else known.lines.push(line);
  }
  return [...byLabel.values()];
}

/** A home with so many rows is not looked at any further: it would take too long. */
const LINES_MAX = 4 * MAX_MEMBERS;

/** The problem of more owners than the ledger can hold. */
export function tooManyMembers(lines: readonly Pick<Line, 'row'>[]): Problem {
  const [row = 0, ...others] = lines.map((line) => line.row);
  const text = {
    ko: `한 집의 공동 소유자는 ${MAX_MEMBERS}명까지입니다.`,
    en: `At most ${MAX_MEMBERS} persons can own one home together.`,
  };
  return { code: 'ROLL-LIMIT', row, others, text };
}

/** What the rows of one home have wrong among them. */
export function checkHome(
  given: HomeLines,
  nearby: (home: Home) => string | undefined,
  purpose: Purpose,
): readonly Problem[] {
  if (given.lines.length > LINES_MAX) return [tooManyMembers(given.lines)];
  const repeated = given.lines.filter((line, at) => repeats(given.lines.slice(0, at), line));
  const owners = given.lines.filter((line) => !repeated.includes(line));
  return [
    ...(purpose === 'voters'
      ? []
      : [
          ...repeated.map((line) => duplicate(given, line, owners)),
          ...areaProblems(given, nearby),
          ...shareProblems(owners),
        ]),
    ...representativeProblems(given.lines),
    ...differences(given.lines),
  ];
}

function repeats(before: readonly Line[], line: Line): boolean {
  return before.some((one) => isSameOwner(one, line));
}

/** In one home people of one name are one, unless a mark or a number tells them apart. */
function isSameOwner(left: Line, right: Line): boolean {
  if (left.owner === undefined || left.owner !== right.owner) return false;
  if (left.mark !== undefined && right.mark !== undefined) return left.mark === right.mark;
  if (left.phone !== undefined && right.phone !== undefined) return left.phone === right.phone;
  return true;
}

/** To leave the row out is proposed where the others own all of the home without it. */
function duplicate({ lines }: HomeLines, line: Line, owners: readonly Line[]): Problem {
  const first = lines.find((one) => isSameOwner(one, line)) ?? line;
  const found: Problem = {
    code: 'ROLL-DUPLICATE',
    row: line.row,
    column: line.homeColumn,
    others: [],
    text: {
      ko: `${first.row}행과 같은 집입니다. 한 줄을 빼 주세요.`,
      en: `Row ${first.row} is the same home and owner. Leave one of the two out.`,
    },
  };
  const shares = owners.flatMap(({ share }) => share ?? []);
  const isWhole = written(sumOf(shares)) === '1';
  return isWhole ? { ...found, fix: { kind: 'remove', row: line.row } } : found;
}

function areaProblems(
  { home, lines }: HomeLines,
  nearby: (home: Home) => string | undefined,
): readonly Problem[] {
  if (lines.some(({ faulty }) => faulty.has('area'))) return [];
  if (lines.some(({ areaMilliM2 }) => areaMilliM2 !== undefined)) return [];
  const [{ row }] = lines;
  const value = nearby(home);
  const text =
    value === undefined
      ? {
          ko: '전유면적이 비었습니다. 건축물대장을 보고 적어 주세요.',
          en: 'The area is missing. Take it from the register of buildings.',
        }
      : {
          ko: `전유면적이 비었습니다. 아래위 집은 ${value}입니다.`,
          en: `The area is missing. The homes above and below have ${value}.`,
        };
  const found: Problem = { code: 'ROLL-AREA-MISSING', row, column: 'area', others: [], text };
  return value === undefined
    ? [found]
    : [{ ...found, fix: { kind: 'set', row, column: 'area', value } }];
}

function shareProblems(owners: readonly Line[]): readonly Problem[] {
  const shares = owners.flatMap(({ share }) => share ?? []);
  const [first, ...others] = owners;
  const sum = written(sumOf(shares));
  if (first === undefined || shares.length < owners.length || sum === '1') return [];
  const rows = owners.map(({ row }) => row);
  const text =
    others.length === 0
      ? {
          ko: `이 집의 지분이 ${sum}뿐입니다. 모두 더해 1이어야 합니다.`,
          en: `Of this home only ${sum} is on the list. All shares together have to make 1.`,
        }
      : {
          ko: `${rows.join('·')}행의 지분을 더하면 ${sum}입니다. 1이어야 합니다.`,
          en: `The shares of rows ${rows.join(', ')} make ${sum}. They have to make 1.`,
        };
  const found = { code: 'ROLL-SHARE-SUM', column: 'share', text } as const;
  return [{ ...found, row: first.row, others: others.map(({ row }) => row) }];
}

function representativeProblems(lines: readonly Line[]): readonly Problem[] {
  const [first, ...more] = lines.filter(({ isRepresentative }) => isRepresentative);
  if (first === undefined || more.length === 0) return [];
  return [
    twoRepresentatives(
      first.row,
      more.map(({ row }) => row),
    ),
  ];
}

/** The problem of owners who name more than one representative. */
export function twoRepresentatives(row: number, others: readonly number[]): Problem {
  const rows = [row, ...others];
  return {
    code: 'ROLL-TWO-REPRESENTATIVES',
    row,
    column: 'representative',
    others,
    text: {
      ko: `${rows.join('·')}행에 대표가 둘 이상입니다. 같은 소유자들의 대표는 한 사람입니다.`,
      en: `Rows ${rows.join(', ')} name more than one representative of the same owners.`,
    },
  };
}

/** What is said of the home itself has to be the same in all of its rows, or blank. */
function differences(lines: readonly Line[]): readonly Problem[] {
  return [
    ...differing(lines, 'area', ({ areaMilliM2 }) => areaMilliM2),
    ...differing(lines, 'use', ({ use }) => use),
    ...differing(lines, 'excluded', ({ excluded }) => excluded),
    ...differing(lines, 'tenant', ({ tenant }) => tenant),
    ...differing(lines, 'tenantPhone', ({ tenantPhone }) => tenantPhone),
  ];
}

function differing(
  lines: readonly Line[],
  column: Column,
  of: (line: Line) => string | number | undefined,
): readonly Problem[] {
  const [first, ...more] = lines.filter((line) => of(line) !== undefined);
  const other = more.find((line) => first !== undefined && of(line) !== of(first));
  if (first === undefined || other === undefined) return [];
  const text: Words = {
    ko: `같은 집인 ${first.row}행과 다릅니다. 하나로 맞춰 주세요.`,
    en: `Row ${first.row} says something else of the same home. Make them the same.`,
  };
  return [{ code: 'ROLL-ROWS-DIFFER', row: other.row, column, others: [], text }];
}
