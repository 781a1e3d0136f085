import { assert } from '@madang/base';
import { type Row, toCsv } from '@madang/services/vote/intake/index.ts';
import { type Chance, seeded } from './seeded.ts';

/** A building: its floors, and what each home on one floor has, by line, in m². */
interface Building {
  readonly name: string;
  readonly floors: number;
  readonly areas: readonly string[];
  /** Homes that are left out for a passage. */
  readonly without?: readonly string[];
  /** How many owners have two homes in it. */
  readonly pairs: number;
}

const [SMALL, MIDDLE, LARGE] = ['59.97', '84.96', '114.72'] as const;
const six = (area: string): readonly string[] => Array.from({ length: 6 }, () => area);
const MIXED = [SMALL, SMALL, MIDDLE, MIDDLE, MIDDLE, MIDDLE];
const WIDE = [MIDDLE, MIDDLE, MIDDLE, LARGE, LARGE, LARGE];

/** 가온숲아파트: 1,000 homes, 252 of 59.97, 638 of 84.96 and 110 of 114.72 m². */
const buildings: readonly Building[] = [
  { name: '101', floors: 16, areas: six(SMALL), pairs: 2 },
  { name: '102', floors: 16, areas: six(SMALL), pairs: 3 },
  { name: '103', floors: 14, areas: six(MIDDLE), pairs: 2 },
  { name: '104', floors: 14, areas: six(MIDDLE), pairs: 2 },
  { name: '105', floors: 15, areas: MIXED, pairs: 2 },
  { name: '106', floors: 15, areas: MIXED, pairs: 3 },
  { name: '107', floors: 12, areas: six(MIDDLE), pairs: 2 },
  { name: '108', floors: 12, areas: six(MIDDLE), pairs: 1 },
  { name: '109', floors: 14, areas: six(MIDDLE), pairs: 2 },
  { name: '110', floors: 14, areas: six(MIDDLE), pairs: 3 },
  { name: '111', floors: 13, areas: WIDE, without: ['103', '104'], pairs: 2 },
  { name: '112', floors: 12, areas: six(LARGE), pairs: 2 },
];

const REPRESENTED = 41;
const UNREPRESENTED = 3;
/** Is owned by two who have named nobody: the page of the building shows it. */
const KNOWN_UNREPRESENTED = '107 504';
const SILENT_PERCENT = 4;
const SHOP_AREAS = ['18.24', '24.5', '24.5', '31.08', '31.08', '33', '42.36', '56.125'];

interface Home {
  readonly building: string;
  readonly unit: string;
  readonly area: string;
}

interface Owner {
  readonly name: string;
  readonly share: string;
  readonly phone: string;
  readonly isRepresentative: boolean;
  readonly reference: string;
}

/**
 * The list of owners of the demo complex, as CSV that `readRollFile` takes: 1,000 homes and 8 shops
 * that are left out, of 962 heads. Homes, areas and counts are the same for every seed; who owns
 * several homes, or one together, follows from it.
 *
 * Owners are named by their first home. Telephone numbers are 010-0000-xxxx: as far as we know no
 * carrier has middle parts below 2000. Nothing is to be sent to them all the same.
 */
export function makeComplex(seed: number): string {
  const chance = seeded(seed);
  const homes = buildings.flatMap(homesOf);
  const phones = phoneNumbers(chance);
  const ownersByHome = new Map<string, readonly Owner[]>();
  const free = (): readonly Home[] => homes.filter((home) => !ownersByHome.has(keyOf(home)));
  const together = (home: Home, isRepresented: boolean): void => {
    ownersByHome.set(keyOf(home), coOwners(home, isRepresented, chance, phones));
  };
  for (const home of homes) if (keyOf(home) === KNOWN_UNREPRESENTED) together(home, false);
  for (const [at, group] of severalHomes(chance).entries()) {
    const owner = ownerOf(group[0], { phone: phones(), reference: `M-${at + 1}` });
    for (const home of group) ownersByHome.set(keyOf(home), [owner]);
  }
  for (const [at, home] of chance.shuffled(free()).entries()) {
    const left = UNREPRESENTED - 1 + REPRESENTED - at;
    if (left <= 0) break;
    together(home, left <= REPRESENTED);
  }
  const rows = homes.flatMap((home) => {
    const phone = chance.below(100) < SILENT_PERCENT ? '' : phones();
    return rowsOf(home, ownersByHome.get(keyOf(home)) ?? [ownerOf(home, { phone })]);
  });
  return toCsv([...rows, ...shopRows(phones)].map((cells, at) => ({ number: at + 2, cells })));
}

