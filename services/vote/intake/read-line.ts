import {
  type Exclusion,
  type Reader,
  readArea,
  readCell,
  readExclusion,
  readMark,
  readName,
  readOwner,
  readPhone,
  readShare,
  readUse,
  readYes,
  type Use,
} from './cells.ts';
import type { Fraction } from './fraction.ts';
import { type Home, readBuilding, readHome, readUnit } from './home.ts';
import { type Problem, problemAt } from './problem.ts';
import type { Column, Row } from './row.ts';

/** What a row says. A field is absent where its cell is blank or cannot be read. */
export interface Line {
  readonly row: number;
  /** Whether the file has homes in one column. */
  readonly homeColumn: 'home' | 'unit';
  readonly home: Home | undefined;
  /** Area in thousandths of a square metre. */
  readonly areaMilliM2: number | undefined;
  readonly owner: string | undefined;
  readonly share: Fraction | undefined;
  readonly phone: string | undefined;
  readonly isRepresentative: boolean;
  readonly use: Use | undefined;
  readonly excluded: Exclusion | undefined;
  readonly tenant: string | undefined;
  readonly tenantPhone: string | undefined;
  /** What tells people of one name apart. */
  readonly mark: string | undefined;
  /** Columns that cannot be read. */
  readonly faulty: ReadonlySet<Column>;
}

/** A row with what is wrong with its cells. */
export interface ReadLine {
  readonly line: Line;
  readonly problems: readonly Problem[];
}

type Take = <T>(column: Column, read: Reader<T>) => T | undefined;

/** Reads the cells of a row, each by itself. */
export function readLine(row: Row): ReadLine {
  const problems: Problem[] = [...damageOf(row)];
  const take: Take = (column, read) => {
    const taken = readCell(column, row.cells[column] ?? '', read);
    if (taken.ok) return taken.value;
    problems.push(problemAt(row.number, column, taken.error));
    return undefined;
  };
  const hasTwo = row.cells.building !== undefined && row.cells.unit !== undefined;
  const home = hasTwo ? takeParts(take) : take('home', readHome);
  const birthDate = take('birthDate', readMark);
  const line = {
    row: row.number,
    homeColumn: hasTwo ? ('unit' as const) : ('home' as const),
    home,
    areaMilliM2: take('area', readArea),
    owner: take('owner', readOwner),
    share: take('share', readShare),
    phone: take('phone', readPhone),
    isRepresentative: take('representative', readYes) ?? false,
    use: blank(row, 'use') ? undefined : take('use', readUse),
    excluded: take('excluded', readExclusion),
    tenant: take('tenant', readName),
    tenantPhone: take('tenantPhone', readPhone),
    mark: take('reference', readMark) ?? birthDate,
  };
  const faulty = new Set(problems.flatMap(({ column }) => column ?? []));
  return { line: { ...line, faulty }, problems };
}

function takeParts(take: Take): Home | undefined {
  const building = take('building', readBuilding);
  const unit = take('unit', readUnit);
  return building === undefined || unit === undefined ? undefined : { building, unit };
}

function blank({ cells }: Row, column: Column): boolean {
  return (cells[column] ?? '').trim() === '';
}

function damageOf({ number, damage }: Row): readonly Problem[] {
  if (damage === undefined) return [];
  return damage === 'quote'
    ? [
        {
          code: 'ROLL-QUOTE',
          row: number,
          others: [],
          text: {
            ko: '큰따옴표의 짝이 맞지 않아 이 줄을 바르게 나눌 수 없습니다.',
            en: 'A quotation mark is out of place, so this row cannot be taken apart.',
          },
        },
      ]
    : [
        {
          code: 'ROLL-CELLS',
          row: number,
          others: [],
          text: {
            ko: '열 이름보다 셀이 많습니다. 쉼표가 든 셀은 큰따옴표로 감싸 주세요.',
            en: 'The row has more cells than there are headers. Quote cells that hold a comma.',
          },
        },
      ];
}
