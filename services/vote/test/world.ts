import { type Json, toHex } from '@madang/base';
import {
  type Actor,
  clerk,
  decisionGrants,
  device,
  draftOf,
  type MemoryLedger,
  officer,
  openMemoryLedger,
  type Plan,
  personsOf,
  rollOf,
  DECISION_TEXT as TEXT,
} from '@madang/testkit';
import { services } from '../../registry.ts';

export {
  association,
  clerk,
  condition,
  DECISION_TEXT as TEXT,
  decisionDefaults as defaults,
  deputy,
  device,
  draftOf,
  type Home,
  holderOf,
  type Owners,
  officer,
  type Plan,
  rollOf,
  simple,
  unitOf,
} from '@madang/testkit';

/** A decision on a ledger in memory. */
export interface World {
  readonly ledger: MemoryLedger;
  readonly register: string;
  readonly decision: string;
  readonly closesAt: number;
}

/** Drafts a decision and enters its roll, without opening it. */
export function draft(plan: Plan): World {
  const ledger = openMemoryLedger(services, { grants: decisionGrants });
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
export function attest(world: World, person: number, level = 'second-factor'): void {
  const { act, payload, by } = attestation(world, person, level);
  send(world.ledger, act, payload, by);
}

/** The act that gives a person a first device. */
export function attestation({ register }: World, person: number, level: string) {
  const account = toHex(device(person).account);
  const payload = { register, person, account, level, as: 'university' };
  return { act: 'people.attestKey', payload, by: clerk };
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
