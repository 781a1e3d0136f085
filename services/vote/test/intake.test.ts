import { utf8 } from '@madang/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyFix,
  checkRows,
  goodRows,
  type Problem,
  type Row,
  readRollFile,
  toCsv,
} from '../intake/index.ts';

const HEADER = '동,호,전유면적(㎡),소유자,지분,휴대전화,대표';
const file = (...lines: string[]) => readRollFile(utf8(lines.join('\r\n')));
const list = (...lines: string[]) => file(HEADER, ...lines);
const GOOD = '101,101,84.96,이하나,,010-0000-0001,';
/** Code, row, column and proposed value or removal of each problem. */
const brief = (problems: readonly Problem[]) =>
  problems.map(({ code, row, column, fix }) => [
    code,
    row,
    column,
    ...(fix === undefined ? [] : [fix.kind === 'set' ? fix.value : 'remove']),
  ]);
const only = (...lines: string[]) => brief(list(...lines).problems);

/** Time that this process was busy since then: others on the machine do not count. */
function busyMs(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
}

/** A header, and a home of somebody named 마당. */
const CP949 = [
  ...[0xb5, 0xbf, 0x2c, 0xc8, 0xa3, 0x2c], // 동,호,
  ...[0xc0, 0xfc, 0xc0, 0xaf, 0xb8, 0xe9, 0xc0, 0xfb, 0x2c], // 전유면적,
  ...[0xbc, 0xd2, 0xc0, 0xaf, 0xc0, 0xda, 0x0a], // 소유자
  ...utf8('101,101,84.96,'),
  ...[0xb8, 0xb6, 0xb4, 0xe7, 0x0a], // 마당
];

