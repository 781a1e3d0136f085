import { type Json, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { type Actor, actor } from './memory-ledger.ts';

const digest = (text: string): string => toHex(sha256(utf8(text)));

export const TEXT = digest('the text');
/** What the law leaves open, as the defaults have it. */
export const defaults = {
  closingSecond: 'late',
  coOwners: 'majority',
  representativeEnds: 'stands',
  roll: 'frozen',
  repeat: 'first',
  proxies: 'allowed',
  paper: 'ledger',
  afterEstablishment: 'open',
  withdrawal: 'until-established',
  abstentions: 'participate',
} as const;

/** At least two thirds of heads and of area, and more than half of both in each building. */
export const association = {
  hold: 'all',
  conditions: [
    condition('heads', 'at-least', [2, 3], { kind: 'complex' }),
    condition('area', 'at-least', [2, 3], { kind: 'complex' }),
    condition('heads', 'more-than', [1, 2], { kind: 'each', waived: 0 }),
    condition('area', 'more-than', [1, 2], { kind: 'each', waived: 0 }),
  ],
};

/** A condition on consents among all who are eligible. */
export function condition(
  base: string,
  compare: string,
  [num, den]: readonly [number, number],
  scope: Json = { kind: 'complex' },
) {
  return { counted: 'agree', base, of: 'eligible', compare, num, den, scope };
}

/**
 * A home of the roll: its building, area and owners (`[person, share]` where there are several).
 */
export interface Home {
  readonly building?: number;
  readonly area?: number;
  /** The holder; homes of the same holder name the same owners. */
  readonly holder: number;
  readonly excluded?: string;
}

/** Who owns: one person, or several with shares. */
export interface Owners {
  readonly members: readonly (readonly [person: number, share: number])[];
  readonly representative?: number;
}

/** What a world is made of. */
export interface Plan {
  readonly persons?: number;
  readonly buildings?: number;
  readonly owners: Readonly<Record<number, Owners>>;
  readonly homes: readonly Home[];
  readonly rule?: Json;
  readonly settings?: Readonly<Record<string, string>>;
  readonly level?: string;
  /** Seconds after its opening at which the decision closes. */
  readonly closesInS?: number;
}

export const [officer, deputy, clerk] = ['officer', 'deputy', 'clerk'].map(actor) as [
  Actor,
  Actor,
  Actor,
];
/** The device of a person of the register. */
export const device = (person: number): Actor => actor(`device of ${person}`);

/** Persons 0 to n - 1, each owning one home of 100 m² in building 0. */
export function simple(persons: number, more: Partial<Plan> = {}): Plan {
  const numbers = Array.from({ length: persons }, (_, n) => n);
  return {
    persons,
    owners: Object.fromEntries(numbers.map((n) => [n, { members: [[n, 1]] }])),
    homes: numbers.map((n) => ({ holder: n })),
    ...more,
  };
}

/** The payload that drafts a plan's decision. */
export function draftOf(plan: Plan, register: string, closesAt: number) {
  return {
    institution: 'city',
    register,
    level: plan.level ?? 'link',
    title: { en: 'Remodelling', ko: '리모델링' },
    text: TEXT,
    summary: digest('the summary'),
    summaryBy: { en: 'The office', ko: '관리사무소' },
    buildings: Array.from({ length: plan.buildings ?? 1 }, (_, n) => `${101 + n}동`),
    basis: 'test',
    rule: plan.rule ?? association,
    settings: { ...defaults, ...plan.settings },
    recordedAt: 0,
    closesAt,
  };
}

/** The payloads that enter a plan's roll. */
export function rollOf({ owners, homes, persons = 0 }: Plan, decision: string): Json[] {
  const everyone = new Set([
    ...Array.from({ length: persons }, (_, n) => n),
    ...personsOf({ owners, homes }),
  ]);
  const ascending = [...everyone].sort((left, right) => left - right);
  const lists = {
    persons: ascending.map((person) => ({ person, commitment: digest(`person ${person}`) })),
    holders: Object.entries(owners).map(([holder, entry]) => holderOf(Number(holder), entry)),
    units: homes.map(unitOf),
  };
  const chunks = Math.ceil(Math.max(...Object.values(lists).map((list) => list.length)) / 100);
  const payloads = (['persons', 'holders', 'units'] as const).flatMap((name) =>
    Array.from({ length: chunks }, (_, n) => ({
      decision,
      persons: [],
      holders: [],
      units: [],
      [name]: lists[name].slice(100 * n, 100 * n + 100),
    })),
  );
  return payloads.filter((one) => one.persons.length + one.holders.length + one.units.length > 0);
}

/** A line of holders. */
export function holderOf(holder: number, { members, representative }: Owners) {
  return {
    holder,
    members: members.map(([person, share]) => ({ person, share })),
    whole: members.reduce((sum, [, share]) => sum + share, 0),
    ...(representative === undefined ? {} : { representative }),
  };
}

/** A line of homes. */
export function unitOf({ building = 0, area = 100, holder, excluded }: Home, unit: number) {
  return {
    unit,
    building,
    areaMilliM2: area * 1_000,
    use: excluded === undefined ? 'residential' : 'commercial',
    holder,
    ...(excluded === undefined ? {} : { excluded }),
    commitment: digest(`home ${unit}`),
  };
}

/** The persons who own something in a plan. */
export function personsOf({ owners }: Pick<Plan, 'owners' | 'homes'>): number[] {
  return Object.values(owners).flatMap(({ members }) => members.map(([person]) => person));
}
