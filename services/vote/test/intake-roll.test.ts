import { expectOk, fromHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rollPayload } from '../chain/schema.ts';
import {
  type Capacity,
  permutation,
  type Roll,
  readRollFile,
  rollActs,
  toRoll,
} from '../intake/index.ts';
import { draft, meter, officer, send } from './world.ts';

const HEADER = '동,호,면적,소유자,지분,휴대전화,대표,용도,제외,임차인,임차인 전화,관리번호';
const inOrder = (count: number) => Array.from({ length: count }, (_, n) => n);
const backwards = (count: number) => inOrder(count).reverse();

function rollOf(
  lines: readonly string[],
  options: { capacity?: Capacity; shuffle?: (count: number) => readonly number[] } = {},
): Roll {
  const { rows } = readRollFile(utf8([HEADER, ...lines].join('\n')));
  const made = toRoll(rows, { capacity: 'owners', shuffle: inOrder, ...options });
  if (!made.ok) throw new Error(made.error.map(({ text }) => text.en).join(' '));
  return made.value;
}

/** Puts a roll on a ledger, opens the decision, and gives all of its tallies. */
async function onLedger(roll: Roll) {
  const world = draft({ owners: {}, homes: [], persons: 0, buildings: roll.buildings.length });
  const acts = await rollActs(roll, {
    person: ({ name, phone = '' }) => sha256(utf8(`${name} ${phone}`)),
    unit: ({ label }) => Promise.resolve(sha256(utf8(label))),
  });
  const decision = expectOk(fromHex(world.decision), 'an id is hex');
  for (const lines of acts.enter) {
    send(world.ledger, 'vote.enterRoll', rollPayload.toJson({ decision, ...lines }), officer);
  }
  send(world.ledger, 'vote.openDecision', { decision: world.decision, ...acts.open }, officer);
  return { acts, tallies: meter(world).tallies };
}

