import { setTimeout as sleep } from 'node:timers/promises';
import { expectOk, expectPresent, type Json, toHex, utf8 } from '@madang/base';
import type { DeskPerson } from '@madang/client';
import { randomBytes, sha256, signerFrom } from '@madang/crypto';
import { type Roll, readRollFile, toRoll } from '@madang/services/vote/intake/index.ts';
import { type Actor, actor, DECISION_TEXT, type Plan } from '@madang/testkit';
import type { Layout } from '../../apps/madang/src/data/layout.ts';
import {
  type AskedDecision,
  askDecision,
  bytesOf,
  type HttpCity,
  httpCity,
} from './http-decision.ts';
import { KeptCanaries } from './kept-canaries.ts';
import { type Telephones, telephones } from './telephones.ts';

const DAY_MS = 24 * 3_600_000;
const HOMES = 9;
const AREA_M2 = 85;

const hex = (length: number): string => toHex(randomBytes(length));
const digits = (count: number): string =>
  Array.from(randomBytes(count), (byte) => String(byte % 10)).join('');

/** A decision that was played through, by people all of whose data are canaries. */
export interface CanaryDecision extends AskedDecision {
  readonly city: HttpCity;
  readonly canaries: KeptCanaries;
  readonly roll: Roll;
  readonly phones: Telephones;
  /** Files that never leave the desk, by what they are. */
  readonly files: readonly Uint8Array[];
}

interface Room extends CanaryDecision {
  readonly persons: readonly DeskPerson[];
  readonly devices: Map<number, Actor>;
}

/**
 * Plays a whole decision over HTTP: a list is read, links and codes are sent, people say yes and
 * no, take back, appoint a proxy and act for each other; papers are entered by two, a home is sold,
 * the decision is made and closed.
 */
export async function playWithCanaries(url: string, layout: Layout): Promise<CanaryDecision> {
  const canaries = new KeptCanaries();
  const city = httpCity(url, layout);
  const roll = importRoll(canaries);
  const persons = personsOf(roll, canaries);
  const homes = roll.units.map(({ number: unit, label }) => {
    const salt = canaries.keep('salt', hex(32));
    return { unit, label: canaries.keep('home', label), salt };
  });
  const asked = await askDecision(city, {
    plan: planOf(roll),
    persons,
    homes,
    closesAt: Math.ceil((Date.now() + DAY_MS) / 1_000) * 1_000,
    draft: { buildings: [...roll.buildings] },
  });
  const phones = telephones(city.client);
  const files = [scan(canaries), scan(canaries)];
  const room: Room = {
    ...asked,
    city,
    canaries,
    roll,
    phones,
    files,
    persons,
    devices: new Map(),
  };
  await comeWithLinks(room);
  await saySomething(room);
  await workAtDesk(room);
  await sell(room);
  await finish(room);
  return room;
}

/** A file as it lies at the desk: only its digest goes further. */
function scan(canaries: KeptCanaries): Uint8Array {
  return utf8(`%PDF-1.7 ${canaries.keep('file', `비밀 ${hex(8)}`)}`);
}

/** Every cell of the list that is about somebody is a canary; two of the owners own together. */
function importRoll(canaries: KeptCanaries): Roll {
  const rows = Array.from({ length: HOMES + 1 }, (_, at) => {
    const home = Math.min(at, HOMES - 1);
    const isTogether = home === HOMES - 1;
    const unit = `${String(10_000 + home)}-${String(101 + home)}`;
    const name = canaries.keep('name', `카나리${hex(6)}`);
    const phone = canaries.keep('number', `010-0000-${digits(4)}`);
    const share = isTogether ? '1/2' : '1';
    const isRepresentative = isTogether && at === HOMES;
    const building = home < 5 ? '101동' : '102동';
    return [building, unit, AREA_M2, name, phone, share, isRepresentative ? 'O' : ''].join(',');
  });
  const csv = ['동,호,전유면적,소유자,휴대전화,지분,대표', ...rows].join('\r\n');
  const read = readRollFile(utf8(csv));
  const shuffle = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
  return expectOk(toRoll(read.rows, { capacity: 'owners', shuffle }), 'the list has no problems');
}

