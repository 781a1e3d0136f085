import { assert, expectOk, expectPresent, ok, toHex, utf8 } from '@madang/base';
import { jsonOf } from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes, sha256 } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  type Announcement,
  announcement,
  countsIn,
  decryptionOf,
  freshKey,
  keyRegistration,
  nextCeremonyAct,
  type OpenElection,
  type OwnKey,
  type ProvenElection,
  proofOfBallot,
  provenBound,
  provenCeremony,
  provenElection,
  provenSum,
  REGISTRATION,
  type ReadProven,
  sealBallot,
  type TrusteeAct,
  trusteeSeed,
} from '@madang/services/election/intake/index.ts';
import { commitmentOf, type PersonRecord } from '@madang/vault';
import { createKeyFile, readKeyFile } from '../data/key-file.ts';
import { secretFile } from '../data/layout.ts';
import { foundPeople } from '../people/found-people.ts';
import { proveAct, submitAct } from '../server/submit-act.ts';
import { keyOf, one, together } from './acts.ts';
import type { DemoDecisionRoom } from './decision.ts';
import { chairAnnouncement, representativeAnnouncement } from './texts.ts';

/** An election of the demo, and the voters of it whom a visitor may play. */
export interface DemoElection {
  readonly election: Uint8Array;
  readonly register: Uint8Array;
  readonly visitors: readonly { readonly person: number; readonly home: string }[];
}

/** The trustees of the demo's elections: their keys lie in its folder, as no real ones would. */
const TRUSTEES = [
  { file: 'trustee-1', seat: { ko: '선거관리위원회', en: 'Election committee' } },
  { file: 'trustee-2', seat: { ko: '관리사무소', en: 'Management office' } },
  { file: 'trustee-3', seat: { ko: '주민 참관인', en: 'Residents’ observer' } },
] as const;
const THRESHOLD = 2;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What one election of the demo is made of, up to where it is opened. */
export interface DraftPlan {
  readonly building: string;
  readonly homes: number;
  readonly title: { readonly ko: string; readonly en: string };
  readonly words: Announcement;
  /** When voting begins, or the registration of keys. */
  readonly opensAt: number;
  readonly closesAt: number;
  /** Where keys are mixed: until when they are registered. */
  readonly registersUntil?: number;
}

/** One in which somebody has voted. */
interface Plan extends DraftPlan {
  /** The answers of those who have voted, by index; nothing for a blank vote. */
  readonly votes: readonly (number | undefined)[];
}

/** An election that is over and decided, and ended before a time, ms. */
export async function makeDecidedElection(
  room: DemoDecisionRoom,
  endsBefore: number,
): Promise<DemoElection> {
  const closesAt = endsBefore - (endsBefore % 1_000) - HOUR_MS;
  const made = await makeElection(room, {
    building: '102동',
    homes: 48,
    title: { ko: '102동 동별 대표자 선거', en: 'Representative of building 102' },
    words: representativeAnnouncement('102동'),
    votes: spread(41, [0, 1, 0, 2, 0, 1, undefined]),
    opensAt: closesAt - 6 * HOUR_MS,
    closesAt,
  });
  room.clock.hold(closesAt + 60_000);
  const election = toHex(made.election);
  await one(room, [keyOf(room, 'city.officer-1')], 'election.closeElection', {
    election,
    how: 'over',
  });
  await decrypt(room, made.election, [1, 3]);
  return made;
}

/** An election that takes ballots now. */
export function makeOpenElection(room: DemoDecisionRoom): Promise<DemoElection> {
  const nowMs = Math.max(room.now(), room.ledger.head().timeMs);
  return makeElection(room, {
    building: '101동',
    homes: 60,
    title: { ko: '입주자대표회의 회장 선거', en: 'Chair of the residents’ council' },
    words: chairAnnouncement(),
    votes: spread(23, [1, 0, 2, 1, 1, 0, undefined]),
    opensAt: nowMs + 1_000,
    closesAt: nowMs - (nowMs % DAY_MS) + 9 * DAY_MS + 9 * HOUR_MS,
  });
}

function spread(
  count: number,
  pattern: readonly (number | undefined)[],
): readonly (number | undefined)[] {
  return Array.from({ length: count }, (_, at) => pattern[at % pattern.length]);
}

/** Where somebody votes. */
interface Place {
  readonly election: Uint8Array;
  readonly register: Uint8Array;
}

/** An election with its register, its roll and its key. */
export interface ReadyElection extends Place {
  readonly homes: readonly string[];
}

/** Founds the register of an election, drafts it, and lets its trustees make the key. */
export async function readyElection(
  room: DemoDecisionRoom,
  plan: DraftPlan,
): Promise<ReadyElection> {
  room.clock.hold(plan.opensAt - HOUR_MS / 2);
  const homes = homesOf(plan);
  const persons = homes.map(recordOf);
  const registrar = keyOf(room, 'city.registrar');
  const founded = await foundPeople(
    { ...room, vault: room.people.vault, registrar },
    { institution: 'city', level: 'link', persons },
  );
  const { register } = expectOk(founded, 'the demo opens a register');
  const file = utf8(JSON.stringify(announcement.toJson(plan.words)));
  const election = await draft(room, plan, { register, persons, text: sha256(file) });
  await room.keepFile(election, file);
  await holdCeremony(room, election);
  room.clock.hold(plan.opensAt);
  return { election, register, homes };
}

