import { expectOk, expectPresent, fromHex, type Json, toHex, utf8 } from '@madang/base';
import { jsonOf, type PreparedTransaction } from '@madang/client';
import { keyPairFromSeed, randomBytes, sha256 } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  boundTo,
  countsIn,
  decryptionOf,
  freshKey,
  keyRegistration,
  markOf,
  nextCeremonyAct,
  type OpenElection,
  type OwnKey,
  proofOfBallot,
  type SealedBallot,
  sealBallot,
  sealPapers,
  trusteeSeed,
} from '@madang/services/election/intake/index.ts';
import { type Actor, electionDraft } from '@madang/testkit';
import type { Layout } from '../../apps/madang/src/data/layout.ts';
import { answered } from './answered.ts';
import { type HttpCity, holderOfKey, httpCity } from './http-decision.ts';

/** Voters with a key of their own, and those who vote on paper. */
const KEYS = 10;
const PAPERS = 2;
const VOTERS = KEYS + PAPERS;
const TRUSTEES = 3;
const THRESHOLD = 2;
const ANSWERS = 3;
const DAY_MS = 24 * 3_600_000;

/** An act that was answered, and where it is on record. */
export interface AcknowledgedAct {
  readonly act: string;
  readonly record: number;
}

/** An election over HTTP, and those who play it. */
export interface ElectionRoom {
  readonly layout: Layout;
  /** The clock of everybody who plays, ms. */
  readonly now: () => number;
  readonly city: HttpCity;
  readonly officers: readonly [Actor, Actor];
  readonly trustees: readonly Trustee[];
  readonly devices: readonly Actor[];
  readonly sent: Map<string, string>;
  readonly acknowledged: Map<string, AcknowledgedAct>;
  readonly votes: number[];
  register: string;
  election: string;
}

interface Trustee extends Actor {
  readonly number: number;
  readonly seed: Uint8Array;
}

/** What happens in an election at one time. */
export interface ElectionStage {
  readonly name: string;
  readonly play: (room: ElectionRoom) => Promise<void>;
  /** The status of the election after it. */
  readonly status: string;
}

const chance = (): Uint8Array => randomBytes(64);
const digest = (text: string): string => toHex(sha256(utf8(text)));
const both = (ko: string, en: string) => ({ ko, en });

/** Somebody with a key that nobody had before. */
function somebody(name: string, secret = randomBytes(32)): Actor {
  const keyPair = keyPairFromSeed(secret);
  return { name, keyPair, account: accountOf(keyPair.suite, keyPair.publicKey) };
}

const ceremony = ['commit', 'reveal', 'deal', 'accept', 'rehearse'] as const;
const decryptions = Array.from({ length: THRESHOLD }, (_, at) => at + 1);

/** Everything that happens in an election, one after the other. */
export const electionStages: readonly ElectionStage[] = [
  { name: 'draft', play: draft, status: 'draft' },
  { name: 'roll', play: enterRoll, status: 'draft' },
  ...ceremony.map((name) => ({ name, play: takeStep, status: 'draft' })),
  { name: 'opening', play: open, status: 'open' },
  { name: 'ballots', play: castBallots, status: 'open' },
  { name: 'papers', play: enterPapers, status: 'open' },
  { name: 'close', play: close, status: 'closed' },
  ...decryptions.map((number) => ({
    name: `decryption ${String(number)}`,
    play: (room: ElectionRoom) => decrypt(room, number),
    status: 'closed',
  })),
  { name: 'result', play: announce, status: 'decided' },
];

/** Those who are going to play an election behind an address; nothing is sent yet. */
export function openElectionRoom(
  url: string,
  layout: Layout,
  now: () => number = Date.now,
): ElectionRoom {
  // Whoever gets no answer decides here what to do, not the client.
  const wait = (): Promise<void> => Promise.reject(new Error('no answer'));
  const city = httpCity(url, layout, { wait, now });
  const trustees = Array.from({ length: TRUSTEES }, (_, at) => {
    const secret = randomBytes(32);
    const number = at + 1;
    return { ...somebody(`trustee ${String(number)}`, secret), number, seed: trusteeSeed(secret) };
  });
  return {
    layout,
    now,
    city,
    officers: city.officers,
    trustees,
    devices: Array.from({ length: KEYS }, (_, person) => somebody(`voter ${String(person)}`)),
    sent: new Map(),
    acknowledged: new Map(),
    votes: Array.from({ length: ANSWERS }, () => 0),
    register: '',
    election: '',
  };
}

