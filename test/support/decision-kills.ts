import { setTimeout as sleep } from 'node:timers/promises';
import { expectOk, type Json, type Result, toHex, utf8 } from '@madang/base';
import type {
  ClientError,
  DeskPerson,
  IdentifiedAnswer,
  PreparedTransaction,
} from '@madang/client';
import { randomBytes, sha256 } from '@madang/crypto';
import {
  type Actor,
  actor,
  beginServer,
  DECISION_TEXT,
  freePort,
  type Random,
  randomFrom,
  simple,
  type TestServer,
} from '@madang/testkit';
import type { Layout } from '../../apps/madang/src/data/layout.ts';
import { answered } from './answered.ts';
import {
  type AskedDecision,
  askDecision,
  bytesOf,
  foundCity,
  type HttpCity,
  httpCity,
} from './http-decision.ts';
import { type Telephones, telephones } from './telephones.ts';

const HOMES = 60;
/** The last homes say what they say on paper; the first persons come with their links. */
const PAPER_FROM = 50;
const LINKED = 6;
const WORKERS = 5;
/** Of a hundred acts so many are sent once, and never again if no answer came. */
const ABANDONED_PERCENT = 8;
const DAY_MS = 24 * 3_600_000;

/** Which kills, of which server. */
export interface KillPlan {
  readonly folder: string;
  readonly seed: number;
  readonly kills: number;
}

/** An act that was answered: where it is on record, and how it came out. */
export interface Acknowledged {
  readonly act: string;
  readonly record: number;
  readonly code: number;
}

/** A person whose key was attested through link and code. */
export interface Identified {
  readonly request: Parameters<HttpCity['client']['identify']>[0];
  readonly answer: IdentifiedAnswer;
}

/** What somebody has said last, as far as the answers tell. */
export type Said = 'agree' | 'refuse' | 'nothing' | 'unknown';

/** What was played, and what the players know of it. */
export interface Played extends AskedDecision {
  readonly layout: Layout;
  readonly city: HttpCity;
  readonly server: TestServer;
  readonly phones: Telephones;
  /** By the id of the act: its name. */
  readonly sent: ReadonlyMap<string, string>;
  readonly acknowledged: ReadonlyMap<string, Acknowledged>;
  /** Acts that were refused before they came on record. */
  readonly refused: ReadonlySet<string>;
  readonly identified: ReadonlyMap<number, Identified>;
  /** Accounts for which link and code were given, whether or not an answer came. */
  readonly asked: ReadonlySet<string>;
  readonly said: ReadonlyMap<number, Said>;
  /** Every moment of establishment that the server has told, as JSON. */
  readonly moments: ReadonlySet<string>;
  /** Links that the desk has said to have queued. */
  readonly linksSent: number;
  /** Whether the decision was closed because it was made, or else called off. */
  readonly endsEstablished: boolean;
  /** Entries of the log before the first kill could come. */
  readonly begunAt: number;
  /** What did not go as it must, a sentence each. */
  readonly faults: readonly string[];
}

interface Room extends AskedDecision {
  readonly layout: Layout;
  readonly city: HttpCity;
  readonly random: Random;
  readonly phones: Telephones;
  readonly kills: number;
  readonly endsEstablished: boolean;
  readonly begunAt: number;
  readonly sent: Map<string, string>;
  readonly acknowledged: Map<string, Acknowledged>;
  readonly refused: Set<string>;
  readonly identified: Map<number, Identified>;
  readonly asked: Set<string>;
  readonly said: Map<number, Said>;
  readonly devices: Map<number, Actor>;
  readonly moments: Set<string>;
  readonly faults: string[];
  linksSent: number;
  killed: number;
  isEstablished: boolean;
  isClosed: boolean;
  isOver: boolean;
}

/** The telephone of a person. */
export const numberOf = (person: number): string => `010-0000-${String(1_000 + person)}`;
const everybody = Array.from({ length: HOMES }, (_, person) => person);

/** A home and its owner for each number. */
const persons: readonly DeskPerson[] = everybody.map((person) => ({
  name: `${String(person)}호 소유자`,
  homes: [`101동 ${String(person)}호`],
  salt: toHex(sha256(utf8(`salt of ${String(person)}`))),
  contact: { kind: 'phone', number: numberOf(person) },
}));

