import { expectOk, expectPresent, fromHex, type Json, toHex } from '@madang/base';
import { createPeopleDoor, type PeopleDoor } from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { DECISION_TEXT, draftOf, rollOf, simple } from '@madang/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSigningKey } from '../src/data/key-file.ts';
import { secretFile } from '../src/data/layout.ts';
import { ACTING_CODE_VALID_MS } from '../src/people/acting-codes.ts';
import { foundPeople } from '../src/people/found-people.ts';
import { DEVICE_WAITS_MS } from '../src/people/offered-devices.ts';
import { submitAct } from '../src/server/submit-act.ts';
import { openTestCity, type TestCity, type TestClient } from './support/city.ts';

const HOMES = [['107동 503호'], ['107동 1102호', '108동 301호'], ['108동 1203호']];
const NUMBERS = HOMES.map((_, person) => `010-0000-500${String(person)}`);

let city: TestCity;
let client: TestClient;
let door: PeopleDoor;
let offsetMs: number;
let register: string;
let tokens: readonly string[];
let keys: readonly KeyPair[];
let officer: KeyPair;
const now = (): number => Date.now() + offsetMs;
const keyOf = (name: string): KeyPair =>
  expectOk(readSigningKey(secretFile(city.layout, name)), name);
const hex = (text: string): Uint8Array => expectOk(fromHex(text), 'hexadecimal');
const token = (person: number): string => expectPresent(tokens[person], 'a token');

async function act(name: string, payload: Json, ...by: readonly KeyPair[]): Promise<string> {
  const room = { ledger: city.opened.ledger, now };
  const done = expectOk(await submitAct(room, by, { act: name, payload }), name);
  expect([name, done.outcome.code]).toEqual([name, 0]);
  return toHex(done.bodyHash);
}

async function founded() {
  const registrar = keyOf('city.registrar');
  const { vault } = expectPresent(city.opened.people, 'this city sends links');
  const room = { ledger: city.opened.ledger, now, vault, registrar };
  const persons = HOMES.map((homes, person) => ({
    name: '김카나리아자',
    homes,
    salt: randomBytes(32),
    contact: { kind: 'phone' as const, number: NUMBERS[person] ?? '' },
  }));
  const made = await foundPeople(room, { institution: 'city', level: 'link', persons });
  return expectOk(made, 'founded');
}

async function decide(): Promise<string> {
  const closesAt = Math.ceil(now() / 1000) * 1000 + 3_600_000;
  const plan = simple(HOMES.length);
  const decision = await act('vote.draftDecision', draftOf(plan, register, closesAt), officer);
  for (const roll of rollOf(plan, decision)) await act('vote.enterRoll', roll, officer);
  const totals = { heads: 3, homes: 3, areaMilliM2: 300_000 };
  await act('vote.openDecision', { decision, ...totals }, officer);
  return decision;
}

beforeEach(async () => {
  offsetMs = 0;
  city = await openTestCity({ now });
  client = city.client();
  door = createPeopleDoor({ baseUrl: '', fetch: city.fetch });
  officer = keyOf('city.officer-1');
  const made = await founded();
  register = toHex(made.register);
  tokens = made.tokens.map(toHex);
  keys = HOMES.map(() => keyPairFromSeed(randomBytes(32)));
});
afterEach(() => city.close());

/** Gives each person their key, as two officers attest it. */
async function attestAll(): Promise<void> {
  for (const [person, { publicKey }] of keys.entries()) {
    const account = toHex(accountOf('ed25519', publicKey));
    const payload = { register, person, account, level: 'link', as: 'district' };
    await act('people.attestKey', payload, keyOf('district.attester'));
  }
}

const unknown = { error: { code: 'api.APPOINTEE_UNKNOWN', status: 404 } };