describe('toRoll', () => {
  it('counts an owner of three homes in two buildings once, with all the area', () => {
    const roll = rollOf([
      '102,101,84.96,가,,010-0000-0001',
      '101,101,59.97,가,,010-0000-0001',
      '101,201,59.97,가,,01000000001',
      '101,301,59.97,나,,',
    ]);
    expect(roll.buildings).toEqual(['101동', '102동']);
    expect(roll.totals).toMatchObject({ heads: 2, homes: 4, areaMilliM2: 264_870 });
    expect(roll.persons).toEqual([
      { number: 0, name: '가', phone: '010-0000-0001', homes: [0, 1, 2] },
      { number: 1, name: '나', homes: [3] },
    ]);
    expect(roll.units[0]).toEqual({
      number: 0,
      label: '102동 101호',
      building: 1,
      areaMilliM2: 84_960,
      use: 'residential',
      holder: 0,
    });
    expect(roll.notices.map(({ code, count }) => [code, count])).toEqual([
      ['ROLL-SEVERAL-HOMES', 1],
      ['ROLL-NO-PHONE', 1],
    ]);
    expect(roll.notices[0]?.text.ko).toBe(
      '3집을 가진 소유자 1명은 한 사람으로 세고 면적은 모두 더합니다.',
    );
  });

  it('makes one holder of the same owners with the same shares, and another of other shares', () => {
    const pair = (unit: number, first: string, second: string) => [
      `101,${unit},84.96,가,${first},010-0000-0001,O`,
      `101,${unit},84.96,나,${second},010-0000-0002,`,
    ];
    const roll = rollOf([
      ...pair(101, '1/2', '50%'),
      ...pair(102, '2/4', '½'),
      ...pair(103, '1/3', '2/3'),
    ]);
    expect(roll.holders).toEqual([
      {
        number: 0,
        members: [
          { person: 0, share: 1 },
          { person: 1, share: 1 },
        ],
        whole: 2,
        representative: 0,
      },
      {
        number: 1,
        members: [
          { person: 0, share: 1 },
          { person: 1, share: 2 },
        ],
        whole: 3,
        representative: 0,
      },
    ]);
    expect(roll.totals).toMatchObject({ heads: 2, homes: 3, represented: 3, unrepresented: 0 });
  });

  it('tells people of one name apart by a mark, then by their phone, else by their home', () => {
    const persons = (...lines: string[]) => rollOf(lines).persons.length;
    const line = (unit: number, phone: string, mark = '') =>
      `101,${unit},84.96,가,,${phone},,,,,,${mark}`;
    const [one, two] = ['010-0000-0001', '010-0000-0002'];
    expect(persons(line(101, one), line(102, one))).toBe(1);
    expect(persons(line(101, one), line(102, two))).toBe(2);
    expect(persons(line(101, one, 'A-1'), line(102, two, 'A-1'))).toBe(1);
    expect(persons(line(101, one, 'A-1'), line(102, one, 'A-2'))).toBe(2);
    expect(persons(line(101, one, 'A-1'), line(102, one))).toBe(1);
    expect(persons(line(101, one, 'A-1'), line(102, one, 'A-2'), line(103, one))).toBe(3);
    expect(persons(line(101, ''), line(102, ''))).toBe(2);
    const { notices } = rollOf([line(101, ''), line(102, '')]);
    expect(notices.map(({ code, count }) => [code, count])).toEqual([
      ['ROLL-SAME-NAME', 1],
      ['ROLL-NO-PHONE', 2],
    ]);
  });

  it('puts homes that are excluded on the roll and counts them nowhere', () => {
    const roll = rollOf([
      '101,101,84.96,가,,,,,,',
      '101,B1,30,나,,,,상가,O,',
      '101,B2,30,다,,,,복리,권리변동 없음,',
    ]);
    expect(roll.totals).toMatchObject({ heads: 1, homes: 1, areaMilliM2: 84_960, excluded: 2 });
    expect(roll.units.map(({ use, excluded }) => [use, excluded])).toEqual([
      ['residential', undefined],
      ['commercial', 'use'],
      ['welfare', 'rights-unchanged'],
    ]);
  });

  it('lets those who live there decide where it is theirs: the tenant, else the owners', () => {
    const lines = [
      '101,101,84.96,가,,010-0000-0001,,,,다,010-0000-0003',
      '101,102,84.96,가,,010-0000-0001,,,,,',
      '101,103,84.96,나,1/2,,,,,다,010-0000-0003',
      '101,103,84.96,라,1/2,,,,,,',
    ];
    const roll = rollOf(lines, { capacity: 'occupants' });
    expect(roll.persons.map(({ name, homes }) => [name, homes])).toEqual([
      ['다', [0, 2]],
      ['가', [1]],
    ]);
    expect(roll.totals).toMatchObject({ heads: 2, homes: 3, unrepresented: 0 });
    expect(rollOf(lines).persons.map(({ name }) => name)).toEqual(['가', '나', '라']);
  });

  it('tells how many homes are owned together without a representative', () => {
    const { totals, notices } = rollOf(['101,101,8,가,1/2,', '101,101,8,나,1/2,']);
    expect(totals).toMatchObject({ represented: 0, unrepresented: 1 });
    expect(notices.map(({ code }) => code)).toEqual(['ROLL-NO-REPRESENTATIVE', 'ROLL-NO-PHONE']);
  });

  it('gives out numbers as the shuffle says, never as the list does', () => {
    const lines = ['101,101,8,가,', '101,102,8,나,', '101,103,8,다,'];
    const roll = rollOf(lines, { shuffle: backwards });
    expect(roll.persons.map(({ name }) => name)).toEqual(['다', '나', '가']);
    expect(roll.units.map(({ label, holder }) => [label, holder])).toEqual([
      ['101동 103호', 0],
      ['101동 102호', 1],
      ['101동 101호', 2],
    ]);
    expect(() => rollOf(lines, { shuffle: () => [0, 0, 1] })).toThrow();
  });

  it('refuses a list with problems, and tells them', () => {
    const { rows } = readRollFile(utf8(`${HEADER}\n101,101,,가`));
    const made = toRoll(rows, { capacity: 'owners', shuffle: inOrder });
    expect(made).toMatchObject({ ok: false, error: [{ code: 'ROLL-AREA-MISSING', row: 2 }] });
  });
});

