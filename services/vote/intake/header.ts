import { type CsvRecord, readCsv } from './csv.ts';
import { type Problem, problemOfFile } from './problem.ts';
import type { Column, Purpose, Words } from './row.ts';

/** What headers say for each column; the first is what we write. */
const names: Readonly<Record<Column, readonly string[]>> = {
  building: ['동', '동명', '동번호', 'building', 'bldg', 'block'],
  unit: ['호', '호수', '호실', 'unit', 'room'],
  home: ['집', '동호', '동호수', '세대', 'home', 'address'],
  area: ['전유면적', '전용면적', '면적', 'area', 'exclusivearea'],
  owner: [
    '소유자',
    '소유자명',
    '소유자성명',
    '성명',
    '이름',
    '세대주',
    '선거인',
    'owner',
    'ownername',
    'name',
    'householder',
    'voter',
  ],
  share: ['지분', '소유지분', '지분율', 'share'],
  phone: [
    '휴대전화',
    '휴대전화번호',
    '휴대폰',
    '휴대폰번호',
    '전화',
    '전화번호',
    '연락처',
    'phone',
    'mobile',
    'cellphone',
  ],
  representative: ['대표', '대표자', '대표소유자', 'representative'],
  use: ['용도', 'use'],
  excluded: ['제외', '제외여부', 'excluded', 'exclude'],
  tenant: ['임차인', '임차인명', '세입자', 'tenant'],
  tenantPhone: [
    '임차인전화',
    '임차인휴대전화',
    '임차인전화번호',
    '임차인연락처',
    '세입자전화',
    'tenantphone',
    'tenantmobile',
  ],
  birthDate: ['생년월일', 'birthdate', 'dateofbirth'],
  reference: ['관리번호', '소유자번호', 'reference', 'ownernumber'],
};

const columnByName = new Map(
  entriesOf(names).flatMap(([column, list]) => list.map((name) => [name, column] as const)),
);

function entriesOf<K extends string, V>(given: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(given) as [K, V][];
}

/** How a column is headed in the files that we write. */
export function headerOf(column: Column): string {
  return { ...firstNames, area: '전유면적(㎡)', tenantPhone: '임차인 전화' }[column];
}

const firstNames = Object.fromEntries(
  entriesOf(names).map(([column, list]) => [column, list[0] ?? column]),
) as Record<Column, string>;

/** Where a file has which column. */
export interface Header {
  readonly separator: string;
  /** Which record it is, counted from 0: titles may stand above it. */
  readonly at: number;
  /** For each cell of a record its column, or nothing. */
  readonly columns: readonly (Column | undefined)[];
  /** Headers that are not read, as they stand in the file. */
  readonly ignored: readonly string[];
}

const SEPARATORS = [',', ';', '\t'];
const TITLE_ROWS_MAX = 10;

/** The header of a file: whichever of its first records, by whichever separator, says most. */
export function findHeader(text: string): Header {
  const found = SEPARATORS.flatMap((separator) =>
    readCsv(text, separator, TITLE_ROWS_MAX).map((record, at) => headerAt(separator, at, record)),
  );
  const first = { separator: ',', at: 0, columns: [], ignored: [] };
  return found.reduce((best, one) => (known(one) > known(best) ? one : best), first);
}

function headerAt(separator: string, at: number, { cells }: CsvRecord): Header {
  const taken = new Set<Column>();
  const ignored: string[] = [];
  const columns = cells.map((cell) => {
    const column = columnByName.get(plain(cell));
    if (column !== undefined && !taken.has(column)) {
      taken.add(column);
      return column;
    }
    if (cell.trim() !== '') ignored.push(cell.trim());
    return undefined;
  });
  return { separator, at, columns, ignored };
}

const whose = {
  roll: { ko: '소유자', en: 'owner' },
  voters: { ko: '세대주', en: 'householder' },
} as const;

/** A header without its unit, spaces and marks. */
function plain(cell: string): string {
  return cell
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\([^()]*\)|\[[^[\]]*\]|[\s_\-·./*:]/g, '')
    .replace(/m2$/, '');
}

function known({ columns }: Pick<Header, 'columns'>): number {
  return columns.filter((column) => column !== undefined).length;
}

/** What a header lacks that no list of its purpose can do without. */
export function headerProblem({ columns }: Header, purpose: Purpose): Problem | undefined {
  const has = (column: Column): boolean => columns.includes(column);
  const missing = [
    ...(has('home') || (has('building') && has('unit')) ? [] : [{ ko: '동·호', en: 'home' }]),
    ...(has('area') || purpose === 'voters' ? [] : [{ ko: '전유면적', en: 'area' }]),
    ...(has('owner') ? [] : [whose[purpose]]),
  ];
  if (missing.length === 0) return undefined;
  const list = (language: keyof Words): string => missing.map((one) => one[language]).join(', ');
  return problemOfFile('ROLL-HEADER-MISSING', {
    ko: `열 이름을 찾지 못했습니다: ${list('ko')}. 첫 줄에 열 이름을 적어 주세요.`,
    en: `No column is headed: ${list('en')}. Write the names of the columns in the first row.`,
  });
}