/** Sends the same bytes until there is an answer: `done`, or the code of the refusal. */
async function send(room: ElectionRoom, prepared: PreparedTransaction): Promise<string> {
  room.sent.set(prepared.id, prepared.act);
  const sent = await answered(() => room.city.client.send(prepared));
  if (!sent.ok) return sent.error.code;
  const { id, record, outcome } = sent.value;
  room.acknowledged.set(id, { act: prepared.act, record });
  return outcome.code === 0 ? 'done' : (outcome.name ?? String(outcome.code));
}

function expectDone(outcome: string, act: string): void {
  if (outcome !== 'done') throw new Error(`${act}: ${outcome}`);
}

/** What an act is answered: `done`, or the code of the refusal. */
export const tryAct = (
  room: ElectionRoom,
  act: string,
  payload: Json,
  by: readonly Actor[],
): Promise<string> => send(room, room.city.sign(act, payload, by));

/** Does an act, and gives its id; one that is not done is a fault of the test. */
async function doAct(
  room: ElectionRoom,
  act: string,
  payload: Json,
  by: readonly Actor[],
): Promise<string> {
  const prepared = room.city.sign(act, payload, by);
  expectDone(await send(room, prepared), act);
  return prepared.id;
}
const idOf = ({ election }: ElectionRoom): Uint8Array => expectOk(fromHex(election), 'an id');

/** Plays everything up to a stage, that one too. */
export async function playElectionTo(room: ElectionRoom, last: string): Promise<void> {
  const end = electionStages.findIndex(({ name }) => name === last) + 1;
  for (const { play } of electionStages.slice(0, end)) await play(room);
}

/** What the ledger tells of the election. */
export async function told(room: ElectionRoom) {
  const { client } = room.city;
  const answer = await answered(() => client.query('election.election', { id: idOf(room) }));
  return expectOk(answer, 'an election');
}

async function ceremonyOf(room: ElectionRoom) {
  const { client } = room.city;
  const answer = await answered(() => client.query('election.ceremony', { id: idOf(room) }));
  return expectOk(answer, 'a ceremony');
}

async function sumOf(room: ElectionRoom) {
  const wanted = { election: idOf(room), sum: 0 };
  const answer = await answered(() => room.city.client.query('election.sumOf', wanted));
  return expectOk(answer, 'a sum');
}

async function openElection(room: ElectionRoom): Promise<OpenElection> {
  const { chain } = expectOk(await answered(() => room.city.client.ledger()), 'a ledger');
  const bound = boundTo(expectOk(fromHex(chain), 'a chain'), await told(room));
  return { id: idOf(room), bound: expectPresent(bound, 'it is open') };
}

async function draft(room: ElectionRoom): Promise<void> {
  const registrar = holderOfKey(room.layout, 'city.registrar');
  const persons = { institution: 'city', persons: VOTERS, level: 'link' };
  room.register = await doAct(room, 'people.openRegister', persons, [registrar]);
  const payload = electionDraft({
    register: room.register,
    text: digest('the announcement'),
    trustees: room.trustees.map(({ account }) => toHex(account)),
    closesAt: Math.ceil(room.now() / 1_000) * 1_000 + DAY_MS,
    more: {
      questions: [
        {
          answers: ANSWERS,
          choice: { min: 1, max: 1, blank: true },
          decides: { kind: 'elect', seats: 1 },
        },
      ],
      paper: 'batches',
    },
  });
  room.election = await doAct(room, 'election.draftElection', payload, [room.officers[0]]);
}

/** In two parts, as a long roll is. */
async function enterRoll(room: ElectionRoom): Promise<void> {
  const { election } = room;
  const lines = Array.from({ length: VOTERS }, (_, person) => ({
    person,
    building: 0,
    weights: [1],
    commitment: digest(`person ${String(person)}`),
  }));
  for (const voters of [lines.slice(0, 5), lines.slice(5)]) {
    await doAct(room, 'election.enterVoters', { election, voters }, [room.officers[0]]);
  }
}

/** Each trustee does what is due for them now. */
async function takeStep(room: ElectionRoom): Promise<void> {
  const { stage } = await ceremonyOf(room);
  for (const trustee of room.trustees) {
    const now = await ceremonyOf(room);
    if (now.stage !== stage) return;
    const { number, seed } = trustee;
    const next = nextCeremonyAct({ election: idOf(room), number, seed }, now, chance);
    const { act, payload } = expectPresent(expectOk(next, 'it holds together'), 'something is due');
    await doAct(room, act, jsonOf(payload), [trustee]);
  }
}

