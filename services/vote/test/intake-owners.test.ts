import { expectOk } from '@madang/base';
import { describe, expect, it } from 'vitest';
import {
  type CountedHome,
  findingChanges,
  homesAfter,
  type OwnerEntry,
  readOwners,
} from '../intake/index.ts';

const known = (person: number, share = ''): OwnerEntry => ({ person, name: '', phone: '', share });
const buyer = (name: string, phone: string, share = ''): OwnerEntry => ({ name, phone, share });
const faults = (entries: readonly OwnerEntry[]) => {
  const read = readOwners(entries);
  return read.ok ? [] : read.error.map(({ line, field, text }) => [line, field, text.en]);
};

describe('owners in a form', () => {
  it('are read as a list is: numbers, names, telephones, shares of one denominator', () => {
    const entries = [known(7, '1/3'), buyer(' 새 소유자 ', '01012345678', '50%'), known(3, '1/6')];
    expect(expectOk(readOwners(entries), 'read')).toEqual({
      owners: [
        { who: 7, share: 2 },
        { who: { name: '새 소유자', phone: '010-1234-5678' }, share: 3 },
        { who: 3, share: 1 },
      ],
      whole: 6,
    });
    expect(expectOk(readOwners([buyer('새 소유자', '')]), 'alone')).toEqual({
      owners: [{ who: { name: '새 소유자' }, share: 1 }],
      whole: 1,
    });
  });

  it('say beside the field what has to be corrected', () => {
    expect(
      faults([known(1, '1/2'), buyer('', '12', '2')]).map(([line, field]) => [line, field]),
    ).toEqual([
      [1, 'name'],
      [1, 'phone'],
      [1, 'share'],
    ]);
    expect(faults([known(1, '1/2'), known(2, '1/3')])).toEqual([
      [undefined, 'share', 'The shares have to add up to 1. They add up to 5/6.'],
    ]);
    expect(faults([])).toEqual([[undefined, 'share', 'Name at least one owner.']]);
    const many = Array.from({ length: 33 }, (_, person) => known(person, '1/33'));
    expect(faults(many)).toEqual([[undefined, 'share', 'A home has at most 32 owners.']]);
    const fine = [known(1, '1/999999999999'), known(2, '999999999998/999999999999')];
    expect(faults(fine)).toEqual([[undefined, 'share', 'The shares are too fine.']]);
    expect(faults([buyer('=1+1', '010-1234-5678')])).toHaveLength(1);
  });
});

describe('what a change comes to', () => {
  const home = (unit: number, holder: number, more = {}) => ({
    unit,
    building: unit % 2,
    areaMilliM2: 100_000,
    holder,
    ...more,
  });
  const homes: readonly CountedHome[] = [
    home(0, 0, { says: 'agree' }),
    home(1, 0, { says: 'agree' }),
    home(2, 1),
    home(3, 2, { excluded: 'use' }),
  ];
  const counting = {
    buildings: 2,
    settings: { abstentions: 'participate' },
    rule: {
      hold: 'all',
      conditions: [
        {
          counted: 'agree',
          base: 'heads',
          of: 'eligible',
          compare: 'at-least',
          num: 1,
          den: 2,
          scope: { kind: 'complex' },
        },
        {
          counted: 'agree',
          base: 'homes',
          of: 'eligible',
          compare: 'at-least',
          num: 1,
          den: 2,
          scope: { kind: 'each', waived: 0 },
        },
      ],
    },
  } as const;
  const entry = (unit: number, holder: number, more = {}) => ({
    kind: 'unit' as const,
    entry: {
      unit,
      building: unit % 2,
      areaMilliM2: 100_000,
      use: 'residential' as const,
      holder,
      commitment: new Uint8Array(32),
      ...more,
    },
  });
  const after = (...changes: Parameters<typeof homesAfter>[1]) =>
    homesAfter(homes, changes, { representativeEnds: 'lapses' });

  it('is told where a condition finds something else', () => {
    const sold = after(entry(0, 9));
    expect(sold.map(({ holder, says }) => [holder, says])).toEqual([
      [9, undefined],
      [0, 'agree'],
      [1, undefined],
      [2, undefined],
    ]);
    expect(findingChanges(counting, homes, sold)).toMatchObject([
      {
        condition: 0,
        scope: 0,
        before: { numerator: 1, denominator: 2, isMet: true, missing: 0 },
        after: { numerator: 1, denominator: 3, isMet: false, missing: 1 },
      },
      {
        condition: 1,
        scope: 1,
        before: { numerator: 1, denominator: 2, isMet: true, missing: 0 },
        after: { numerator: 0, denominator: 2, isMet: false, missing: 1 },
      },
    ]);
    expect(findingChanges(counting, homes, after())).toEqual([]);
  });

  it('is told where a building is asked nothing any more', () => {
    const left = after(entry(1, 0, { excluded: 'use' }));
    const [gone, ...others] = findingChanges(counting, homes, left);
    expect([gone, others]).toMatchObject([
      {
        condition: 1,
        scope: 2,
        before: { numerator: 1, denominator: 1, isMet: true, missing: 0 },
      },
      [],
    ]);
    expect(gone?.after).toBe(undefined);
    expect(findingChanges(counting, left, homes)[0]).toMatchObject({ scope: 2, after: {} });
  });

  it('lets a consent lapse with its representative only where the decision says so', () => {
    const change = { kind: 'representative' as const, holder: 0 };
    expect(after(change).filter(({ says }) => says !== undefined)).toEqual([]);
    expect(homesAfter(homes, [change], { representativeEnds: 'stands' })).toEqual(homes);
  });
});