/**
 * Plays a decision of sixty homes over HTTP while its server is killed again and again, sometimes
 * before it has started: links and codes, consents, refusals, withdrawals, papers, changes of the
 * roll, and two officers who close at once. Everybody sends the same bytes until there is an
 * answer,
 * except for a few who give up. The server that answers at the end is left running.
 */
export async function playUnderKills({ folder, seed, kills }: KillPlan): Promise<Played> {
  const layout = foundCity(folder);
  const port = await freePort();
  const start = () => beginServer({ folder, port });
  let server = await (await start()).ready();
  const room = await openRoom(server.url, layout, { seed, kills });
  const listening = listen(room);
  const work = Promise.all([
    ...Array.from({ length: WORKERS }, (_, worker) => residents(room, worker)),
    officers(room),
    sendLinks(room),
  ]).finally(() => {
    room.isOver = true;
  });
  const killing = (async (): Promise<void> => {
    while (room.killed < kills) {
      await sleep(30 + room.random.below(400));
      await server.kill();
      room.killed += 1;
      if (room.random.chance(25) && room.killed < kills) {
        const begun = await start();
        await sleep(100 + room.random.below(500));
        await begun.kill();
        room.killed += 1;
      }
      server = await (await start()).ready();
    }
  })();
  await Promise.all([killing, work, listening]);
  return { ...room, server };
}

async function openRoom(
  url: string,
  layout: Layout,
  { seed, kills }: { readonly seed: number; readonly kills: number },
): Promise<Room> {
  // Whoever gets no answer decides here what to do, not the client.
  const wait = (): Promise<void> => Promise.reject(new Error('no answer'));
  const city = httpCity(url, layout, { wait });
  const endsEstablished = seed % 2 === 0;
  const asked = await askDecision(city, {
    plan: simple(HOMES, {
      persons: HOMES,
      settings: { afterEstablishment: endsEstablished ? 'closed' : 'open' },
    }),
    persons,
    homes: persons.map(({ homes: [label = ''], salt }, unit) => ({ unit, label, salt })),
    closesAt: Math.ceil((Date.now() + DAY_MS) / 1_000) * 1_000,
  });
  const devices = new Map<number, Actor>();
  for (const person of everybody.slice(LINKED, PAPER_FROM)) {
    const device = actor(`device ${String(seed)} ${String(person)}`);
    const account = toHex(device.account);
    const key = { person, account, level: 'link', as: 'district' };
    await city.done('people.attestKey', { register: asked.register, ...key }, [city.attester]);
    devices.set(person, device);
  }
  const { size } = expectOk(await city.client.ledger(), 'the ledger');
  return {
    ...asked,
    begunAt: size,
    layout,
    city,
    random: randomFrom(seed),
    phones: telephones(city.client),
    kills,
    endsEstablished,
    devices,
    sent: new Map(),
    acknowledged: new Map(),
    refused: new Set(),
    identified: new Map(),
    asked: new Set(),
    said: new Map(),
    moments: new Set(),
    faults: [],
    linksSent: 0,
    killed: 0,
    isEstablished: false,
    isClosed: false,
    isOver: false,
  };
}

/** Sends an act until there is an answer, or once alone; true if it was done. */
async function send(
  room: Room,
  prepared: PreparedTransaction,
  isAbandoned = false,
): Promise<boolean | undefined> {
  const { client } = room.city;
  room.sent.set(prepared.id, prepared.act);
  const once = () => client.send(prepared);
  const answer = isAbandoned ? await once().catch(() => undefined) : await answered(once);
  if (answer === undefined || (!answer.ok && answer.error.retryable)) return undefined;
  if (!answer.ok) {
    room.refused.add(prepared.id);
    if (ENDED.has(answer.error.code)) room.isEstablished = true;
    return false;
  }
  const { id, record, outcome } = answer.value;
  room.acknowledged.set(id, { act: prepared.act, record, code: outcome.code });
  return outcome.code === 0;
}

const ENDED: ReadonlySet<string> = new Set(['vote.ESTABLISHED', 'vote.NOT_OPEN']);

/** So many of the first persons speak: the moment comes in the midst of the kills. */
function isTurnOf({ killed, kills }: Room, person: number): boolean {
  return killed === kills || person < HOMES * (0.3 + killed / kills);
}