/** Opens an election, for ballots or for the registration of keys. */
export async function openReady(
  room: DemoDecisionRoom,
  { election, homes }: ReadyElection,
  act: 'election.openElection' | 'election.openRegistration',
): Promise<void> {
  const count = { voters: homes.length, weights: [homes.length] };
  const officer = keyOf(room, 'city.officer-1');
  await one(room, [officer], act, { election: toHex(election), ...count });
}

async function makeElection(room: DemoDecisionRoom, plan: Plan): Promise<DemoElection> {
  const ready = await readyElection(room, plan);
  const { election, register, homes } = ready;
  await openReady(room, ready, 'election.openElection');
  await castAll(room, { election, register }, plan.votes);
  const visitors = homes
    .map((home, person) => ({ person, home }))
    .slice(plan.votes.length)
    .filter((_, at) => at % 7 === 0);
  return { election, register, visitors };
}

/** Four homes on each floor. */
function homesOf({ building, homes }: DraftPlan): readonly string[] {
  return Array.from({ length: homes }, (_, at) => {
    const floor = String(Math.trunc(at / 4) + 1);
    return `${building} ${floor}0${String((at % 4) + 1)}호`;
  });
}

function recordOf(home: string, at: number): PersonRecord {
  const number = `010-0000-${String(2_000 + at).padStart(4, '0')}`;
  const salt = randomBytes(32);
  return { name: `${home} 세대주`, homes: [home], salt, contact: { kind: 'phone', number } };
}

interface Drafting {
  readonly register: Uint8Array;
  readonly persons: readonly PersonRecord[];
  readonly text: Uint8Array;
}

async function draft(
  room: DemoDecisionRoom,
  plan: DraftPlan,
  { register, persons, text }: Drafting,
): Promise<Uint8Array> {
  const officer = keyOf(room, 'city.officer-1');
  const questions = plan.words.questions.map(({ answers }) => ({
    answers: answers.length,
    choice: { blank: true, max: 1, min: 1 },
    decides: { kind: 'elect', seats: 1 },
  }));
  const { registersUntil } = plan;
  const rules =
    registersUntil === undefined
      ? { revote: 'none', paper: 'none' }
      : { revote: 'last', paper: 'batches', mixing: { registersUntil } };
  const election = await one(room, [officer], 'election.draftElection', {
    institution: 'city',
    register: toHex(register),
    level: 'link',
    title: plan.title,
    text: toHex(text),
    questions,
    buildings: [plan.building],
    results: 'complex',
    measures: ['heads'],
    trustees: TRUSTEES.map(({ file, seat }) => ({
      account: toHex(trusteeAccount(room, file)),
      seat,
    })),
    threshold: THRESHOLD,
    ...rules,
    turnout: { num: 1, den: 2, compare: 'more-than' },
    basis: 'kr-management-decree-11-contested',
    recordedAt: plan.opensAt - DAY_MS,
    closesAt: plan.closesAt,
  });
  const voters = persons.map((person, number) => ({
    person: number,
    building: 0,
    weights: [1],
    commitment: toHex(commitmentOf(person)),
  }));
  await one(room, [officer], 'election.enterVoters', { election: toHex(election), voters });
  return election;
}

function trusteeSecret({ layout }: DemoDecisionRoom, name: string): Uint8Array {
  const file = secretFile(layout, name);
  const known = readKeyFile(file, 'ed25519');
  return known.ok ? known.value : expectOk(createKeyFile(file, 'ed25519'), 'a key of a trustee');
}

function trusteeAccount(room: DemoDecisionRoom, name: string): Uint8Array {
  const { suite, publicKey } = keyPairFromSeed(trusteeSecret(room, name));
  return accountOf(suite, publicKey);
}

/** The node's own state needs no proof. */
function reading({ ledger }: DemoDecisionRoom): ReadProven {
  return (stateKey) => Promise.resolve(ok(ledger.stateReader().get(stateKey)));
}

const chance = (): Uint8Array => randomBytes(64);

async function provenIn(room: DemoDecisionRoom, id: Uint8Array) {
  const read = reading(room);
  const proven = expectOk(await provenElection(read, id), 'the demo has its election');
  const ceremony = expectOk(await provenCeremony(read, id, proven), 'a ceremony');
  return { proven, ceremony };
}

/** Lets every trustee do their parts, until all of them have rehearsed. */
async function holdCeremony(room: DemoDecisionRoom, election: Uint8Array): Promise<void> {
  for (;;) {
    const { ceremony } = await provenIn(room, election);
    const [number] = ceremony.missing;
    if (number === undefined) return;
    const trustee = trusteeAt(room, election, number);
    const next = expectOk(nextCeremonyAct(trustee, ceremony, chance), 'the ceremony holds');
    await doAct(room, number, expectPresent(next, 'it is their part'));
  }
}