describe('rollActs', () => {
  it('enters persons before holders before homes, at most 100 lines in each act', async () => {
    const lines = inOrder(250).map((n) => `101,${n + 1},84.96,소유자 ${n},,`);
    const roll = rollOf(lines, { shuffle: backwards });
    const { acts, tallies } = await onLedger(roll);
    expect(
      acts.enter.map(({ persons, holders, units }) => [
        persons.length,
        holders.length,
        units.length,
      ]),
    ).toEqual([
      [100, 0, 0],
      [100, 0, 0],
      [50, 0, 0],
      [0, 100, 0],
      [0, 100, 0],
      [0, 50, 0],
      [0, 0, 100],
      [0, 0, 100],
      [0, 0, 50],
    ]);
    expect(acts.enter.flatMap(({ persons }) => persons.map(({ person }) => person))).toEqual(
      inOrder(250),
    );
    expect(tallies[0]?.eligible).toEqual({ heads: 250, homes: 250, area: 21_240_000 });
  });

  it('makes of any good list a roll that the ledger takes, with the same totals', async () => {
    const owner = fc.record({
      name: fc.constantFrom('가', '나', '다'),
      phone: fc.integer({ min: 1, max: 3 }),
    });
    const home = fc.record({
      building: fc.integer({ min: 101, max: 103 }),
      area: fc.integer({ min: 1, max: 200_000 }),
      weights: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
      owners: fc.uniqueArray(owner, {
        selector: ({ name, phone }) => `${name}${phone}`,
        minLength: 4,
        maxLength: 4,
      }),
      isRepresented: fc.boolean(),
      isExcluded: fc.boolean(),
    });
    const homes = fc.array(home, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(homes, fc.integer(), async (some, seed) => {
        const lines = some.flatMap(({ building, area, weights, owners, ...flags }, n) => {
          const whole = weights.reduce((sum, one) => sum + one, 0);
          const least = owners
            .slice(0, weights.length)
            .map((one) => `${one.name}${one.phone}`)
            .sort()[0];
          return weights.map((weight, at) => {
            const { name, phone } = owners[at]!;
            const metres = `${Math.trunc(area / 1_000)}.${String(area % 1_000).padStart(3, '0')}`;
            const mark = flags.isRepresented && `${name}${phone}` === least ? 'O' : '';
            return `${building},${n + 1},${metres},${name},${weight}/${whole},010-0000-000${phone},${mark},,${flags.isExcluded ? 'O' : ''}`;
          });
        });
        const shuffle = (count: number) =>
          permutation(count, (end) => Math.abs(seed + 7 * end) % end);
        const roll = rollOf(lines, { shuffle });
        const counted = some.filter(({ isExcluded }) => !isExcluded);
        const area = counted.reduce((sum, one) => sum + one.area, 0);
        expect(roll.totals).toMatchObject({ homes: counted.length, areaMilliM2: area });
        for (const { members, whole } of roll.holders) {
          expect(members.reduce((sum, { share }) => sum + share, 0)).toBe(whole);
        }
        const { heads, homes: all, areaMilliM2 } = roll.totals;
        const { tallies } = await onLedger(roll);
        expect(tallies[0]?.eligible).toEqual({ heads, homes: all, area: areaMilliM2 });
      }),
      { numRuns: 40 },
    );
  });
});

describe('permutation', () => {
  it('holds every number once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.infiniteStream(fc.nat()), (count, some) => {
        const numbers = permutation(count, (end) => Number(some.next().value) % end);
        expect([...numbers].sort((left, right) => left - right)).toEqual(inOrder(count));
      }),
    );
  });
});