async function residents(room: Room, worker: number): Promise<void> {
  const own = everybody.filter((one) => one < PAPER_FROM && one % WORKERS === worker);
  const isReady = (): boolean =>
    room.killed === room.kills &&
    (room.isClosed || room.isEstablished || own.every((one) => room.said.has(one)));
  while (!isReady()) {
    await sleep(room.random.below(60));
    const person = room.random.pickAny(own.filter((one) => isTurnOf(room, one)));
    if (person !== undefined) await speak(room, person);
  }
}

async function speak(room: Room, person: number): Promise<void> {
  const device = room.devices.get(person) ?? (await identify(room, person));
  if (device === undefined) {
    room.said.set(person, 'unknown');
    return;
  }
  const { decision, random } = room;
  const isAbandoned = random.chance(ABANDONED_PERCENT);
  const said = room.said.get(person) ?? 'nothing';
  if (said === 'agree' || said === 'refuse') {
    if (!random.chance(25) || room.killed === room.kills) return;
    const done = await send(
      room,
      room.city.sign('vote.withdraw', { decision }, [device]),
      isAbandoned,
    );
    if (done !== false) room.said.set(person, done === true ? 'nothing' : 'unknown');
    return;
  }
  const vote = random.chance(85) ? 'agree' : 'refuse';
  const act = vote === 'agree' ? 'vote.giveConsent' : 'vote.refuseConsent';
  const payload = { decision, text: DECISION_TEXT };
  const done = await send(room, room.city.sign(act, payload, [device]), isAbandoned);
  if (done === true) room.said.set(person, vote);
  else if (done === undefined) room.said.set(person, 'unknown');
}

/** Comes with the link that was sent, asks for a code, and has a key attested. */
async function identify(room: Room, person: number): Promise<Actor | undefined> {
  const { client } = room.city;
  const device = actor(`linked ${toHex(randomBytes(8))}`);
  room.asked.add(toHex(device.account));
  const key = toHex(device.keyPair.publicKey);
  for (let tries = 0; tries < 20; tries++) {
    const token = await tokenFor(room, person);
    const code = token === undefined ? undefined : await codeFor(room, person, token);
    if (code === 'none left') return undefined;
    if (token === undefined || code === undefined) continue;
    const request = { token, code, key, suite: 'ed25519' as const };
    const answer = await answered(() => client.identify(request));
    if (answer.ok) {
      const { id, record } = answer.value;
      room.sent.set(id, 'people.attestKey');
      room.acknowledged.set(id, { act: 'people.attestKey', record, code: 0 });
      room.identified.set(person, { request, answer: answer.value });
      room.devices.set(person, device);
      return device;
    }
    if (!LINK_TRIED_ANEW.has(answer.error.code)) {
      room.faults.push(`Person ${String(person)} was not identified: ${answer.error.code}`);
      return undefined;
    }
  }
  room.faults.push(`Person ${String(person)} has no link that opens.`);
  return undefined;
}

const LINK_TRIED_ANEW: ReadonlySet<string> = new Set([
  'api.LINK_UNKNOWN',
  'api.CODE_ENDED',
  'api.CODE_WRONG',
]);

/**
 * The link that came last, if it opens. A message that came just before a kill is sent again with
 * another link, which may have come to a telephone that is gone: then the desk sends a new one.
 */
async function tokenFor(room: Room, person: number): Promise<string | undefined> {
  const { client } = room.city;
  for (let looks = 0; looks < 40; looks++) {
    const token = room.phones.token(numberOf(person));
    if (token !== undefined && (await answered(() => client.openLink(token))).ok) return token;
    await sleep(50);
  }
  const fresh = await atDesk(room, (desk) => desk.freshLink(room.register, person));
  if (fresh.ok) room.linksSent += 1;
  return undefined;
}

/** A code that dies with its server never comes; another one is asked for. */
async function codeFor(room: Room, person: number, token: string): Promise<string | undefined> {
  const before = room.phones.code(numberOf(person));
  const sent = await answered(() => room.city.client.sendCode(token));
  if (!sent.ok) return sent.error.code === 'api.CODES_TOO_MANY' ? 'none left' : undefined;
  for (let looks = 0; looks < 40; looks++) {
    const code = room.phones.code(numberOf(person));
    if (code !== undefined && code !== before) return code;
    await sleep(25);
  }
  return undefined;
}