/** Everybody of the list, and behind them somebody who buys a home later. */
function personsOf(roll: Roll, canaries: KeptCanaries): readonly DeskPerson[] {
  const labels = new Map(roll.units.map(({ number, label }) => [number, label]));
  const buyer = {
    name: canaries.keep('name', `새주인${hex(6)}`),
    phone: canaries.keep('number', `010-0000-${digits(4)}`),
    homes: [0],
  };
  return [...roll.persons, buyer].map(({ name, phone = '', homes }) => ({
    name,
    homes: homes.map((home) => labels.get(home) ?? ''),
    salt: canaries.keep('salt', hex(32)),
    contact: { kind: 'phone', number: phone },
  }));
}

function planOf({ persons, holders, units, buildings }: Roll): Plan {
  return {
    persons: persons.length,
    buildings: buildings.length,
    owners: Object.fromEntries(
      holders.map(({ number, members, representative }) => [
        number,
        {
          members: members.map(({ person, share }) => [person, share] as const),
          ...(representative === undefined ? {} : { representative }),
        },
      ]),
    ),
    homes: units.map(({ building, holder }) => ({ building, holder, area: AREA_M2 })),
    settings: { roll: 'follow', afterEstablishment: 'closed' },
  };
}

const numberOf = ({ persons }: Room, person: number): string =>
  persons[person]?.contact?.number ?? '';

/** Waits for what comes to a telephone. */
async function told(room: Room, read: () => string | undefined): Promise<string> {
  for (let looks = 0; looks < 200; looks++) {
    await room.phones.look();
    const found = read();
    if (found !== undefined) return found;
    await sleep(25);
  }
  throw new Error('Nothing came to a telephone.');
}

/** Six of them come with their links, one types a wrong code, one has the link forwarded. */
async function comeWithLinks(room: Room): Promise<void> {
  const { city, canaries } = room;
  const desk = await city.deskOf(city.officers[0]);
  expectOk(await desk.sendLinks(room.decision), 'links');
  for (const person of room.persons.keys()) {
    canaries.keep('token', await told(room, () => room.phones.token(numberOf(room, person))));
  }
  for (let person = 0; person < 6; person++) await comeWithLink(room, person);
  await comeWithLink(room, room.persons.length - 1);
  const forwarded = room.phones.token(numberOf(room, 0)) ?? '';
  const key = toHex(actor('somebody else').keyPair.publicKey);
  const code = await freshCode(room, 0, forwarded);
  const used = await city.client.identify({ token: forwarded, code, key, suite: 'ed25519' });
  if (used.ok || used.error.code !== 'api.LINK_USED') throw new Error('A used link opened.');
}

async function comeWithLink(room: Room, person: number): Promise<void> {
  const { city } = room;
  const token = room.phones.token(numberOf(room, person)) ?? '';
  expectOk(await city.client.openLink(token), 'a link opens');
  const device = actor(`device ${hex(8)}`);
  const key = toHex(device.keyPair.publicKey);
  const code = await freshCode(room, person, token);
  if (person === 1) {
    const wrong = code === '000000' ? '000001' : '000000';
    const tried = await city.client.identify({ token, code: wrong, key, suite: 'ed25519' });
    if (tried.ok) throw new Error('A wrong code was taken.');
    expectOk(await city.client.extendCode(token), 'extended');
  }
  const request = { token, code, key, suite: 'ed25519' as const };
  expectOk(await city.client.identify(request), 'identified');
  room.devices.set(person, device);
}

async function freshCode(room: Room, person: number, token: string): Promise<string> {
  const number = numberOf(room, person);
  const before = room.phones.code(number);
  expectOk(await room.city.client.sendCode(token), 'a code is sent');
  const code = await told(room, () => {
    const now = room.phones.code(number);
    return now === before ? undefined : now;
  });
  return room.canaries.keep('code', code);
}

function act(room: Room, person: number, name: string, payload: Json = {}) {
  const device = expectPresent(room.devices.get(person), 'a device');
  const whole = { decision: room.decision, ...(payload as object) };
  return room.city.done(`vote.${name}`, whole, [device]);
}

const text = { text: DECISION_TEXT };