function homesOf({ name, floors, areas, without = [] }: Building): Home[] {
  return Array.from({ length: floors }, (_, floor) =>
    areas.flatMap((area, line) => {
      const unit = `${floor + 1}0${line + 1}`;
      return without.includes(unit) ? [] : [{ building: name, unit, area }];
    }),
  ).flat();
}

function keyOf({ building, unit }: Home): string {
  return `${building} ${unit}`;
}

/**
 * Groups of homes that have one owner: pairs in one building, a pair over two for each building,
 * and in place of the first of both a group of three, two of which are in one building.
 */
function severalHomes(chance: Chance): readonly (readonly [Home, ...Home[]])[] {
  const stock = new Map(
    buildings.map((building) => [
      building.name,
      [...chance.shuffled(homesOf(building).filter((one) => keyOf(one) !== KNOWN_UNREPRESENTED))],
    ]),
  );
  const take = (building: string): Home => {
    const home = stock.get(building)?.pop();
    assert(home !== undefined, 'makeComplex: a building has no home left');
    return home;
  };
  const within = buildings.flatMap(({ name, pairs }) => Array.from({ length: pairs }, () => name));
  const names = buildings.map(({ name }) => name);
  const across = names.map((name, at) => [name, names[(at + 5) % names.length] ?? name] as const);
  const [first, ...others] = across;
  assert(first !== undefined, 'makeComplex: nobody owns in two buildings');
  return [
    [take(first[0]), take(first[0]), take(first[1])],
    ...within.slice(1).map((name): [Home, Home] => [take(name), take(name)]),
    ...others.map(([one, two]): [Home, Home] => [take(one), take(two)]),
  ];
}

/** Numbers 010-0000-xxxx in random order, each once. */
function phoneNumbers(chance: Chance): () => string {
  const numbers = [...chance.shuffled(Array.from({ length: 10_000 }, (_, number) => number))];
  return () => `010-0000-${String(numbers.pop() ?? 0).padStart(4, '0')}`;
}

function ownerOf({ building, unit }: Home, given: Partial<Owner> = {}): Owner {
  const name = `${building}동 ${unit}호 소유자`;
  return { name, share: '1/1', phone: '', isRepresentative: false, reference: '', ...given };
}

/** Mostly couples by halves; some with unlike shares, and heirs by sevenths. */
function coOwners(
  home: Home,
  isRepresented: boolean,
  chance: Chance,
  phones: () => string,
): readonly Owner[] {
  const kind = isRepresented ? chance.below(10) : 9;
  const shares = kind === 0 ? ['3/7', '2/7', '2/7'] : kind === 1 ? ['2/3', '1/3'] : ['1/2', '50%'];
  return shares.map((share, at) => {
    const isFirst = at === 0;
    const { name } = ownerOf(home);
    const hasPhone = isFirst || chance.below(100) >= SILENT_PERCENT;
    return ownerOf(home, {
      name: isFirst ? name : `${name} ${at + 1}`,
      share,
      phone: hasPhone ? phones() : '',
      isRepresentative: isRepresented && isFirst,
    });
  });
}

function rowsOf({ building, unit, area }: Home, owners: readonly Owner[]): Row['cells'][] {
  return owners.map((owner) => ({
    building,
    unit,
    area,
    owner: owner.name,
    share: owner.share,
    phone: owner.phone,
    representative: owner.isRepresentative ? 'O' : '',
    use: '주거',
    excluded: '',
    reference: owner.reference,
  }));
}

/** Shops on the ground of 101: on the roll, and counted nowhere. */
function shopRows(phones: () => string): Row['cells'][] {
  return SHOP_AREAS.flatMap((area, at) => {
    const shop = { building: '101', unit: `B10${at + 1}`, area };
    const owner = ownerOf(shop, { phone: phones() });
    return rowsOf(shop, [owner]).map((cells) => ({ ...cells, use: '상가', excluded: 'O' }));
  });
}
