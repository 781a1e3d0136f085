import { expectOk, expectPresent, type Json, toHex, utf8 } from '@madang/base';
import { homeCommitment, jsonOf } from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes, sha256 } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  goodRows,
  permutation,
  type Roll,
  readRollFile,
  rollActs,
  toRoll,
} from '@madang/services/vote/intake/index.ts';
import { profileOf } from '@madang/services/vote/profiles/index.ts';
import { commitmentOf, type PersonRecord } from '@madang/vault';
import type { Layout } from '../data/layout.ts';
import { foundPeople } from '../people/found-people.ts';
import type { OpenPeople } from '../people/open-people.ts';
import type { ActRoom } from '../server/submit-act.ts';
import { keyOf, one, type SignedWish, together } from './acts.ts';
import type { DemoClock } from './clock.ts';
import { makeComplex } from './complex.ts';
import { decisionStory, type StoryAct, signersOf } from './story.ts';
import { RESOLUTION, SUMMARY } from './texts.ts';

const SEED = 20_261_101;
const DAY_MS = 24 * 3_600_000;
/** The residents have been at it for so long. */
const STORY_MS = 21 * DAY_MS;
/** At six in the evening, as the story begins at nine in the morning. */
const CLOSES_AFTER_MS = 34 * DAY_MS + 9 * 3_600_000;
/** Acts of so long go into one block: the demo is made in seconds. */
const BLOCK_MS = 8 * 3_600_000;
const PROFILE = 'kr-housing-decree-table-4-complex';

/** What the demo's decision is made with. */
export interface DemoDecisionRoom extends ActRoom {
  readonly clock: DemoClock;
  readonly layout: Layout;
  readonly people: OpenPeople;
  /** Keeps a public file of the decision. */
  readonly keepFile: (id: Uint8Array, file: Uint8Array) => Promise<unknown>;
}

/** The decision of the demo complex, and the persons whom a visitor may play. */
export interface DemoDecision {
  readonly decision: Uint8Array;
  readonly register: Uint8Array;
  readonly roll: Roll;
  /** Persons who have said nothing yet, by kind. */
  readonly visitors: readonly DemoVisitor[];
}

/** Somebody whom a visitor of the demo may play. */
export interface DemoVisitor {
  readonly kind: 'one-home' | 'several-homes' | 'representative' | 'unrepresented' | 'has-spoken';
  readonly person: number;
}

/** When the story of a demo that is made now begins, ms: its genesis has to be before. */
export function storyBegins(nowMs: number): number {
  const atNine = (timeMs: number): number => timeMs - (timeMs % DAY_MS);
  return atNine(nowMs) - STORY_MS;
}

/**
 * Makes the decision of 1,000 homes and the first three weeks of it: the roll, the keys of whoever
 * acts, and every act signed by its own key. The clock is held in the past meanwhile, so that
 * blocks
 * have the times of the story.
 */
export async function makeDemoDecision(room: DemoDecisionRoom): Promise<DemoDecision> {
  const startMs = storyBegins(Date.now());
  room.clock.hold(startMs - 2 * 3_600_000);
  const roll = demoRoll();
  const people = roll.persons.map(recordOf(roll));
  const registrar = keyOf(room, 'city.registrar');
  const founded = expectOk(
    await foundPeople(
      { ...room, vault: room.people.vault, registrar },
      { institution: 'city', level: 'link', persons: people },
    ),
    'the demo opens a register',
  );
  const { register } = founded;
  const decision = await openDecision(room, { roll, people, register, startMs });
  await room.keepFile(decision, utf8(RESOLUTION));
  await room.keepFile(decision, utf8(SUMMARY));
  const story = decisionStory(SEED, roll);
  const residents = residentsOf(decision, signersOf(story));
  await attest(room, register, residents);
  await tell(room, { decision, startMs, residents }, story);
  room.clock.release();
  return { decision, register, roll, visitors: visitorsOf(roll, story) };
}

function demoRoll(): Roll {
  const file = readRollFile(utf8(makeComplex(SEED)));
  const roll = toRoll(goodRows(file.rows), { capacity: 'owners', shuffle: shuffled });
  return expectOk(roll, 'the demo complex makes a roll');
}

function shuffled(count: number): readonly number[] {
  return permutation(count, below);
}