describe('readRollFile', () => {
  it('reads UTF-8 with and without its mark, and says so', () => {
    for (const mark of ['', '\uFEFF']) {
      const { encoding, rows, problems, notices } = file(mark + HEADER, GOOD);
      expect([encoding, rows.length, problems, notices]).toEqual(['utf-8', 1, [], []]);
    }
  });

  it('reads CP949, says so, and reads it otherwise if asked', () => {
    const { encoding, rows, problems, notices } = readRollFile(Uint8Array.from(CP949));
    expect([encoding, problems]).toEqual(['cp949', []]);
    expect(rows[0]?.cells.owner).toBe('마당');
    expect(notices.map(({ code }) => code)).toEqual(['ROLL-READ-AS-CP949']);
    const asked = readRollFile(Uint8Array.from(CP949), { encoding: 'utf-8' });
    expect(asked.problems.map(({ code }) => code)).toEqual(['ROLL-HEADER-MISSING']);
  });

  it.each([',', ';', '\t'])('reads cells separated by %j, quoted or not', (separator) => {
    const lines = [
      ['집', '면적', '성명', '지분'],
      ['101동 1203호', '84.96', `"가나${separator}""다"""`, '1/2'],
      ['101-1203', '84.96', '라마', '50%'],
    ].map((cells) => cells.join(separator));
    const { rows, problems } = file(...lines, '');
    expect(rows.map(({ cells }) => cells.owner)).toEqual([`가나${separator}"다"`, '라마']);
    const unseen = separator === '\t' ? ['ROLL-CONTROL-CHARACTER'] : [];
    expect(problems.map(({ code }) => code)).toEqual(unseen);
  });

  it('finds columns in any order below a title, and names those it does not read', () => {
    const { rows, notices, problems } = file(
      '소유자 명부,,,,',
      ',,,,',
      '연번,Owner,Area m²,호,동',
      '1,이하나,84.96,101호,101동',
    );
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      { number: 4, cells: { owner: '이하나', area: '84.96', unit: '101호', building: '101동' } },
    ]);
    expect(notices).toMatchObject([{ code: 'ROLL-COLUMN-IGNORED', count: 1 }]);
    expect(notices[0]?.text.ko).toContain('연번');
  });

  it('numbers rows as a spreadsheet does, blank ones and line ends in cells included', () => {
    const { rows } = list('', GOOD, '101,102,84.96,"이\n둘",,,');
    expect(rows.map(({ number }) => number)).toEqual([3, 4]);
  });

  it('refuses what is too large, no text, empty or without headers, with one problem', () => {
    const codes = (bytes: Uint8Array) => {
      const { problems, rows } = readRollFile(bytes);
      return [problems.map(({ code }) => code), rows.length];
    };
    expect(codes(new Uint8Array(5_000_001))).toEqual([['ROLL-TOO-LARGE'], 0]);
    const rows = `${HEADER}\n${'1,1,1,가,,,\n'.repeat(50_001)}`;
    expect(codes(utf8(rows))).toEqual([['ROLL-TOO-LARGE'], 0]);
    expect(codes(utf8('\n'.repeat(4_000_000)))).toEqual([['ROLL-EMPTY'], 0]);
    expect(codes(Uint8Array.of(0x50, 0x4b, 3, 4))).toEqual([['ROLL-NOT-TEXT'], 0]);
    expect(codes(Uint8Array.of(0xff, 0xfe, 0x2c, 0))).toEqual([['ROLL-NOT-TEXT'], 0]);
    expect(codes(Uint8Array.of())).toEqual([['ROLL-EMPTY'], 0]);
    expect(codes(utf8(HEADER))).toEqual([['ROLL-EMPTY'], 0]);
    expect(codes(utf8('동,소유자\n101,가'))).toEqual([['ROLL-HEADER-MISSING'], 0]);
    expect(readRollFile(utf8('동,소유자\n101,가')).problems[0]?.text.ko).toContain(
      '동·호, 전유면적',
    );
  });

  it('reads 20,000 rows in less than two seconds', () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, n) => `${101 + (n % 200)},${Math.trunc(n / 200) + 101},84.96,"소유자 ${n}",1/1,,O`,
    );
    const bytes = utf8([HEADER, ...rows].join('\r\n'));
    const begun = process.cpuUsage();
    const read = readRollFile(bytes);
    expect(busyMs(begun)).toBeLessThan(2_000);
    expect([read.rows.length, read.problems]).toEqual([20_000, []]);
  });

  it('is not held up by 50,000 owners of one home, nor by one long cell', () => {
    const lines = Array.from({ length: 50_000 }, (_, n) => `1,1,1,${n},1/${1e11 + n},,`);
    const begun = process.cpuUsage();
    const { problems } = list(...lines);
    expect(problems.map(({ code, others }) => [code, others.length])).toEqual([
      ['ROLL-LIMIT', 49_999],
    ]);
    const long = file('집,면적,소유자', `가${' '.repeat(4_000_000)}나,1,다`);
    expect(brief(long.problems)).toEqual([['ROLL-UNIT-FORMAT', 2, 'home']]);
    expect(busyMs(begun)).toBeLessThan(10_000);
  });

  it('never throws, whatever the bytes', () => {
    const anything = fc.oneof(
      fc.uint8Array({ max: 255, maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            ...Array.from(HEADER),
            '"',
            '\r',
            '\n',
            ';',
            '\t',
            '=',
            '\uFFFD',
            '/',
            '1',
            '가',
          ),
        )
        .map((some) => utf8(`${HEADER}\n${some.join('')}`)),
    );
    fc.assert(
      fc.property(anything, (bytes) => {
        const { rows, problems } = readRollFile(bytes);
        const known = new Set(rows.map(({ number }) => number));
        for (const { row } of problems) expect(row === undefined || known.has(row)).toBe(true);
        expect(checkRows(goodRows(rows))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('problems of a row', () => {
  it('ROLL-FORMULA: never computes a cell, and proposes only what others say', () => {
    expect(only('101,101,84.96,=A1,,,')).toEqual([['ROLL-FORMULA', 2, 'owner']]);
    expect(only('101,101,84.96,@SUM(A1),,,')).toEqual([['ROLL-FORMULA', 2, 'owner']]);
    expect(only('101,101,-84.96,가,,,')).toEqual([['ROLL-FORMULA', 2, 'area']]);
    expect(only('101,101,84.96,"\t=A1",,,')).toEqual([['ROLL-FORMULA', 2, 'owner']]);
    expect(only("101,101,84.96,'=A1,,,")).toEqual([['ROLL-FORMULA', 2, 'owner']]);
    expect(only('101,101,84.96,가,,+82 10-0000-0001,')).toEqual([
      ['ROLL-FORMULA', 2, 'phone', '010-0000-0001'],
    ]);
  });

  it('takes a dash alone for a blank', () => {
    expect(only('101,101,84.96,가,-,-,-')).toEqual([]);
  });

  it('ROLL-CONTROL-CHARACTER: proposes the cell without what nobody sees', () => {
    expect(only('101,101,84.96,"이\u200B\n하나",,,')).toEqual([
      ['ROLL-CONTROL-CHARACTER', 2, 'owner', '이 하나'],
    ]);
    expect(only('101,101,84.96,이\uFFFD나,,,')).toEqual([['ROLL-CONTROL-CHARACTER', 2, 'owner']]);
  });

  it.each([
    ['110', '13O2', 'unit', '1302'],
    ['11O동', '1302호', 'building', '110동'],
    ['110', 'l302', 'unit', '1302'],
    ['110', '', 'unit', undefined],
    ['', '1302', 'building', undefined],
    ['110', '옥탑', 'unit', undefined],
  ])('ROLL-UNIT-FORMAT: %s, %s', (building, unit, column, value) => {
    const proposal = value === undefined ? [] : [value];
    expect(only(`${building},${unit},84.96,가,,,`)).toEqual([
      ['ROLL-UNIT-FORMAT', 2, column, ...proposal],
    ]);
  });

  it('ROLL-UNIT-FORMAT: proposes the whole of a home that stands in one cell', () => {
    const { problems } = file(
      '집,면적,소유자',
      '11O동 13O2호,84.96,가',
      '옥탑,84.96,나',
      ',84.96,다',
    );
    expect(brief(problems)).toEqual([
      ['ROLL-UNIT-FORMAT', 2, 'home', '110동 1302호'],
      ['ROLL-UNIT-FORMAT', 3, 'home'],
      ['ROLL-UNIT-FORMAT', 4, 'home'],
    ]);
  });

  it('ROLL-AREA-MISSING: proposes what the homes above and below have, if they agree', () => {
    const floor = (n: number, area: string) => `101,${n}02,${area},소유자 ${n},,,`;
    const column = ['ROLL-AREA-MISSING', 3, 'area'];
    expect(only(floor(1, '84.96'), floor(2, ''), floor(3, '84.960'))).toEqual([
      [...column, '84.96'],
    ]);
    expect(only(floor(1, '84.96'), floor(2, ''), floor(3, '59.97'))).toEqual([column]);
    expect(only(floor(1, '59'), floor(12, ''))).toEqual([[...column, '59']]);
    expect(only('102,102,84.96,가,,,', floor(2, ''))).toEqual([column]);
  });

  it('ROLL-AREA-MISSING: one row of a home is enough', () => {
    expect(only('101,101,84.96,가,1/2,,', '101,101,,나,1/2,,')).toEqual([]);
  });

  it.each([
    ['84.9612', undefined],
    ['"84,96"', '84.96'],
    ['25평', undefined],
    ['0', undefined],
    ['1000000.001', undefined],
    ['8e1', undefined],
  ])('ROLL-AREA-FORMAT: %s', (area, value) => {
    const proposal = value === undefined ? [] : [value];
    expect(only(`101,101,${area},가,,,`)).toEqual([['ROLL-AREA-FORMAT', 2, 'area', ...proposal]]);
  });

  it.each(['84.96㎡', '84.9600 m2', '"1,084.5"', '８４．９６', '1000000'])('reads %s', (area) => {
    expect(only(`101,101,${area},가,,,`)).toEqual([]);
  });

  it('ROLL-OWNER-MISSING, ROLL-NAME-LENGTH', () => {
    expect(only('101,101,84.96,,,,')).toEqual([['ROLL-OWNER-MISSING', 2, 'owner']]);
    expect(only(`101,101,84.96,${'가'.repeat(61)},,,`)).toEqual([['ROLL-NAME-LENGTH', 2, 'owner']]);
    expect(only(`101,101,84.96,${'가'.repeat(60)},,,`)).toEqual([]);
  });

  it.each([
    ['1/0', undefined],
    ['3/2', undefined],
    ['0/2', undefined],
    ['반', undefined],
    ['101%', undefined],
    ['0.5', '1/2'],
    ['50', '50%'],
    ['33.3', '33.3%'],
    ['150', undefined],
    ['01월 02일', '1/2'],
  ])('ROLL-SHARE-FORMAT: %s', (share, value) => {
    const proposal = value === undefined ? [] : [value];
    expect(only(`101,101,84.96,가,${share},,`)).toEqual([
      ['ROLL-SHARE-FORMAT', 2, 'share', ...proposal],
    ]);
  });

  it.each(['1/2', '½', '2분의 1', '50%', '50.0 %', '2/4'])('takes %s for a half', (share) => {
    expect(only(`101,101,84.96,가,${share},,`, '101,101,84.96,나,1/2,,')).toEqual([]);
  });

  it.each([
    ['010-12-2847', []],
    ['02-123-4567', []],
    ['1012345678', ['010-1234-5678']],
    ['010-0000-000a', []],
  ])('ROLL-PHONE: %s', (phone, proposal) => {
    expect(only(`101,101,84.96,가,,${phone},`)).toEqual([['ROLL-PHONE', 2, 'phone', ...proposal]]);
  });

  it.each(['010-0000-0001', '01000000001', '010 0000 0001', '011-000-0001', ''])(
    'takes %s for a mobile number, or none',
    (phone) => {
      expect(only(`101,101,84.96,가,,${phone},`)).toEqual([]);
    },
  );

  it('ROLL-CHOICE: for what is neither yes nor no, nor a use', () => {
    expect(only('101,101,84.96,가,,,음')).toEqual([['ROLL-CHOICE', 2, 'representative']]);
    const { problems } = file('집,면적,소유자,용도,제외', '101-101,8,가,창고,글쎄');
    expect(brief(problems)).toEqual([
      ['ROLL-CHOICE', 2, 'use'],
      ['ROLL-CHOICE', 2, 'excluded'],
    ]);
  });

  it('ROLL-QUOTE and ROLL-CELLS: a row that cannot be taken apart, beside good ones', () => {
    expect(only(GOOD, '101,102,84.96,"가"나,,,')).toEqual([['ROLL-QUOTE', 3, undefined]]);
    expect(only(GOOD, '101,102,84.96,"가,,,')).toEqual([['ROLL-QUOTE', 3, undefined]]);
    expect(only(GOOD, '101,102,84.96,가,,,,O')).toEqual([['ROLL-CELLS', 3, undefined]]);
  });
});

describe('problems between rows', () => {
  it('ROLL-DUPLICATE: proposes to leave the later row out, if the others own all without it', () => {
    const row = '102,1104,59.97,가,1/1,010-0000-1180,';
    expect(only(row, row)).toEqual([['ROLL-DUPLICATE', 3, 'unit', 'remove']]);
    expect(only(row, '102,1104,59.97,가,,,')).toEqual([['ROLL-DUPLICATE', 3, 'unit', 'remove']]);
    const half = '102,1104,59.97,가,1/2,,';
    expect(only(half, half).map(([code]) => code)).toEqual(['ROLL-SHARE-SUM', 'ROLL-DUPLICATE']);
  });

  it('ROLL-SHARE-SUM: names the rows and the sum', () => {
    const { problems } = list('105,1501,84.96,가,1/2,,', '105,1501,84.96,나,1/3,,');
    expect(brief(problems)).toEqual([['ROLL-SHARE-SUM', 2, 'share']]);
    expect(problems[0]?.others).toEqual([3]);
    expect(problems[0]?.text.ko).toBe('2·3행의 지분을 더하면 5/6입니다. 1이어야 합니다.');
    expect(problems[0]?.text.en).toContain('5/6');
    expect(only('105,1501,84.96,가,,,', '105,1501,84.96,나,,,')).toEqual([
      ['ROLL-SHARE-SUM', 2, 'share'],
    ]);
    expect(only('105,1501,84.96,가,1/2,,')).toEqual([['ROLL-SHARE-SUM', 2, 'share']]);
  });

  it('ROLL-TWO-REPRESENTATIVES: in one home, and over the homes of the same owners', () => {
    const pair = (unit: number, first: string, second: string) => [
      `101,${unit},84.96,가,1/2,010-0000-0001,${first}`,
      `101,${unit},84.96,나,1/2,010-0000-0002,${second}`,
    ];
    expect(only(...pair(101, 'O', '예'))).toEqual([
      ['ROLL-TWO-REPRESENTATIVES', 2, 'representative'],
    ]);
    expect(only(...pair(101, 'O', ''), ...pair(102, '', 'Y'))).toEqual([
      ['ROLL-TWO-REPRESENTATIVES', 2, 'representative'],
    ]);
    expect(only(...pair(101, 'O', ''), ...pair(102, 'Y', ''))).toEqual([]);
  });

  it('ROLL-ROWS-DIFFER: what is said of one home has to be one thing', () => {
    const { problems } = file(
      '집,면적,소유자,지분,용도,임차인',
      '101-101,84.96,가,1/2,주거,다',
      '101-101,59.97,나,1/2,상가,라',
    );
    expect(brief(problems)).toEqual([
      ['ROLL-ROWS-DIFFER', 3, 'area'],
      ['ROLL-ROWS-DIFFER', 3, 'use'],
      ['ROLL-ROWS-DIFFER', 3, 'tenant'],
    ]);
  });

  it('ROLL-LIMIT: shares that the ledger cannot hold, and more owners than it follows', () => {
    const fine = ['가,999999999989/999999999990', '나,1/999999999990'];
    expect(only(...fine.map((one) => `101,101,84.96,${one},,`))).toEqual([
      ['ROLL-LIMIT', 2, undefined],
    ]);
    const many = Array.from({ length: 33 }, (_, n) => `101,101,84.96,소유자 ${n},1/33,,`);
    expect(only(...many)).toEqual([['ROLL-LIMIT', 2, undefined]]);
    const towers = Array.from({ length: 257 }, (_, n) => `${n + 1},101,84.96,소유자 ${n},,,`);
    expect(only(...towers)).toEqual([['ROLL-LIMIT', 258, undefined]]);
    const held = Array.from({ length: 65 }, (_, n) => `${n + 1},101,84.96,가,,010-0000-0001,`);
    expect(only(...held)).toEqual([['ROLL-LIMIT', 2, undefined]]);
    expect(only(...held.slice(1))).toEqual([]);
    const pairs = Array.from({ length: 33 }, (_, n) => [
      `1,${n + 101},84.96,가,1/2,010-0000-0001,`,
      `1,${n + 101},84.96,나 ${n},1/2,,`,
    ]);
    expect(only(...pairs.flat())).toEqual([['ROLL-LIMIT', 66, undefined]]);
  });
});

/** The file of the import screen, its rows where the screen has them. */
function screenFile(): { lines: string[]; rows: Readonly<Record<number, string>> } {
  const rows: Record<number, string> = {
    117: '102,1104,59.97,박ㅇ호,1/1,010-0000-1180,',
    118: '102,1104,59.97,박ㅇ호,1/1,010-0000-1180,',
    242: '104,202,84.96,이ㅇ이,1/1,,',
    243: '104,302,,윤ㅇ경,1/1,010-0000-7765,',
    244: '104,402,84.96,이ㅇ사,1/1,,',
    377: '105,1501,84.96,강ㅇ민,1/2,010-0000-0924,',
    378: '105,1501,84.96,강ㅇ아,1/3,010-0000-0931,',
    603: '108,704,84.96,이ㅇ칠,1/1,,',
    604: '108,804,=C603,송ㅇ우,1/1,010-0000-4410,',
    605: '108,904,84.96,이ㅇ구,1/1,,',
    733: '110,13O2,84.96,임ㅇ정,1/1,010-0000-5502,',
    821: '111,606,114.72,조ㅇ란,1/1,010-12-2847,',
  };
  const lines = Array.from({ length: 1_011 }, (_, n) => {
    const row = n + 2;
    const [building, unit] = [201 + Math.trunc(row / 100), 101 + (row % 100)];
    return rows[row] ?? `${building},${unit},84.96,소유자 ${row},1/1,,`;
  });
  return { lines, rows };
}

describe('the list of the import screen', () => {
  const { rows, problems } = list(...screenFile().lines);

  it('has its problems where the screen shows them, with what it proposes', () => {
    expect(brief(problems)).toEqual([
      ['ROLL-DUPLICATE', 118, 'unit', 'remove'],
      ['ROLL-AREA-MISSING', 243, 'area', '84.96'],
      ['ROLL-SHARE-SUM', 377, 'share'],
      ['ROLL-FORMULA', 604, 'area', '84.96'],
      ['ROLL-UNIT-FORMAT', 733, 'unit', '1302'],
      ['ROLL-PHONE', 821, 'phone'],
    ]);
    expect(problems.map(({ text }) => text.ko)).toEqual([
      '117행과 같은 집입니다. 한 줄을 빼 주세요.',
      '전유면적이 비었습니다. 아래위 집은 84.96입니다.',
      '377·378행의 지분을 더하면 5/6입니다. 1이어야 합니다.',
      '셀에 수식이 있어 읽지 않았습니다. 값으로 적어 주세요.',
      '호수에 영문 O가 있습니다. 1302호가 맞나요?',
      '번호가 짧습니다. 모르면 비워 두세요. 우편으로 보냅니다.',
    ]);
  });

  it('keeps its good rows beside the bad', () => {
    expect(rows).toHaveLength(1_011);
    expect(goodRows(rows)).toHaveLength(1_011 - 7);
  });

  it('is right once every proposal is taken and the rest is corrected', () => {
    const proposed = problems.flatMap(({ fix }) => fix ?? []);
    const fixed = [
      ...proposed,
      { kind: 'set', row: 378, column: 'share', value: '1/2' } as const,
      { kind: 'set', row: 821, column: 'phone', value: '' } as const,
    ].reduce<readonly Row[]>(applyFix, rows);
    expect(checkRows(fixed)).toEqual([]);
    expect(fixed).toHaveLength(1_010);
    expect(rows.find(({ number }) => number === 243)?.cells.area).toBe('');
  });
});

describe('toCsv', () => {
  it('writes what it was given for a spreadsheet, and no cell that is computed there', () => {
    const dangerous = ['=A1', '+1', '-1', '@x', '\t1', '\r1', "'=A1", ' =A1', '＝A1'];
    const rows = dangerous.map((owner, n) => ({ number: n + 2, cells: { owner, area: '1' } }));
    const [header, ...lines] = toCsv(rows).split('\r\n');
    expect(header).toBe('\uFEFF전유면적(㎡),소유자');
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^1,"?'/);
  });

  it('gives every cell back as it was', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
      fc
        .array(fc.constantFrom("'", '=', '"', ',', ';', '\t', '\r', '\n', ' ', '-', '가'))
        .map((some) => some.join('')),
    );
    const cells = fc.record({
      home: cell,
      owner: cell.map((text) => `x${text}`),
      area: cell,
      share: cell,
    });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 5 }), (some) => {
        const rows = some.map((one, n) => ({ number: n + 2, cells: one }));
        expect(readRollFile(utf8(toCsv(rows))).rows).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });
});
