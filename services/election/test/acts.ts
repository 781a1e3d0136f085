import { expectPresent, type Json, toHex } from '@madang/base';
import { jsonOf } from '@madang/client';
import { type Actor, clerk, device, type Signed } from '@madang/testkit';
import { type Ceremony, keyRegistration, sealBallot } from '../intake/index.ts';
import {
  attempt,
  ceremonyOf,
  doAct,
  electionBound,
  nextAct,
  officer,
  outcomeOf,
  type PartAct,
  transactionOf,
  voterOf,
  type World,
} from './world.ts';

// Acts of tests besides those that make an election go well.

/** An act of an officer on the election; the name of its outcome. */
export function office(
  world: World,
  name: string,
  more: object = {},
  by: Actor | readonly Actor[] = officer,
): string {
  return attempt(world, `election.${name}`, { election: world.election, ...more }, by);
}

export const because = { reason: { en: 'A test', ko: '시험' } };

/** What an act came to, and what it told. */
export interface Told {
  readonly outcome: string;
  readonly events: readonly { readonly name: string; readonly fields: Json }[];
}

/** Executes one block. */
export function blockOf({ ledger }: World, transactions: readonly Signed[]): readonly Told[] {
  const types = ledger.machine.services.flatMap((service) => service.events);
  return ledger.block(transactions).transactions.map(({ outcome }) => ({
    outcome: outcomeOf(ledger, outcome.code),
    events: outcome.events.map(({ name, fields }) => {
      const type = expectPresent(
        types.find((one) => one.fullName === name),
        name,
      );
      return { name: name.replace('election.', ''), fields: withoutElection(type.toJson(fields)) };
    }),
  }));
}

function withoutElection(fields: Json): Json {
  const entries = Object.entries(Object(fields) as Record<string, Json>);
  return Object.fromEntries(entries.filter(([name]) => name !== 'election'));
}

/** An officer's act in a block of its own. */
export function tell(
  world: World,
  name: string,
  more: object = {},
  by: Actor | readonly Actor[] = officer,
): Told {
  const payload = { election: world.election, ...more };
  const [told] = blockOf(world, [world.ledger.sign({ act: `election.${name}`, payload, by })]);
  return expectPresent(told, 'executed');
}

/** An act of a trustee in a block of its own. */
export function tellPart(world: World, number: number, { act, payload }: PartAct): Told {
  const by = expectPresent(world.trustees[number - 1], 'a trustee');
  return tell(world, act.replace('election.', ''), jsonOf(payload), by);
}

/** What somebody does in the place of what they should; nothing: what they should. */
export type Deviations = Readonly<
  Record<number, (next: PartAct, told: Ceremony) => PartAct | undefined>
>;

/** Lets all do their parts until the ceremony is at a stage, some of them otherwise. */
export function runWith(world: World, until: Ceremony['stage'], deviations: Deviations): void {
  while (ceremonyOf(world).stage !== until) {
    const { round, stage } = ceremonyOf(world);
    for (const at of world.trustees.keys()) {
      const told = ceremonyOf(world);
      if (told.round !== round || told.stage === until) return;
      const next = nextAct(world, at + 1);
      if (next === undefined) continue;
      const done = doAct(world, at + 1, deviations[at + 1]?.(next, told) ?? next);
      if (done !== 'done') throw new Error(`${next.act} of ${String(at + 1)}: ${done}`);
    }
    if (ceremonyOf(world).stage === stage) throw new Error(`nothing is done at ${stage}`);
  }
}

/** The act with another payload. */
export function changed(one: PartAct, payload: PartAct['payload']): PartAct {
  return { ...one, payload: { ...one.payload, ...payload } };
}

/** How many of them fit into a block. */
const AT_ONCE = 30;

/** Lets persons vote who have not registered a key yet, many in one block: by number of person. */
export function voteTogether(
  world: World,
  votes: readonly (readonly (readonly number[])[] | undefined)[],
): void {
  const { ledger, register, election, chance } = world;
  const those = votes.flatMap((chosen, person) =>
    chosen === undefined ? [] : [{ person, chosen }],
  );
  for (let from = 0; from < those.length; from += AT_ONCE) {
    const some = those.slice(from, from + AT_ONCE);
    const facts = { register, level: 'second-factor', as: 'university' };
    const attested = some.map(({ person }) => {
      const payload = { ...facts, person, account: toHex(device(person).account) };
      return ledger.sign({ act: 'people.attestKey', payload, by: clerk });
    });
    const registered = some.map(({ person }) => {
      const by = device(person);
      const own = voterOf(world, person);
      const { key, possession } = keyRegistration(electionBound(world), own, by.account, chance);
      const payload = { election, key: toHex(key), possession: toHex(possession) };
      return ledger.sign({ act: 'election.registerKey', payload, by });
    });
    const cast = some.map(({ person, chosen }) => {
      const own = voterOf(world, person);
      const key = { key: own.key, standing: { ballots: 0 } };
      const sealed = sealBallot(electionBound(world), key, chosen, chance);
      return transactionOf(world, sealed, own);
    });
    for (const block of [attested, registered, cast]) expectAllDone(blockOf(world, block));
  }
}

/** One answer each, to the only question; nothing for those who do not vote. */
export function answerTogether(world: World, answers: readonly (number | undefined)[]): void {
  voteTogether(
    world,
    answers.map((answer) => (answer === undefined ? undefined : [[answer]])),
  );
}

function expectAllDone(told: readonly Told[]): void {
  const refused = told.find(({ outcome }) => outcome !== 'done');
  if (refused !== undefined) throw new Error(`refused: ${refused.outcome}`);
}
