import { utf8 } from '@madang/base';
import { describe, expect, it } from 'vitest';
import { applyFix, checkRows, readRollFile, toVoters } from '../intake/index.ts';

const inOrder = (count: number) => Array.from({ length: count }, (_, n) => n);
const backwards = (count: number) => inOrder(count).reverse();

const read = (...lines: string[]) => readRollFile(utf8(lines.join('\r\n')), { purpose: 'voters' });

function votersOf(lines: readonly string[], shuffle = inOrder) {
  const made = toVoters(read(...lines).rows, shuffle);
  if (!made.ok) throw new Error(made.error.map(({ text }) => text.en).join(' '));
  return made.value;
}

describe('a list of voters', () => {
  it('needs no areas, and has one voter for each home', () => {
    const list = votersOf([
      '동,호,세대주,휴대전화',
      '102,101,가,010-0000-0001',
      '101,1203,나,',
      '101,101,가,010-0000-0001',
    ]);
    expect(list).toEqual({
      buildings: ['101동', '102동'],
      // The same person in two homes votes for each of them.
      voters: [
        { number: 0, name: '가', phone: '010-0000-0001', label: '102동 101호', building: 1 },
        { number: 1, name: '나', label: '101동 1203호', building: 0 },
        { number: 2, name: '가', phone: '010-0000-0001', label: '101동 101호', building: 0 },
      ],
      excluded: 0,
      withoutPhone: 1,
    });
  });

  it('gives numbers at random, and lists voters by them', () => {
    const { voters } = votersOf(['동,호,세대주', '101,101,가', '101,102,나'], backwards);
    expect(voters.map(({ number, name }) => [number, name])).toEqual([
      [0, '나'],
      [1, '가'],
    ]);
  });

  it('lets the tenant vote, or whoever is marked among several', () => {
    const header = '동,호,세대주,휴대전화,대표,임차인,임차인 전화';
    const { voters } = votersOf([
      header,
      '101,101,가,010-0000-0001,,나,010-0000-0002',
      '101,102,다,,,,',
      '101,102,라,010-0000-0004,예,,',
    ]);
    expect(voters.map(({ name, phone }) => [name, phone])).toEqual([
      ['나', '010-0000-0002'],
      ['라', '010-0000-0004'],
    ]);
  });

  it('refuses a second row for a home, names both rows, and offers to take it out', () => {
    const { rows, problems } = read('동,호,세대주', '101,101,가', '101,102,나', '101,101,다');
    expect(problems).toMatchObject([
      { code: 'ROLL-DUPLICATE', row: 4, fix: { kind: 'remove', row: 4 } },
    ]);
    expect(problems[0]?.text.en).toContain('Row 2');
    expect(toVoters(rows, inOrder).ok).toBe(false);
    const fixed = applyFix(rows, { kind: 'remove', row: 4 });
    expect(checkRows(fixed, 'voters')).toEqual([]);
  });

  it('refuses the same line twice as well', () => {
    expect(read('동,호,세대주', '101,101,가', '101,101,가').problems).toMatchObject([
      { code: 'ROLL-DUPLICATE', row: 3 },
    ]);
  });

  it('keeps an area where the list has one', () => {
    const { voters } = votersOf(['동,호,세대주,면적', '101,101,가,84.96', '101,102,나,']);
    expect(voters.map(({ areaMilliM2 }) => areaMilliM2)).toEqual([84_960, undefined]);
  });

  it('leaves out the homes that it says to leave out, and counts them', () => {
    const list = votersOf(['동,호,세대주,제외', '101,101,가,', '101,102,나,O']);
    expect(list.voters).toHaveLength(1);
    expect(list.excluded).toBe(1);
  });

  it('says which column is missing, and which line has no home, name or telephone', () => {
    expect(read('동,세대주', '101,가').problems[0]?.text.ko).toContain('동·호');
    expect(read('동,호', '101,101').problems[0]?.text.ko).toContain('세대주');
    const { problems } = read('동,호,세대주,휴대전화', '101,,가,', '101,102,,', '101,103,다,12');
    expect(problems.map(({ code, row }) => [code, row])).toEqual([
      ['ROLL-UNIT-FORMAT', 2],
      ['ROLL-OWNER-MISSING', 3],
      ['ROLL-PHONE', 4],
    ]);
  });

  it('is read from what was pasted out of a spreadsheet', () => {
    expect(votersOf(['동\t호\t세대주', '101\t101\t가']).voters).toHaveLength(1);
  });
});