async function saySomething(room: Room): Promise<void> {
  await act(room, 0, 'giveConsent', text);
  await act(room, 1, 'refuseConsent', text);
  await act(room, 1, 'withdraw');
  await act(room, 2, 'giveConsent', text);
  await act(room, 3, 'appointProxy', { proxy: 4 });
  await act(room, 4, 'giveConsent', text);
  await act(room, 4, 'giveConsent', { ...text, for: 3 });
}

/** Looks, reminders, a new link, and papers that two officers sign one after the other. */
async function workAtDesk(room: Room): Promise<void> {
  const { city, decision, register, roll, canaries } = room;
  const [first, second] = city.officers;
  const desk = await city.deskOf(first);
  expectOk(await desk.homes(decision), 'homes');
  for (const { number } of roll.units) expectOk(await desk.personsOf(decision, number), 'a look');
  expectOk(await desk.remind(decision, [6, 7, 8]), 'reminders');
  const before = room.phones.token(numberOf(room, 6));
  expectOk(await desk.freshLink(register, 6), 'a new link');
  const newest = await told(room, () => {
    const now = room.phones.token(numberOf(room, 6));
    return now === before ? undefined : now;
  });
  canaries.keep('token', newest);
  const [paper = new Uint8Array()] = room.files;
  const papers = [
    { person: 6, vote: 'refuse' as const, arrivedAt: Date.now(), scan: sha256(paper) },
  ];
  const payload = { decision: bytesOf(decision), text: bytesOf(DECISION_TEXT), papers };
  const { door } = city;
  const left = expectOk(
    await door.propose('vote.enterPapers', payload, signerFrom(first.keyPair)),
    'signed by the first',
  );
  expectOk(await desk.leavePending(left), 'left');
  const other = await city.deskOf(second);
  const [waiting] = expectOk(await other.pending(), 'waiting');
  const both = await door.cosign(expectPresent(waiting, 'one waits'), signerFrom(second.keyPair));
  expectOk(await city.client.send(expectOk(both, 'signed by both')), 'sent');
  const taken = [{ person: 6, arrivedAt: Date.now(), scan: toHex(sha256(paper, utf8('2'))) }];
  await city.done('vote.enterWithdrawals', { decision, papers: taken }, city.officers);
  const note = { decision, kind: 'reminder', homes: 3, undelivered: 0 };
  await city.done('vote.noteMessages', note, [first]);
  expectOk(await city.client.keepFile(decision, utf8('the text')), 'the text is kept');
}

/** The first home goes to somebody who was not on the roll. */
async function sell(room: Room): Promise<void> {
  const { city, decision, canaries, persons, roll } = room;
  const [, document = new Uint8Array()] = room.files;
  const evidence = toHex(sha256(bytesOf(canaries.keep('salt', hex(32))), document));
  const buyer = persons.length - 1;
  const holder = roll.holders.length;
  const commitment = toHex(sha256(bytesOf(persons[buyer]?.salt ?? '')));
  const unit = { unit: 0, building: 0, areaMilliM2: AREA_M2 * 1_000, use: 'residential', holder };
  const changes = [
    { kind: 'person', person: buyer, commitment },
    { kind: 'holder', entry: { holder, members: [{ person: buyer, share: 1 }], whole: 1 } },
    { kind: 'unit', entry: { ...unit, commitment } },
  ];
  for (const change of changes) {
    const payload = { decision, reason: 'transfer', evidence, change };
    await city.done('vote.changeRoll', payload, city.officers.slice(0, 1));
  }
  await act(room, buyer, 'giveConsent', text);
}

/** The last consents make the decision; whoever withdraws now is refused; it is closed. */
async function finish(room: Room): Promise<void> {
  const { city, decision } = room;
  await act(room, 1, 'giveConsent', text);
  const papers = [5, 6, 7, 8, 9].map((person) => ({
    person,
    vote: 'agree',
    arrivedAt: Date.now(),
    scan: toHex(sha256(utf8(`paper ${String(person)}`))),
  }));
  await city.done('vote.enterPapers', { decision, ...text, papers }, city.officers);
  const withdrawal = city.sign('vote.withdraw', { decision }, [
    expectPresent(room.devices.get(2), 'a device'),
  ]);
  const late = await city.client.send(withdrawal);
  if (late.ok && late.value.outcome.code === 0) throw new Error('It was established.');
  await city.done('vote.closeDecision', { decision, how: 'over' }, city.officers.slice(0, 1));
}