async function open(room: ElectionRoom): Promise<void> {
  const { election } = room;
  const payload = { election, voters: VOTERS, weights: [VOTERS] };
  await doAct(room, 'election.openElection', payload, [room.officers[0]]);
}

/** A voter with a registered key. */
export interface RegisteredVoter {
  /** What they are answered for the ballot with this answer: `done`, or the code of the refusal. */
  readonly cast: (answer: number) => Promise<string>;
}

/** Attests the device of a person, and registers their key. */
export async function registerVoter(room: ElectionRoom, person: number): Promise<RegisteredVoter> {
  const election = await openElection(room);
  const device = expectPresent(room.devices[person], 'a device');
  const { register } = room;
  const key = { register, person, account: toHex(device.account), level: 'link' };
  await doAct(room, 'people.attestKey', { ...key, as: 'district' }, [room.city.attester]);
  const own = freshKey(election.bound, chance);
  const registration = keyRegistration(election, own, device.account, chance);
  await doAct(room, 'election.registerKey', jsonOf(registration), [device]);
  const standing = { key: own.key, standing: { ballots: 0 } };
  return {
    cast: async (answer) => {
      const sealed = sealBallot(election, standing, [[answer]], chance);
      const outcome = await castSealed(room, election, own, sealed);
      if (outcome === 'done') room.votes[answer] = (room.votes[answer] ?? 0) + 1;
      return outcome;
    },
  };
}

/** Several at once, each with a key of their own. */
async function castBallots(room: ElectionRoom): Promise<void> {
  await Promise.all(
    room.devices.map(async (_, person) => {
      const { cast } = await registerVoter(room, person);
      expectDone(await cast(person % ANSWERS), 'castBallot');
    }),
  );
}

async function castSealed(
  room: ElectionRoom,
  { bound }: OpenElection,
  own: OwnKey,
  sealed: SealedBallot,
): Promise<string> {
  const cast = await answered(() =>
    room.city.client.prove('election.castBallot', sealed.payload, (bodyHash) =>
      proofOfBallot(bound, own, { sealed, bodyHash }, chance),
    ),
  );
  return send(room, expectOk(cast, 'proven'));
}

/** Two persons are marked, their papers entered, and confirmed by two officers. */
async function enterPapers(room: ElectionRoom): Promise<void> {
  const election = await openElection(room);
  const [officer] = room.officers;
  const own = freshKey(election.bound, chance);
  const persons = Array.from({ length: PAPERS }, (_, at) => KEYS + at);
  const marked = markOf(election, own, { persons, account: officer.account }, chance);
  await doAct(room, 'election.markPaper', jsonOf(marked), [officer]);
  const wanted = { election: election.id, key: own.key };
  const asked = await answered(() => room.city.client.query('election.batch', wanted));
  const standing = expectOk(asked, 'a batch');
  const papers = persons.map(() => [[0]]);
  const sealed = sealPapers(election, { key: own.key, standing }, papers, chance);
  for (const one of sealed) expectDone(await castSealed(room, election, own, one), 'a paper');
  room.votes[0] = (room.votes[0] ?? 0) + PAPERS;
  const confirmed = {
    election: room.election,
    batch: toHex(own.key),
    papers: PAPERS,
    record: digest('the papers'),
    place: both('관리사무소 금고', 'Safe of the office'),
  };
  await doAct(room, 'election.confirmBatch', confirmed, room.officers);
}

/** Everybody has voted, so that nobody has to wait for the time. */
async function close(room: ElectionRoom): Promise<void> {
  const payload = { election: room.election, how: 'over' };
  await doAct(room, 'election.closeElection', payload, [room.officers[1]]);
}

async function decrypt(room: ElectionRoom, number: number): Promise<void> {
  const trustee = expectPresent(room.trustees[number - 1], 'a trustee');
  const [now, { bound }, sum] = [await ceremonyOf(room), await told(room), await sumOf(room)];
  const { fingerprint } = expectPresent(bound, 'it was open');
  const part = decryptionOf(
    { election: idOf(room), number, seed: trustee.seed },
    { told: now, fingerprint },
    { sum: 0, selections: sum.selections },
    chance,
  );
  const { act, payload } = expectOk(part, 'a part of the key');
  await doAct(room, act, jsonOf(payload), [trustee]);
}

async function announce(room: ElectionRoom): Promise<void> {
  const counts = expectPresent(countsIn(await sumOf(room), THRESHOLD), 'enough parts');
  const payload = { election: room.election, sum: 0, counts: [...counts] };
  await doAct(room, 'election.announceCounts', payload, [somebody('anybody')]);
}