function trusteeAt(room: DemoDecisionRoom, election: Uint8Array, number: number) {
  const { file } = expectPresent(TRUSTEES[number - 1], 'a trustee');
  return { election, number, seed: trusteeSeed(trusteeSecret(room, file)) };
}

async function doAct(room: DemoDecisionRoom, number: number, { act, payload }: TrusteeAct) {
  const { file } = expectPresent(TRUSTEES[number - 1], 'a trustee');
  const key = keyPairFromSeed(trusteeSecret(room, file));
  await one(room, [key], act, jsonOf(payload));
}

/** A voter of the demo: the number of the person, their device, and the key by which they vote. */
interface DemoVoter {
  readonly person: number;
  readonly device: KeyPair;
  readonly own: OwnKey;
}

/** The devices of the first voters of the roll, with keys that nobody has registered. */
function votersOf(
  { election }: Place,
  count: number,
  base: Parameters<typeof freshKey>[0],
): readonly DemoVoter[] {
  const secret = randomBytes(32);
  return Array.from({ length: count }, (_, person) => {
    const device = keyPairFromSeed(sha256(secret, election, utf8(String(person))));
    return { person, device, own: freshKey(base, chance) };
  });
}

/** Lets voters be identified and register their keys, in two blocks. */
async function registerAll(
  room: DemoDecisionRoom,
  { election, register }: Place,
  voters: readonly DemoVoter[],
): Promise<void> {
  const attester = keyOf(room, 'district.attester');
  await together(
    room,
    voters.map(({ person, device }) => ({
      keys: [attester],
      act: 'people.attestKey',
      payload: {
        register: toHex(register),
        person,
        account: toHex(accountIn(device)),
        level: 'link',
        as: 'district',
      },
    })),
  );
  await together(
    room,
    voters.map(({ device, own }) => ({
      keys: [device],
      act: 'election.registerKey',
      payload: jsonOf(keyRegistration({ id: election }, own, accountIn(device), chance)),
    })),
  );
}

/** Lets the first voters of the roll register keys that are mixed later. */
export function registerFirst(room: DemoDecisionRoom, place: Place, count: number): Promise<void> {
  return registerAll(room, place, votersOf(place, count, REGISTRATION));
}

/** Lets the first voters of the roll register a key and vote, in three blocks. */
async function castAll(
  room: DemoDecisionRoom,
  place: Place,
  votes: readonly (number | undefined)[],
): Promise<void> {
  const { election } = place;
  const open = openIn(room, election, (await provenIn(room, election)).proven);
  const voters = votersOf(place, votes.length, open.bound);
  await registerAll(room, place, voters);
  const ballots = voters.map(({ own, person }) => {
    const vote = votes[person];
    const standing = { key: own.key, standing: { ballots: 0 } };
    const sealed = sealBallot(open, standing, [vote === undefined ? [] : [vote]], chance);
    const act = { act: 'election.castBallot', payload: jsonOf(sealed.payload) };
    return proveAct(room, act, (bodyHash) =>
      proofOfBallot(open.bound, own, { sealed, bodyHash }, chance),
    );
  });
  const answers = await Promise.all(ballots.map(({ envelope }) => room.ledger.submit(envelope)));
  for (const answer of answers) {
    assert(answer.ok && answer.value.outcome.code === 0, 'a ballot of the demo was refused');
  }
}

function accountIn({ suite, publicKey }: KeyPair): Uint8Array {
  return accountOf(suite, publicKey);
}

function openIn(room: DemoDecisionRoom, id: Uint8Array, proven: ProvenElection): OpenElection {
  return { id, bound: expectPresent(provenBound(room.ledger.chain, proven), 'it is open') };
}

/** Lets trustees decrypt every sum, and announces what it came to. */
async function decrypt(
  room: DemoDecisionRoom,
  election: Uint8Array,
  numbers: readonly number[],
): Promise<void> {
  const { proven, ceremony } = await provenIn(room, election);
  const { fingerprint } = expectPresent(proven.bound, 'it was open');
  const place = { told: ceremony, fingerprint };
  for (let sum = 0; sum < proven.progress.sums; sum++) {
    const told = () => provenSum(reading(room), election, proven, sum);
    const { selections } = expectPresent(expectOk(await told(), 'a sum'), 'a sum');
    for (const number of numbers) {
      const trustee = trusteeAt(room, election, number);
      const part = decryptionOf(trustee, place, { sum, selections }, chance);
      await doAct(room, number, expectOk(part, 'a part of the key'));
    }
    const decrypted = expectPresent(expectOk(await told(), 'a sum'), 'a sum');
    const counts = expectPresent(countsIn(decrypted, THRESHOLD), 'counts');
    const act = { act: 'election.announceCounts', payload: jsonOf({ election, sum, counts }) };
    const officer = keyOf(room, 'city.officer-1');
    expectOk(await submitAct(room, [officer], act), 'the counts are announced');
  }
}
