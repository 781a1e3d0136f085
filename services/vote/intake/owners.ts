import { MAX_BUILDINGS } from '../chain/rule.ts';
import { MAX_MEMBERS } from '../chain/schema.ts';
import { MAX_HELD_BUILDINGS, MAX_HOLDINGS } from '../chain/state.ts';
import { type HomeLines, tooManyMembers, twoRepresentatives } from './check-home.ts';
import { type Fraction, overOneDenominator, WHOLE, written } from './fraction.ts';
import { labelOf } from './home.ts';
import { type Claim, joinPersons, type Person } from './persons.ts';
import type { Problem } from './problem.ts';
import type { Line } from './read-line.ts';
import type { Words } from './row.ts';

/** Who decides: those who own, or those who live there. */
export type Capacity = 'owners' | 'occupants';

/** One head: the same persons with the same shares, and all homes that they have. */
export interface Holding {
  readonly members: readonly { readonly person: number; readonly share: number }[];
  readonly whole: number;
  readonly representative: number | undefined;
  /** Indices into the homes of the list. */
  readonly homes: readonly number[];
}

/** Persons and heads of a list, in its order. */
export interface Owners {
  readonly persons: readonly Person[];
  readonly holdings: readonly Holding[];
  readonly problems: readonly Problem[];
}

interface Part {
  readonly line: Line;
  readonly share: Fraction;
  readonly isRepresentative: boolean;
}

interface Draft {
  readonly members: readonly { readonly person: number; readonly share: Fraction }[];
  readonly named: { person: number; row: number }[];
  readonly homes: number[];
  readonly row: number;
}

/** Finds who decides for the homes of a list, and which of them are one head. */
export function findOwners(homes: readonly HomeLines[], capacity: Capacity): Owners {
  const parts = homes.map((home) => partsOf(home, capacity));
  const claims = homes.flatMap((home, at) =>
    (parts[at] ?? []).map(({ line }) => claimOf(line, labelOf(home.home), capacity)),
  );
  const { persons, numbers } = joinPersons(claims);
  const drafts = new Map<string, Draft>();
  let claim = 0;
  for (const [at, some] of parts.entries()) {
    const members = some.map(({ share }, n) => ({ person: numbers[claim + n] ?? 0, share }));
    const named = some.flatMap(({ isRepresentative, line: { row } }, n) =>
      isRepresentative && some.length > 1 ? [{ person: numbers[claim + n] ?? 0, row }] : [],
    );
    claim += some.length;
    enter(drafts, { members, named, homes: [at], row: some[0]?.line.row ?? 0 });
  }
  const all = [...drafts.values()];
  const problems = [
    ...tooManyBuildings(homes),
    ...all.flatMap(draftProblems),
    ...tooManyHoldings(all),
    ...all.flatMap((draft) => tooManyHeld(draft, homes)),
  ];
  return { persons, holdings: all.map(holdingOf), problems };
}

/** The rows that decide for a home, each with its share of it. */
function partsOf({ lines }: HomeLines, capacity: Capacity): readonly Part[] {
  const tenant = lines.find((line) => line.tenant !== undefined);
  if (capacity === 'occupants' && tenant !== undefined) {
    return [{ line: tenant, share: WHOLE, isRepresentative: false }];
  }
  return lines.map((line) => ({
    line,
    share: line.share ?? WHOLE,
    isRepresentative: line.isRepresentative,
  }));
}

function claimOf(line: Line, home: string, capacity: Capacity): Claim {
  if (capacity === 'occupants' && line.tenant !== undefined) {
    return { name: line.tenant, phone: line.tenantPhone, mark: undefined, home };
  }
  return { name: line.owner ?? '', phone: line.phone, mark: line.mark, home };
}

function enter(drafts: Map<string, Draft>, { members, named, homes, row }: Draft): void {
  const sorted = [...members].sort((left, right) => left.person - right.person);
  const key = sorted.map(({ person, share }) => `${person}:${written(share)}`).join(' ');
  const known = drafts.get(key);
  if (known === undefined) {
    drafts.set(key, { members: sorted, named: [...named], homes: [...homes], row });
    return;
  }
  known.named.push(...named);
  known.homes.push(...homes);
}

const SHARE_MAX = 1_000_000_000n;

function draftProblems({ members, named, row }: Draft): readonly Problem[] {
  const [first, ...more] = named;
  const others = more.filter(({ person }) => person !== first?.person);
  const isTooFine = overOneDenominator(members.map(({ share }) => share)).shares.some(
    (share) => share > SHARE_MAX,
  );
  return [
    ...(first !== undefined && others.length > 0
      ? [
          twoRepresentatives(
            first.row,
            others.map((one) => one.row),
          ),
        ]
      : []),
    ...(members.length > MAX_MEMBERS ? [tooManyMembers([{ row }])] : []),
    ...(isTooFine ? [limit(row, WORDS.share)] : []),
  ];
}

/** The problem of more buildings than the ledger can hold. */
export function tooManyBuildings(homes: readonly HomeLines[]): readonly Problem[] {
  const known = new Set<string>();
  const over = homes.find(({ home: { building } }) => known.add(building).size > MAX_BUILDINGS);
  return over === undefined ? [] : [limit(over.lines[0].row, WORDS.buildings)];
}

function tooManyHoldings(drafts: readonly Draft[]): readonly Problem[] {
  const counts = new Map<number, number>();
  const over = drafts.find(({ members }) =>
    members.some(({ person }) => {
      const count = (counts.get(person) ?? 0) + 1;
      counts.set(person, count);
      return count > MAX_HOLDINGS;
    }),
  );
  return over === undefined ? [] : [limit(over.row, WORDS.holdings)];
}

/** Homes that are excluded do not count for it. */
function tooManyHeld({ homes, row }: Draft, all: readonly HomeLines[]): readonly Problem[] {
  const counted = homes
    .flatMap((at) => all[at] ?? [])
    .filter(({ lines }) => lines.every(({ excluded }) => excluded === undefined));
  const buildings = new Set(counted.map(({ home }) => home.building));
  return buildings.size > MAX_HELD_BUILDINGS ? [limit(row, WORDS.held)] : [];
}

function limit(row: number, text: Words): Problem {
  return { code: 'ROLL-LIMIT', row, others: [], text };
}

function holdingOf({ members, named, homes }: Draft): Holding {
  const { shares, whole } = overOneDenominator(members.map(({ share }) => share));
  return {
    members: members.map(({ person }, at) => ({ person, share: Number(shares[at] ?? 0n) })),
    whole: Number(whole),
    representative: named[0]?.person,
    homes,
  };
}

const WORDS = {
  share: {
    ko: '지분을 공통 분모로 고치면 너무 큰 수가 됩니다. 등기부의 지분을 확인해 주세요.',
    en: 'The shares have no common denominator that is small enough. Look at the land register.',
  },
  buildings: {
    ko: `동은 ${MAX_BUILDINGS}개까지입니다.`,
    en: `A roll has at most ${MAX_BUILDINGS} buildings.`,
  },
  holdings: {
    ko: `한 사람이 서로 다른 공동 소유에 들어가는 것은 ${MAX_HOLDINGS}번까지입니다.`,
    en: `One person can be in at most ${MAX_HOLDINGS} different groups of owners.`,
  },
  held: {
    ko: `한 소유자의 집은 ${MAX_HELD_BUILDINGS}개 동까지 둘 수 있습니다.`,
    en: `One owner can have homes in at most ${MAX_HELD_BUILDINGS} buildings.`,
  },
} satisfies Readonly<Record<string, Words>>;
