import { assert, compareText, expectPresent, fail, ok, type Result } from '@madang/base';
import type { HomeLines } from './check-home.ts';
import { readRows } from './check-rows.ts';
import { labelOf } from './home.ts';
import { type Capacity, findOwners, type Holding, type Owners } from './owners.ts';
import type { Problem } from './problem.ts';
import type { Roll, RollHolder, RollPerson, RollTotals, RollUnit } from './roll.ts';
import { rollNotices } from './roll-notices.ts';
import type { Row } from './row.ts';

/** How a list becomes a roll. */
export interface RollOptions {
  readonly capacity: Capacity;
  /**
   * A random order of the numbers below `count`, which are given out in it: a number must not tell
   * where in the list somebody stands.
   */
  readonly shuffle: (count: number) => readonly number[];
}

/** The roll that a list without problems makes; otherwise its problems. */
export function toRoll(
  rows: readonly Row[],
  { capacity, shuffle }: RollOptions,
): Result<Roll, readonly Problem[]> {
  const { homes, problems } = readRows(rows, 'roll');
  const owners = findOwners(homes, capacity);
  const all = problems.length > 0 ? problems : owners.problems;
  if (all.length > 0) return fail(all);
  const numbers = {
    persons: numbersOf(owners.persons.length, shuffle),
    holders: numbersOf(owners.holdings.length, shuffle),
    units: numbersOf(homes.length, shuffle),
  };
  const buildings = buildingsOf(homes);
  const units = unitsOf({ homes, owners, buildings, numbers });
  const holders = owners.holdings.map((holding, at) => holderOf(holding, at, numbers));
  const totals = totalsOf(units, holders);
  return ok({
    buildings,
    persons: personsOf(owners, numbers),
    holders: [...holders].sort(byNumber),
    units: [...units].sort(byNumber),
    totals,
    notices: rollNotices(owners, homes, totals),
  });
}

interface Numbers {
  readonly persons: readonly number[];
  readonly holders: readonly number[];
  readonly units: readonly number[];
}

/** The numbers below a count in a random order. */
export function numbersOf(count: number, shuffle: RollOptions['shuffle']): readonly number[] {
  const numbers = shuffle(count);
  const isPermutation =
    new Set(numbers).size === count && numbers.every((one) => one >= 0 && one < count);
  assert(isPermutation, 'toRoll: shuffle gives each number below the count once');
  return numbers;
}

function at(numbers: readonly number[], index: number): number {
  return expectPresent(numbers[index], 'toRoll: more lines than numbers');
}

/** Names of buildings, by number where they have one. */
export function buildingsOf(homes: readonly HomeLines[]): readonly string[] {
  return [...new Set(homes.map(({ home }) => home.building))].sort(
    (left, right) => numberIn(left) - numberIn(right) || compareText(left, right),
  );
}

function numberIn(building: string): number {
  const [digits] = /^\d+/.exec(building) ?? [];
  return digits === undefined ? Number.MAX_SAFE_INTEGER : Number(digits);
}

interface Sources {
  readonly homes: readonly HomeLines[];
  readonly owners: Owners;
  readonly buildings: readonly string[];
  readonly numbers: Numbers;
}

function unitsOf({ homes, owners, buildings, numbers }: Sources): readonly RollUnit[] {
  const indexByName = new Map(buildings.map((name, index) => [name, index]));
  const holderByHome = new Map(
    owners.holdings.flatMap((holding, index) =>
      holding.homes.map((home) => [home, at(numbers.holders, index)] as const),
    ),
  );
  return homes.map(({ home, lines }, index) => {
    const areas = lines.flatMap(({ areaMilliM2 }) => areaMilliM2 ?? []);
    const excluded = lines.flatMap((line) => line.excluded ?? [])[0];
    return {
      number: at(numbers.units, index),
      label: labelOf(home),
      building: expectPresent(indexByName.get(home.building), 'toRoll: an unknown building'),
      areaMilliM2: expectPresent(areas[0], 'toRoll: a home without an area'),
      use: lines.flatMap(({ use }) => use ?? [])[0] ?? 'residential',
      holder: expectPresent(holderByHome.get(index), 'toRoll: a home of nobody'),
      ...(excluded === undefined ? {} : { excluded }),
    };
  });
}

function holderOf(holding: Holding, index: number, numbers: Numbers): RollHolder {
  const { representative, whole } = holding;
  const members = holding.members
    .map(({ person, share }) => ({ person: at(numbers.persons, person), share }))
    .sort((left, right) => left.person - right.person);
  const holder = { number: at(numbers.holders, index), members, whole };
  return representative === undefined
    ? holder
    : { ...holder, representative: at(numbers.persons, representative) };
}

function personsOf({ persons, holdings }: Owners, numbers: Numbers): readonly RollPerson[] {
  const homesByPerson = new Map<number, number[]>();
  for (const { members, homes } of holdings) {
    for (const { person } of members) {
      const known = homesByPerson.get(person) ?? [];
      known.push(...homes.map((home) => at(numbers.units, home)));
      homesByPerson.set(person, known);
    }
  }
  return persons
    .map(({ name, phone }, index) => ({
      number: at(numbers.persons, index),
      name,
      ...(phone === undefined ? {} : { phone }),
      homes: [...(homesByPerson.get(index) ?? [])].sort((left, right) => left - right),
    }))
    .sort(byNumber);
}

function totalsOf(units: readonly RollUnit[], holders: readonly RollHolder[]): RollTotals {
  const counted = units.filter(({ excluded }) => excluded === undefined);
  const shared = new Map(
    holders.filter(({ members }) => members.length > 1).map((holder) => [holder.number, holder]),
  );
  const together = counted.flatMap(({ holder }) => shared.get(holder) ?? []);
  const represented = together.filter(({ representative }) => representative !== undefined).length;
  return {
    heads: new Set(counted.map(({ holder }) => holder)).size,
    homes: counted.length,
    areaMilliM2: counted.reduce((sum, { areaMilliM2 }) => sum + areaMilliM2, 0),
    excluded: units.length - counted.length,
    represented,
    unrepresented: together.length - represented,
  };
}

function byNumber(left: { readonly number: number }, right: { readonly number: number }): number {
  return left.number - right.number;
}