describe('who is to act for somebody', () => {
  it('is found by home and number, however the home is written, by others of the register', async () => {
    const { code, expiresAt } = expectOk(await door.actingCode(token(1)), 'a number');
    expect(code).toMatch(/^\d{6}$/);
    expect(Math.abs(expiresAt - now() - ACTING_CODE_VALID_MS)).toBeLessThan(60_000);
    for (const home of ['107동 1102호', '108-301']) {
      const found = await door.findAppointee({ token: token(0), home, code });
      expect(expectOk(found, home)).toEqual({ person: 1, homes: HOMES[1] });
    }
    const [stranger = new Uint8Array()] = (await founded()).tokens;
    const elsewhere = { token: toHex(stranger), home: '107동 1102호', code };
    expect(await door.findAppointee(elsewhere)).toMatchObject(unknown);
  });

  it('is found by nobody whom they told nothing, nor by guessing, nor after half an hour', async () => {
    const ask = (home: string, code: string) => door.findAppointee({ token: token(0), home, code });
    expect(await ask('107동 1102호', '123456')).toMatchObject(unknown);
    const first = expectOk(await door.actingCode(token(1)), 'a number').code;
    expect(await ask('108동 1203호', first)).toMatchObject(unknown);
    const { code } = expectOk(await door.actingCode(token(1)), 'another');
    if (code !== first) expect(await ask('107동 1102호', first)).toMatchObject(unknown);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let tried = 0; tried < 5; tried++) {
      expect(await ask('107동 1102호', wrong)).toMatchObject(unknown);
    }
    expect(await ask('107동 1102호', code)).toMatchObject(unknown);
    const late = expectOk(await door.actingCode(token(2)), 'a number').code;
    offsetMs += ACTING_CODE_VALID_MS;
    expect(await ask('108동 1203호', late)).toMatchObject(unknown);
  });

  it('is told, as is whom they act for, and each sees the home of the other alone', async () => {
    await attestAll();
    const decision = await decide();
    const [owner, proxy] = [keys[0], keys[1]].map((key) => expectPresent(key, 'a key'));
    const none = { principals: [] };
    expect(expectOk(await door.proxiesOf(token(0), decision), 'before')).toEqual(none);
    await act('vote.appointProxy', { decision, proxy: 1 }, owner!);
    expect(expectOk(await door.proxiesOf(token(0), decision), 'owner')).toEqual({
      proxy: { person: 1, homes: HOMES[1] },
      principals: [],
    });
    expect(expectOk(await door.proxiesOf(token(1), decision), 'proxy')).toEqual({
      principals: [{ person: 0, homes: HOMES[0] }],
    });
    expect(expectOk(await door.proxiesOf(token(2), decision), 'neighbour')).toEqual(none);
    await act('vote.giveConsent', { decision, text: DECISION_TEXT, for: 0 }, proxy!);
    await act('vote.endProxy', { decision }, owner!);
    expect(expectOk(await door.proxiesOf(token(1), decision), 'ended')).toEqual(none);
    await vi.waitFor(
      async () => {
        const { messages } = expectOk(await client.demoMessages(), 'messages');
        const textsTo = (number?: string) =>
          messages.filter((one) => one.number === number).map(({ text }) => text);
        const changed = /본인을 대신할 수 있는 사람이 바뀌었습니다/;
        const [toOwner, toProxy] = [textsTo(NUMBERS[0]), textsTo(NUMBERS[1])];
        expect(toOwner.filter((text) => changed.test(text))).toHaveLength(2);
        expect(toOwner.filter((text) => /본인 이름으로 한 일/.test(text))).toHaveLength(1);
        expect(toProxy.filter((text) => /다른 분을 대신하는 일/.test(text))).toHaveLength(2);
        expect(messages.map(({ text }) => text).join()).not.toMatch(/동 \d|카나리아/);
      },
      { timeout: 5_000 },
    );
  });

  it('is asked of decisions of one’s own register alone', async () => {
    const unknownMatter = { error: { code: 'api.MATTER_UNKNOWN' } };
    expect(await door.proxiesOf(token(0), '00'.repeat(32))).toMatchObject(unknownMatter);
    const decision = await decide();
    const [stranger = new Uint8Array()] = (await founded()).tokens;
    expect(await door.proxiesOf(toHex(stranger), decision)).toMatchObject(unknownMatter);
  });
});

describe('a device that is to be added', () => {
  const offer = (person: number, key: KeyPair) =>
    door.offerDevice({ token: token(person), key: toHex(key.publicKey) });
  const waiting = async (person: number) =>
    expectOk(await door.offeredDevices(token(person)), 'waiting').keys;

  it('waits for its person ten minutes, once however often it asks', async () => {
    const tablet = keyPairFromSeed(randomBytes(32));
    const { expiresAt } = expectOk(await offer(0, tablet), 'offered');
    expect(Math.abs(expiresAt - now() - DEVICE_WAITS_MS)).toBeLessThan(60_000);
    expectOk(await offer(0, tablet), 'offered again');
    expect(await waiting(0)).toEqual([toHex(tablet.publicKey)]);
    expect(await waiting(1)).toEqual([]);
    offsetMs += DEVICE_WAITS_MS;
    expect(await waiting(0)).toEqual([]);
  });

  it('is one of at most four, and has a key', async () => {
    const made = Array.from({ length: 6 }, () => keyPairFromSeed(randomBytes(32)));
    for (const key of made) expectOk(await offer(0, key), 'offered');
    expect(await waiting(0)).toEqual(made.slice(2).map(({ publicKey }) => toHex(publicKey)));
    const notValid = { error: { code: 'api.PARAMETER_NOT_VALID', context: { name: 'key' } } };
    expect(await door.offerDevice({ token: token(0), key: 'ff'.repeat(32) })).toMatchObject(
      notValid,
    );
  });

  it('is told to the contact when it is added, and when it is ended', async () => {
    await attestAll();
    const tablet = accountOf('ed25519', keyPairFromSeed(randomBytes(32)).publicKey);
    const payload = { register, account: toHex(tablet) };
    const [first] = keys;
    await act('people.addKey', payload, first!);
    await act('people.endKey', payload, first!);
    const id = hex(register);
    const key = await client.query('people.keyOf', { register: id, account: tablet });
    expect(expectOk(key, 'the key').ended).toBeGreaterThan(0);
    await vi.waitFor(
      async () => {
        const { messages } = expectOk(await client.demoMessages(), 'messages');
        const texts = messages.filter(({ number }) => number === NUMBERS[0]).map((one) => one.text);
        expect(texts.filter((text) => /기기가 하나 더 추가/.test(text))).toHaveLength(1);
        expect(texts.filter((text) => /쓰던 기기 하나를 끝냈습니다/.test(text))).toHaveLength(1);
      },
      { timeout: 5_000 },
    );
  });
});
