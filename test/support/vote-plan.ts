import { createHash } from 'node:crypto';
import { type Json, toHex } from '@madang/base';
import { type Actor, actor, decisionDefaults, type Random } from '@madang/testkit';

/** SHA-256 of a text, in hexadecimal. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export const TEXT = 'the text of the decision';
export const SUMMARY = 'the summary of the decision';
export const TITLE = '리모델링 결의';
export const officer = actor('officer');
export const deputy = actor('deputy');
export const attester = actor('attester');

/** Key number `key` of a person. */
export function device(person: number, key = 0): Actor {
  return actor(`device ${key} of ${person}`);
}

/** Roles that the officers of a test have from the beginning. */
export const grants = [
  roleOf(officer, 'city', 'people.registrar'),
  roleOf(officer, 'city', 'vote.officer'),
  roleOf(deputy, 'city', 'vote.officer'),
  roleOf(attester, 'university', 'people.attester'),
  roleOf(officer, 'city', 'people.attester'),
  roleOf(deputy, 'city', 'people.attester'),
];

function roleOf({ account }: Actor, institution: string, role: string) {
  return { account, delegable: false, institution, role };
}

/** Who holds homes: persons with their shares. */
export interface HolderPlan {
  readonly members: readonly (readonly [person: number, share: number])[];
  readonly representative?: number;
}

/** A home. */
export interface UnitPlan {
  readonly holder: number;
  readonly building?: number;
  readonly area?: number;
  readonly excluded?: string;
}

/** A condition on those in favour among all. */
export function condition(
  base: string,
  compare: string,
  [num, den]: readonly [number, number],
  scope: Json = { kind: 'complex' },
): Json {
  return { counted: 'agree', base, of: 'eligible', compare, num, den, scope };
}

/** What a decision is made of. */
export interface DecisionPlan {
  readonly persons: number;
  readonly buildings: number;
  readonly holders: readonly HolderPlan[];
  readonly units: readonly UnitPlan[];
  readonly rule: Json;
  readonly settings?: Readonly<Record<string, string>>;
  readonly level?: string;
}

/** The payload that drafts the decision. */
export function draftOf(plan: DecisionPlan, register: string, closesAt: number): Json {
  return {
    institution: 'city',
    register,
    level: plan.level ?? 'link',
    title: { en: 'Remodelling', ko: TITLE },
    text: digest(TEXT),
    summary: digest(SUMMARY),
    summaryBy: { en: 'The office', ko: '관리사무소' },
    buildings: Array.from({ length: plan.buildings }, (_, n) => `${101 + n}동`),
    basis: 'test',
    rule: plan.rule,
    settings: { ...decisionDefaults, ...plan.settings },
    recordedAt: 0,
    closesAt,
  };
}

/** A line of holders. */
export function holderLine(holder: number, { members, representative }: HolderPlan) {
  return {
    holder,
    members: members.map(([person, share]) => ({ person, share })),
    whole: members.reduce((sum, [, share]) => sum + share, 0),
    ...(representative === undefined ? {} : { representative }),
  };
}

/** A line of homes. */
export function unitLine(unit: number, { holder, building = 0, area = 100, excluded }: UnitPlan) {
  return {
    unit,
    building,
    areaMilliM2: area * 1_000,
    use: 'residential',
    holder,
    ...(excluded === undefined ? {} : { excluded }),
    commitment: digest(`home ${unit}`),
  };
}

/** The payloads that enter the roll, a hundred lines in each. */
export function rollOf(plan: DecisionPlan): readonly Readonly<Record<string, Json>>[] {
  const persons = Array.from({ length: plan.persons }, (_, person) => ({
    person,
    commitment: digest(`person ${person}`),
  }));
  const lists = {
    persons,
    holders: plan.holders.map((holder, n) => holderLine(n, holder)),
    units: plan.units.map((unit, n) => unitLine(n, unit)),
  };
  return (['persons', 'holders', 'units'] as const).flatMap((name) =>
    Array.from({ length: Math.ceil(lists[name].length / 100) }, (_, n) => ({
      persons: [],
      holders: [],
      units: [],
      [name]: lists[name].slice(100 * n, 100 * n + 100),
    })),
  );
}

/** The totals with which the decision opens. */
export function totalsOf({ units }: DecisionPlan) {
  const counted = units.filter(({ excluded }) => excluded === undefined);
  return {
    heads: new Set(counted.map(({ holder }) => holder)).size,
    homes: counted.length,
    areaMilliM2: counted.reduce((sum, { area = 100 }) => sum + area * 1_000, 0),
  };
}

/** The payload with which somebody attests a key of a person. */
export function attestation(register: string, person: number, key: Actor, level = 'desk') {
  return { register, person, account: toHex(key.account), level, as: 'university' };
}

const choices = {
  closingSecond: ['late', 'counts'],
  coOwners: ['majority', 'majority', 'majority', 'representative'],
  representativeEnds: ['stands', 'lapses'],
  roll: ['follow', 'follow', 'frozen'],
  repeat: ['first', 'last'],
  proxies: ['allowed', 'allowed', 'allowed', 'none'],
  paper: ['ledger', 'arrival'],
  afterEstablishment: ['open', 'open', 'closed'],
  withdrawal: ['until-established', 'until-closed', 'until-closed', 'never'],
  abstentions: ['participate', 'ignored'],
} as const;

/** A small decision of several buildings in which everything that can be shared is shared. */
export function randomPlan(random: Random): DecisionPlan {
  const persons = 5;
  const buildings = 2;
  const holders = Array.from({ length: 6 }, (_, n): HolderPlan => {
    if (random.chance(35)) return { members: [[n % persons, 1]] };
    const first = random.below(persons - 2);
    const members = [0, 1, 2]
      .slice(0, 2 + random.below(2))
      .map((more) => [first + more, 1 + random.below(2)] as const);
    return random.chance(40) ? { members, representative: first } : { members };
  });
  const units = Array.from(
    { length: 9 },
    (_, n): UnitPlan => ({
      holder: n < 5 ? n : random.below(6),
      building: n < buildings ? n : random.below(buildings),
      area: 50 + random.below(100),
      ...(random.chance(10) ? { excluded: 'use' } : {}),
    }),
  );
  return {
    persons,
    buildings,
    holders,
    units,
    rule: randomRule(random),
    level: random.pick(['link', 'link', 'second-factor']),
    settings: Object.fromEntries(
      Object.entries(choices).map(([name, values]) => [
        name,
        random.pickAny(values as readonly string[]) ?? '',
      ]),
    ),
  };
}

function randomRule(random: Random): Json {
  const scopes: [Json, ...Json[]] = [
    { kind: 'complex' },
    { kind: 'complex' },
    { kind: 'each', waived: random.below(2) },
    { kind: 'building', building: 1 },
  ];
  const conditions = Array.from({ length: 1 + random.below(3) }, () => ({
    counted: random.pick(['agree', 'agree', 'participants']),
    base: random.pick(['heads', 'homes', 'area']),
    of: random.pick(['eligible', 'eligible', 'participants', 'valid']),
    compare: random.pick(['at-least', 'more-than']),
    ...random.pick([
      { num: 1, den: 2 },
      { num: 2, den: 3 },
      { num: 9, den: 10 },
      { num: 1, den: 1 },
    ]),
    scope: random.pick(scopes),
  }));
  return { hold: random.pick(['all', 'any']), conditions };
}