/** A random number below `end`, of 32 random bits. */
function below(end: number): number {
  const [first = 0, second = 0, third = 0, fourth = 0] = randomBytes(4);
  return (((first << 24) | (second << 16) | (third << 8) | fourth) >>> 0) % end;
}

function recordOf(roll: Roll) {
  const labels = new Map(roll.units.map(({ number, label }) => [number, label]));
  return ({ name, phone, homes }: Roll['persons'][number]): PersonRecord => {
    const record = {
      name,
      homes: homes.map((home) => labels.get(home) ?? ''),
      salt: randomBytes(32),
    };
    return phone === undefined ? record : { ...record, contact: { kind: 'phone', number: phone } };
  };
}

interface Opening {
  readonly roll: Roll;
  readonly people: readonly PersonRecord[];
  readonly register: Uint8Array;
  readonly startMs: number;
}

async function openDecision(
  room: DemoDecisionRoom,
  { roll, people, register, startMs }: Opening,
): Promise<Uint8Array> {
  const officer = keyOf(room, 'city.officer-1');
  const profile = expectPresent(profileOf(PROFILE), 'the demo has its profile');
  const act = (name: string, payload: Json): Promise<Uint8Array> =>
    one(room, [officer], `vote.${name}`, payload);
  const decision = await act('draftDecision', {
    institution: 'city',
    register: toHex(register),
    level: 'link',
    title: {
      ko: '가온숲아파트 리모델링 행위허가 동의',
      en: 'Consent to remodel the Gaon Forest apartments',
    },
    text: toHex(sha256(utf8(RESOLUTION))),
    summary: toHex(sha256(utf8(SUMMARY))),
    summaryBy: {
      ko: '가온숲아파트 리모델링주택조합',
      en: 'Remodelling association of the complex',
    },
    buildings: [...roll.buildings],
    basis: profile.id,
    rule: jsonOf(profile.rule),
    settings: jsonOf(profile.settings),
    recordedAt: startMs,
    closesAt: startMs + CLOSES_AFTER_MS,
  });
  const id = toHex(decision);
  const homes = roll.units.map(({ number, label }) => ({
    unit: number,
    label,
    salt: randomBytes(32),
  }));
  const saltOf = new Map(homes.map(({ unit, salt }) => [unit, salt]));
  const acts = await rollActs(roll, {
    person: ({ number }) => commitmentOf(expectPresent(people[number], 'a person is enrolled')),
    unit: ({ number, label }) =>
      homeCommitment(expectPresent(saltOf.get(number), 'a home has its salt'), label),
  });
  for (const lines of acts.enter) await act('enterRoll', { decision: id, ...jsonOf(lines) });
  room.clock.hold(startMs);
  await act('openDecision', { decision: id, ...acts.open });
  expectOk(await room.people.vault.homes.keep(decision, homes), 'the names of homes are kept');
  return decision;
}

type Residents = ReadonlyMap<number, KeyPair>;

/** A key for everybody who acts, of a secret that is forgotten when the demo is made. */
function residentsOf(decision: Uint8Array, persons: readonly number[]): Residents {
  const secret = randomBytes(32);
  return new Map(
    persons.map((person) => [
      person,
      keyPairFromSeed(sha256(secret, decision, utf8(String(person)))),
    ]),
  );
}

async function attest(
  room: DemoDecisionRoom,
  register: Uint8Array,
  residents: Residents,
): Promise<void> {
  const attester = keyOf(room, 'district.attester');
  const acts = [...residents].map(([person, key]) => ({
    keys: [attester],
    act: 'people.attestKey',
    payload: {
      register: toHex(register),
      person,
      account: toHex(accountOf(key.suite, key.publicKey)),
      level: 'link',
      as: 'district',
    },
  }));
  await together(room, acts);
}

interface Telling {
  readonly decision: Uint8Array;
  readonly startMs: number;
  readonly residents: Residents;
}

/** Plays the story in blocks of some hours; nobody acts twice in one. */
async function tell(
  room: DemoDecisionRoom,
  telling: Telling,
  story: readonly StoryAct[],
): Promise<void> {
  let block: StoryAct[] = [];
  let busy = new Set<number>();
  const flush = async (): Promise<void> => {
    const last = block.at(-1);
    if (last === undefined) return;
    room.clock.hold(telling.startMs + last.atMs);
    await together(
      room,
      block.map((act) => signedBy(room, telling, act)),
    );
    block = [];
    busy = new Set();
  };
  for (const act of story) {
    const persons = personsIn(act);
    const isFull = (block[0]?.atMs ?? act.atMs) + BLOCK_MS < act.atMs;
    if (isFull || persons.some((person) => busy.has(person)) || persons.length > 1) await flush();
    block.push(act);
    for (const person of persons) busy.add(person);
  }
  await flush();
}