type Desk = Awaited<ReturnType<HttpCity['deskOf']>>;

/** Sessions are in the server's memory: each call has one of its own. */
function atDesk<T>(
  { city }: Room,
  ask: (desk: Desk) => Promise<Result<T, ClientError>>,
): Promise<Result<T, ClientError>> {
  return answered(async () => ask(await city.deskOf(city.officers[0])));
}

async function sendLinks(room: Room): Promise<void> {
  const sent = await atDesk(room, (desk) => desk.sendLinks(room.decision));
  if (sent.ok) room.linksSent += sent.value.messages;
}

/** Papers, corrections and notes, until two officers close at once. */
async function officers(room: Room): Promise<void> {
  const waiting = everybody.slice(PAPER_FROM);
  while (!room.isClosed) {
    await sleep(room.random.below(250));
    if (room.killed >= room.kills - 1 && room.isEstablished) await close(room);
    else if (room.random.chance(50)) await enterPapers(room, waiting);
    else await correct(room);
  }
}

async function enterPapers(room: Room, waiting: number[]): Promise<void> {
  const isTurn = (person: number): boolean => isTurnOf(room, person);
  const chosen = waiting.filter(isTurn).slice(0, 1 + room.random.below(3));
  if (chosen.length === 0) return;
  // One who is no owner: a bad paper does not spoil its batch.
  const papers = [...chosen, HOMES - 1 + HOMES].map((person) => ({
    person,
    vote: 'agree',
    arrivedAt: Date.now(),
    scan: toHex(randomBytes(32)),
  }));
  const { decision, city } = room;
  const payload: Json = { decision, text: DECISION_TEXT, papers };
  if ((await send(room, city.sign('vote.enterPapers', payload, city.officers))) !== true) return;
  for (const person of chosen) {
    waiting.splice(waiting.indexOf(person), 1);
    // Behind the paper that made the decision the others of its batch may come too late.
    room.said.set(person, room.endsEstablished ? 'unknown' : 'agree');
  }
}

async function correct(room: Room): Promise<void> {
  const { decision, city, random } = room;
  const by = city.officers.slice(0, 1);
  if (random.chance(30)) {
    const note = { decision, kind: 'notice', homes: random.below(HOMES), undelivered: 0 };
    await send(room, city.sign('vote.noteMessages', note, by));
    return;
  }
  const person = random.below(HOMES);
  const proxy = (person + 1 + random.below(HOMES - 1)) % HOMES;
  const paper = { person, proxy, arrivedAt: Date.now(), scan: toHex(randomBytes(32)) };
  const payload = { decision, papers: [paper] };
  await send(room, city.sign('vote.enterProxies', payload, city.officers));
}

/** Both officers press the button at once: one of them closes, the other is told so. */
async function close(room: Room): Promise<void> {
  const { decision, city, endsEstablished } = room;
  const payload = { decision, how: endsEstablished ? 'over' : 'called-off' };
  const done = await Promise.all(
    city.officers.map((officer) => send(room, city.sign('vote.closeDecision', payload, [officer]))),
  );
  if (done.filter((one) => one === true).length !== 1) {
    room.faults.push(`Two officers closed at once: ${JSON.stringify(done)}`);
  }
  room.isClosed = true;
}

/** Reads what comes to telephones, and what the page says of the decision. */
async function listen(room: Room): Promise<void> {
  const id = bytesOf(room.decision);
  while (!room.isOver) {
    await room.phones.look().catch(() => undefined);
    const now = await room.city.client.query('vote.decision', { id }).catch(() => undefined);
    if (now?.ok === true && now.value.established !== undefined) {
      room.moments.add(momentOf(now.value.established));
      room.isEstablished = true;
    }
    await sleep(20);
  }
}

/** A moment of establishment, so that two can be compared. */
export function momentOf(moment: Moment): string {
  return JSON.stringify({ ...moment, by: toHex(moment.by) });
}

type Moment = Readonly<Record<'height' | 'index' | 'at' | 'acts', number>> & {
  readonly by: Uint8Array;
};
