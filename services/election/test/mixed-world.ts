import { expectOk, toHex } from '@madang/base';
import { jsonOf } from '@madang/client';
import { clerk, device } from '@madang/testkit';
import {
  keyListFrom,
  keyPlace,
  keyRegistration,
  mixFrom,
  mixingOf,
  nextList,
  type OwnKey,
  REGISTRATION,
  type SealedBallot,
  sealBallot,
} from '../intake/index.ts';
import { blockOf } from './acts.ts';
import {
  attempt,
  bytesOf,
  cast,
  doAct,
  draft,
  electionBound,
  type PartAct,
  type Plan,
  registerVoter,
  rollOf,
  runCeremony,
  transactionOf,
  trusteeOf,
  voterOf,
  type World,
} from './world.ts';

// Elections of tests in which keys are mixed.

const REGISTRATION_MS = 1_000_000;

/** How far the mixing is. */
export function mixNow({ ledger, election }: World) {
  const told = expectOk(ledger.read('election.mix', { id: election }), 'there is a mix');
  return expectOk(mixFrom(told), 'of its shape');
}

/** A list of keys after so many turns. */
export function listNow({ ledger, election }: World, turn: number, list: number) {
  const told = expectOk(ledger.read('election.keyList', { election, turn, list }), 'a list');
  return expectOk(keyListFrom(told), 'of its shape');
}

/** The secret of a voter, with the key that they register. */
export function registeredKeyOf(world: World, person: number): OwnKey {
  return voterOf(world, person, REGISTRATION.voterBase);
}

/** An election whose keys are going to be mixed, with its roll and the key of its trustees. */
export function draftMixed(plan: Plan, name?: string): World {
  const world = draft({ registersForMs: REGISTRATION_MS, ...plan }, name);
  runCeremony(world);
  return world;
}

/** One that registers keys. */
export function registering(plan: Plan, name?: string): World {
  const world = draftMixed(plan, name);
  expectDone(attempt(world, 'election.openRegistration', rollOf(world)));
  return world;
}

/** Registers the key of a person that is going to be mixed; the name of the outcome. */
export function registerMixed(world: World, person: number): string {
  return registerVoter(world, person, registeredKeyOf(world, person));
}

/** Registers the keys of many persons, several in one block. */
export function registerTogether(world: World, persons: readonly number[]): void {
  const { ledger, register, election, chance } = world;
  for (let from = 0; from < persons.length; from += 30) {
    const some = persons.slice(from, from + 30);
    const attested = some.map((person) => {
      const account = toHex(device(person).account);
      const payload = { register, person, account, level: 'second-factor', as: 'university' };
      return ledger.sign({ act: 'people.attestKey', payload, by: clerk });
    });
    const registered = some.map((person) => {
      const by = device(person);
      const own = registeredKeyOf(world, person);
      const made = keyRegistration({ id: bytesOf(election) }, own, by.account, chance);
      return ledger.sign({ act: 'election.registerKey', payload: jsonOf(made), by });
    });
    for (const block of [attested, registered]) {
      for (const { outcome } of blockOf(world, block)) expectDone(outcome);
    }
  }
}

/** Ends registration once it is over; the name of the outcome. */
export function closeRegistration(world: World, keys?: number): string {
  world.ledger.block([], REGISTRATION_MS + 1_000);
  return endRegistration(world, keys);
}

/** Ends registration now; the name of the outcome. */
export function endRegistration(world: World, keys?: number): string {
  const { ledger, election } = world;
  const told = expectOk(ledger.read('election.mix', { id: election }), 'there is a mix');
  const { registered } = told as { registered: readonly number[] };
  const total = registered.reduce((sum, one) => sum + one, 0);
  return attempt(world, 'election.closeRegistration', { election, keys: keys ?? total });
}

/** The act by which a trustee mixes the next list, as an honest one does it. */
export function nextMix(world: World, number: number): PartAct {
  const mix = mixNow(world);
  const place = nextList(number, mix);
  const { keys } = listNow(world, place.turn, place.list);
  return mixingOf(trusteeOf(world, number), mix, { place, keys }, world.chance);
}

/** A trustee's whole turn. */
export function takeTurn(world: World, number: number): void {
  const { lists } = mixNow(world);
  for (let list = 0; list < lists; list++) expectDone(doAct(world, number, nextMix(world, number)));
}

/** An election that takes ballots under mixed keys, of the persons who registered. */
export function openMixed(
  plan: Plan,
  { persons, by = [1, 2] }: Readonly<{ persons: readonly number[]; by?: readonly number[] }>,
): World {
  const world = registering(plan);
  for (const person of persons) expectDone(registerMixed(world, person));
  expectDone(closeRegistration(world));
  for (const number of by) takeTurn(world, number);
  expectDone(attempt(world, 'election.openElection', rollOf(world)));
  return world;
}

/** In which list a key stands that came out of mixing. */
export function placeOf(world: World, { key }: OwnKey): number | undefined {
  const { lists, mixed } = mixNow(world);
  const all = Array.from({ length: lists }, (_, list) => ({
    list,
    keys: listNow(world, mixed.length, list).keys,
  }));
  return keyPlace(key, all);
}

/** A ballot under a mixed key that follows the newest one of it. */
export function sealMixed(world: World, own: OwnKey, answer: number): SealedBallot {
  return sealChosen(world, own, [[answer]]);
}

/** For each question the chosen answers. */
type Chosen = readonly (readonly number[])[];

function sealChosen(world: World, own: OwnKey, chosen: Chosen): SealedBallot {
  const { ledger, election } = world;
  const key = toHex(own.key);
  const found = ledger.read('election.keyOf', { election, key });
  const known = found.ok ? (found.value as { ballots: number; last?: string }) : { ballots: 0 };
  const list = placeOf(world, own);
  const standing = {
    ballots: known.ballots,
    ...(known.last === undefined ? {} : { last: bytesOf(known.last) }),
    ...(list === undefined ? {} : { list }),
  };
  const where = { key: own.key, standing };
  return sealBallot(electionBound(world), where, chosen, world.chance);
}

/** Casts a ballot under the mixed key of a person; the name of the outcome. */
export function voteMixed(world: World, person: number, answer: number): string {
  return castMixed(world, person, [[answer]]);
}

/** The same of answers to each question. */
export function castMixed(world: World, person: number, chosen: Chosen): string {
  const own = voterOf(world, person);
  return cast(world, transactionOf(world, sealChosen(world, own, chosen), own));
}

/** The act with other fields. */
export function bent(one: PartAct, payload: PartAct['payload']): PartAct {
  return { ...one, payload: { ...one.payload, ...payload } };
}

function expectDone(outcome: string): void {
  if (outcome !== 'done') throw new Error(`refused: ${outcome}`);
}