function personsIn(act: StoryAct): readonly number[] {
  switch (act.kind) {
    case 'say':
      return act.for === undefined ? [act.person] : [act.person, act.for];
    case 'withdraw':
    case 'nameRepresentative':
      return [act.person];
    case 'appointProxy':
      return [act.person, act.proxy];
    case 'enterPapers':
      return act.papers.map(({ person }) => person);
    case 'noteMessages':
      return [];
  }
}

function signedBy(room: DemoDecisionRoom, telling: Telling, act: StoryAct): SignedWish {
  const decision = toHex(telling.decision);
  const text = toHex(sha256(utf8(RESOLUTION)));
  const own = (person: number): KeyPair =>
    expectPresent(telling.residents.get(person), 'whoever acts has a key');
  const officers = [keyOf(room, 'city.officer-1'), keyOf(room, 'city.officer-2')];
  switch (act.kind) {
    case 'say': {
      const name = act.vote === 'agree' ? 'giveConsent' : 'refuseConsent';
      const payload = { decision, text, ...(act.for === undefined ? {} : { for: act.for }) };
      return { keys: [own(act.person)], act: `vote.${name}`, payload };
    }
    case 'withdraw':
      return { keys: [own(act.person)], act: 'vote.withdraw', payload: { decision } };
    case 'appointProxy': {
      const payload = { decision, proxy: act.proxy };
      return { keys: [own(act.person)], act: 'vote.appointProxy', payload };
    }
    case 'enterPapers': {
      const papers = act.papers.map(({ person, vote, arrivedAtMs }) => ({
        person,
        vote,
        arrivedAt: telling.startMs + arrivedAtMs,
        scan: toHex(randomBytes(32)),
      }));
      return { keys: officers, act: 'vote.enterPapers', payload: { decision, text, papers } };
    }
    case 'nameRepresentative': {
      const change = { kind: 'representative', holder: act.holder, person: act.person };
      const evidence = toHex(randomBytes(32));
      const payload = { decision, reason: 'representative', evidence, change };
      return { keys: officers.slice(0, 1), act: 'vote.changeRoll', payload };
    }
    case 'noteMessages': {
      const { what: kind, homes, undelivered } = act;
      const payload = { decision, kind, homes, undelivered };
      return { keys: officers.slice(0, 1), act: 'vote.noteMessages', payload };
    }
  }
}

/** One person of each kind who has a telephone. */
function visitorsOf(roll: Roll, story: readonly StoryAct[]): readonly DemoVisitor[] {
  const spoken = new Set(story.flatMap(personsIn));
  const byPhone = new Set(
    roll.persons.flatMap(({ number, phone }) => (phone === undefined ? [] : [number])),
  );
  const homesOf = (holder: number): number =>
    roll.units.filter((unit) => unit.holder === holder && unit.excluded === undefined).length;
  const find = (
    kind: DemoVisitor['kind'],
    fits: (holder: Roll['holders'][number], person: number) => boolean,
  ): readonly DemoVisitor[] => {
    for (const holder of roll.holders) {
      const found = holder.members.find(
        ({ person }) => byPhone.has(person) && fits(holder, person),
      );
      if (found !== undefined) return [{ kind, person: found.person }];
    }
    return [];
  };
  const isSilent = (person: number): boolean => !spoken.has(person);
  const isAlone = ({ members }: Roll['holders'][number]): boolean => members.length === 1;
  return [
    ...find(
      'one-home',
      (holder, person) => isSilent(person) && isAlone(holder) && homesOf(holder.number) === 1,
    ),
    ...find(
      'several-homes',
      (holder, person) => isSilent(person) && isAlone(holder) && homesOf(holder.number) > 1,
    ),
    ...find(
      'representative',
      (holder, person) => isSilent(person) && holder.representative === person,
    ),
    ...find(
      'unrepresented',
      ({ members, representative }, person) =>
        isSilent(person) && members.length > 1 && representative === undefined,
    ),
    ...find('has-spoken', (holder, person) => !isSilent(person) && isAlone(holder)),
  ];
}
