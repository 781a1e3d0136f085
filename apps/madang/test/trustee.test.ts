import { rmSync } from 'node:fs';
import path from 'node:path';
import { expectOk, expectPresent, fromHex, type Json, parseJson, toHex, utf8 } from '@madang/base';
import { randomBytes, type Signer, sha256, signerFrom } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { services } from '@madang/services';
import {
  boundTo,
  freshKey,
  keyRegistration,
  ownKey,
  proofOfBallot,
  REGISTRATION,
  sealBallot,
} from '@madang/services/election/intake/index.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createKeyFile, readSigningKey } from '../src/data/key-file.ts';
import { secretFile } from '../src/data/layout.ts';
import { openTestCity, type TestCity, type TestClient, temporaryFolder } from './support/city.ts';
import { runHere } from './support/server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const folder = temporaryFolder();
const keyFile = (number: number): string => path.join(folder, `trustee-${String(number)}.key`);
let city: TestCity;
let client: TestClient;
let url: string;
let stop: () => Promise<void> = () => Promise.resolve();
let nowMs = Date.now();

beforeAll(async () => {
  city = await openTestCity({ now: () => nowMs });
  client = city.client();
  const listening = await city.opened.api.listen({ hosts: ['127.0.0.1'], port: 0 });
  const { port, close } = expectOk(listening, 'it listens');
  url = `http://127.0.0.1:${String(port)}`;
  stop = close;
  for (const number of [1, 2, 3]) expectOk(createKeyFile(keyFile(number), 'ed25519'), 'a key');
});
afterAll(async () => {
  await stop();
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

const cityKey = (name: string): Signer => {
  const pair = expectOk(readSigningKey(secretFile(city.layout, name)), 'a key of the city');
  return signerFrom(pair);
};

/** Sends an act that has to be done, and gives its id. */
async function send(act: string, payload: Json, by: Signer): Promise<string> {
  const def = services.flatMap((one) => [...one.transactions]).find((one) => one.act === act);
  const codec = expectPresent(def, act).payload;
  const value: unknown = expectOk(parseJson(codec as never, payload), 'a payload');
  const prepared = expectOk(await client.act(act as never, value as never, [by]), 'prepared');
  const sent = expectOk(await client.send(prepared), 'sent');
  expect(sent.outcome).toMatchObject({ code: 0 });
  return sent.id;
}

const digest = (text: string): string => toHex(sha256(utf8(text)));
const accountIn = (number: number): string => {
  const { suite, publicKey } = expectOk(readSigningKey(keyFile(number)), 'a key');
  return toHex(accountOf(suite, publicKey));
};

async function draft(
  voters: number,
  more: Readonly<Record<string, Json>> = {},
): Promise<{ election: string; register: string }> {
  const registrar = cityKey('city.registrar');
  const officer = cityKey('city.officer-1');
  const register = await send(
    'people.openRegister',
    { institution: 'city', persons: voters, level: 'link' },
    registrar,
  );
  const election = await send(
    'election.draftElection',
    {
      institution: 'city',
      register,
      level: 'link',
      title: { en: 'Representative of 101', ko: '101동 대표 선거' },
      text: digest('candidates'),
      questions: [
        {
          answers: 3,
          choice: { blank: true, max: 1, min: 1 },
          decides: { kind: 'elect', seats: 1 },
        },
      ],
      buildings: ['101동'],
      results: 'complex',
      measures: ['heads'],
      trustees: [1, 2, 3].map((number) => ({
        account: accountIn(number),
        seat: { en: `Trustee ${String(number)}`, ko: `열쇠 보관인 ${String(number)}` },
      })),
      threshold: 2,
      revote: 'none',
      paper: 'none',
      basis: 'test',
      recordedAt: 0,
      closesAt: Math.floor(nowMs / 1_000) * 1_000 + 3_600_000,
      ...more,
    },
    officer,
  );
  await send(
    'election.enterVoters',
    {
      election,
      voters: Array.from({ length: voters }, (_, person) => ({
        person,
        building: 0,
        weights: [1],
        commitment: digest(`person ${String(person)}`),
      })),
    },
    officer,
  );
  return { election, register };
}

const trustee = (what: string, election: string, number: number, ...more: string[]) =>
  runHere('trustee', what, election, '--key', keyFile(number), '--at', url, ...more);

/** Lets a person of the register vote, from the attestation to the outcome. */
async function vote(election: string, register: string, person: number, chosen: number) {
  const attester = cityKey('district.attester');
  const device = expectOk(readSigningKey(deviceFile(person)), 'a device');
  const account = accountOf(device.suite, device.publicKey);
  await send(
    'people.attestKey',
    { register, person, account: toHex(account), level: 'link', as: 'district' },
    attester,
  );
  const id = expectOk(fromHex(election), 'hex');
  const told = expectOk(await client.query('election.election', { id }), 'an election');
  const chain = expectOk(fromHex(expectOk(await client.ledger(), 'a ledger').chain), 'hex');
  const bound = expectPresent(boundTo(chain, told), 'open');
  const chance = () => randomBytes(64);
  const own = freshKey(bound, chance);
  const registration = keyRegistration({ id }, own, account, chance);
  const prepared = await client.act('election.registerKey', registration, [signerFrom(device)]);
  expectOk(await client.send(expectOk(prepared, 'prepared')), 'registered');
  const standing = { key: own.key, standing: { ballots: 0 } };
  const sealed = sealBallot({ id, bound }, standing, [[chosen]], chance);
  const cast = await client.prove('election.castBallot', sealed.payload, (bodyHash) =>
    proofOfBallot(bound, own, { sealed, bodyHash }, chance),
  );
  return expectOk(await client.send(expectOk(cast, 'proven')), 'sent').outcome;
}

/** Attests a person and registers a key that is going to be mixed; gives its secret. */
async function registerToMix(election: string, register: string, person: number) {
  const device = expectOk(readSigningKey(deviceFile(100 + person)), 'a device');
  const account = accountOf(device.suite, device.publicKey);
  await send(
    'people.attestKey',
    { register, person, account: toHex(account), level: 'link', as: 'district' },
    cityKey('district.attester'),
  );
  const id = expectOk(fromHex(election), 'hex');
  const chance = () => randomBytes(64);
  const own = freshKey(REGISTRATION, chance);
  const registration = keyRegistration({ id }, own, account, chance);
  const prepared = await client.act('election.registerKey', registration, [signerFrom(device)]);
  const { outcome } = expectOk(await client.send(expectOk(prepared, 'prepared')), 'sent');
  expect(outcome).toMatchObject({ code: 0 });
  return own.secret;
}

function deviceFile(person: number): string {
  const file = path.join(folder, `device-${String(person)}.key`);
  expectOk(createKeyFile(file, 'ed25519'), 'a key of a device');
  return file;
}

describe('madang trustee', () => {
  it('makes a key by three on their own machines, and two of them decrypt what was voted', async () => {
    const { election, register } = await draft(12);
    expect(await trustee('status', election, 1)).toMatchObject({
      status: 0,
      out: 'You are trustee 1 of 3. Round 1, committing: it waits for 1, 2, 3.\n',
    });
    const ended = await Promise.all([1, 2, 3].map((one) => trustee('ceremony', election, one)));
    for (const { status, err } of ended) expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(ended[2]?.out).toContain('You are trustee 3 of 3. The key is ready: any 2 of you');
    await send(
      'election.openElection',
      { election, voters: 12, weights: [12] },
      cityKey('city.officer-1'),
    );
    for (let person = 0; person < 11; person++) {
      expect(await vote(election, register, person, person % 4 === 0 ? 2 : 1)).toMatchObject({
        code: 0,
      });
    }
    expect(await trustee('decrypt', election, 1)).toMatchObject({ status: 1 });
    nowMs += 3_700_000;
    client = city.client();
    await send('election.closeElection', { election, how: 'over' }, cityKey('city.officer-1'));
    expect(await trustee('decrypt', election, 2)).toMatchObject({
      status: 0,
      out: 'Decrypted 1 of 1 sums, and announced the counts of 0.\n',
    });
    expect(await trustee('decrypt', election, 3)).toMatchObject({
      status: 0,
      out: 'Decrypted 1 of 1 sums, and announced the counts of 1.\n',
    });
    const id = expectOk(fromHex(election), 'hex');
    expect(expectOk(await client.query('election.result', { id }), 'a result')).toMatchObject({
      status: 'decided',
      questions: [
        {
          measures: [{ cast: 11, blank: 0, answers: [0, 8, 3] }],
          outcome: { kind: 'elected', answers: [1], tied: [] },
        },
      ],
    });
  });

  it('mixes the keys of voters by two on their own machines', async () => {
    const officer = cityKey('city.officer-1');
    const registersUntil = Math.floor(nowMs / 1_000) * 1_000 + 600_000;
    const { election, register } = await draft(10, { mixing: { registersUntil } });
    await Promise.all([1, 2, 3].map((one) => trustee('ceremony', election, one)));
    expect(await trustee('mix', election, 1)).toMatchObject({
      status: 1,
      err: expect.stringContaining('NOT_MIXING'),
    });
    await send('election.openRegistration', { election, voters: 10, weights: [10] }, officer);
    const secrets: Uint8Array[] = [];
    for (let person = 0; person < 10; person++) {
      secrets.push(await registerToMix(election, register, person));
    }
    await send('election.closeRegistration', { election, keys: 10 }, officer);
    expect(await trustee('mix', election, 2)).toMatchObject({
      status: 0,
      out: 'Mixed 1 of 1 lists.\nYou have mixed all 1 lists. Mixed so far by trustees 2.\n',
    });
    expect(await trustee('mix', election, 1)).toMatchObject({
      status: 0,
      out: expect.stringContaining('Mixed so far by trustees 2, 1.'),
    });
    await send('election.openElection', { election, voters: 10, weights: [10] }, officer);
    const id = expectOk(fromHex(election), 'hex');
    const told = expectOk(await client.query('election.election', { id }), 'an election');
    const base = expectPresent(told.bound, 'it is open');
    const list = expectOk(
      await client.query('election.keyList', { election: id, turn: 2, list: 0 }),
      'a list',
    );
    const mixed = list.keys.map(toHex);
    expect(secrets.map((one) => toHex(ownKey(one, base).key)).toSorted()).toEqual(mixed);
  });

  it('does nothing with another key file, nor in an election that there is not', async () => {
    const { election } = await draft(1);
    const other = await runHere(
      'trustee',
      'ceremony',
      election,
      '--key',
      deviceFile(50),
      '--at',
      url,
    );
    expect(other).toMatchObject({ status: 1, err: expect.stringContaining('NOT_A_TRUSTEE') });
    const none = await trustee('ceremony', digest('no election'), 1);
    expect(none).toMatchObject({ status: 1, err: expect.stringContaining('UNKNOWN_ELECTION') });
    expect(await trustee('ceremony', 'abc', 1)).toMatchObject({
      status: 1,
      err: expect.stringContaining('ELECTION_NOT_VALID'),
    });
  });
});
