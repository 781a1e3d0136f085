import { createHash } from 'node:crypto';
import { type Json, toHex } from '@madang/base';
import { type Actor, actor, type MemoryLedger, openMemoryLedger } from '@madang/testkit';
import { services } from '../../registry.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

export const TEXT = digest('the text');
export const [officer, deputy, clerk] = ['officer', 'deputy', 'clerk'].map(actor) as [
  Actor,
  Actor,
  Actor,
];
/** The device of a person of the register. */
export const device = (person: number): Actor => actor(`device of ${person}`);

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

/** A decision on a ledger in memory. */
export interface World {
  readonly ledger: MemoryLedger;
  readonly register: string;
  readonly decision: string;
  readonly closesAt: number;
}

const grant = ({ account }: Actor, institution: string, role: string) => ({
  account,
  delegable: false,
  institution,
  role,
});

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

/** Drafts a decision and enters its roll, without opening it. */
export function draft(plan: Plan): World {
  const ledger = openMemoryLedger(services, {
    grants: [
      grant(officer, 'city', 'people.registrar'),
      grant(officer, 'city', 'vote.officer'),
      grant(deputy, 'city', 'vote.officer'),
      grant(clerk, 'university', 'people.attester'),
    ],
  });
  const persons = plan.persons ?? 1 + Math.max(...personsOf(plan));
  const register = send(ledger, 'people.openRegister', {
    institution: 'city',
    persons: Math.max(persons, 20),
    level: 'link',
  });
  const closesAt = ledger.timeMs() + (plan.closesInS ?? 100_000) * 1_000;
  const decision = send(ledger, 'vote.draftDecision', draftOf(plan, register, closesAt));
  const world = { ledger, register, decision, closesAt };
  for (const payload of rollOf(plan, decision)) send(ledger, 'vote.enterRoll', payload);
  return world;
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

/** A decision that takes acts, with a device for every person. */
export function open(plan: Plan): World {
  const world = draft(plan);
  openDraft(world, plan);
  for (const person of new Set([...personsOf(plan), ...Array(plan.persons ?? 0).keys()])) {
    attest(world, person);
  }
  return world;
}

/** Opens a drafted decision with the totals of its plan. */
export function openDraft({ ledger, decision }: World, { homes }: Pick<Plan, 'homes'>): void {
  const counted = homes.filter(({ excluded }) => excluded === undefined);
  send(ledger, 'vote.openDecision', {
    decision,
    heads: new Set(counted.map(({ holder }) => holder)).size,
    homes: counted.length,
    areaMilliM2: counted.reduce((sum, { area = 100 }) => sum + area * 1_000, 0),
  });
}

/** Gives a person a first device. */
export function attest({ ledger, register }: World, person: number, level = 'second-factor'): void {
  const account = toHex(device(person).account);
  const payload = { register, person, account, level, as: 'university' };
  send(ledger, 'people.attestKey', payload, clerk);
}

function personsOf({ owners }: Pick<Plan, 'owners' | 'homes'>): number[] {
  return Object.values(owners).flatMap(({ members }) => members.map(([person]) => person));
}

/** Does an act that has to succeed, and gives its id. */
export function send(
  ledger: MemoryLedger,
  act: string,
  payload: Json,
  by: Actor | readonly Actor[] = officer,
): string {
  const done = ledger.send({ act, payload, by });
  if (done.outcome.code !== 0) throw new Error(`${act} was refused: ${done.outcome.code}`);
  return toHex(done.bodyHash);
}

type Saying = 'giveConsent' | 'refuseConsent' | 'abstain';

/** What somebody says, and the code of the answer: 0 if it is counted. */
export function say(
  { ledger, decision }: World,
  act: Saying,
  person: number,
  more: Readonly<Record<string, Json>> = {},
): number {
  const payload = { decision, text: TEXT, ...more };
  return ledger.send({ act: `vote.${act}`, payload, by: device(person) }).outcome.code;
}

/** Withdraws, and gives the code of the answer. */
export function withdraw({ ledger, decision }: World, person: number, more = {}): number {
  const payload = { decision, ...more };
  return ledger.send({ act: 'vote.withdraw', payload, by: device(person) }).outcome.code;
}

/** An officer's act on the decision, and the code of the answer. */
export function office(
  { ledger, decision }: World,
  act: string,
  payload: Readonly<Record<string, Json>>,
  by: Actor | readonly Actor[] = officer,
): number {
  const wish = { act: `vote.${act}`, payload: { decision, ...payload }, by };
  return ledger.send(wish).outcome.code;
}

interface Amounts {
  readonly heads: number;
  readonly homes: number;
  readonly area: number;
}

/** The answer of `vote.meter`, as far as tests look at it. */
export interface Meter {
  readonly acts: number;
  readonly holds: boolean;
  readonly tallies: readonly Readonly<
    Record<'eligible' | 'agree' | 'refuse' | 'abstain', Amounts>
  >[];
  readonly findings: readonly {
    readonly scope: number;
    readonly condition: number;
    readonly numerator: number;
    readonly denominator: number;
    readonly isMet: boolean;
    readonly missing: number;
  }[];
  readonly established?: { readonly by: string; readonly at: number; readonly acts: number };
}

/** The meter of the decision. */
export function meter({ ledger, decision }: World): Meter {
  const answer = ledger.read('vote.meter', { decision });
  if (!answer.ok) throw new Error(answer.error.name);
  return answer.value as unknown as Meter;
}

/** Heads, homes and square metres that consent, in a scope. */
export function agreed(world: World, scope = 0): readonly number[] {
  const { agree } = meter(world).tallies[scope]!;
  return [agree.heads, agree.homes, agree.area / 1_000];
}
