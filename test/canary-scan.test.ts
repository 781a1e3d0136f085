import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent, toHex, utf8 } from '@madang/base';
import { randomBytes, sha256 } from '@madang/crypto';
import { canaryForms, DECISION_TEXT, draftOf, startServer, type TestServer } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Layout } from '../apps/madang/src/data/layout.ts';
import { type CanaryDecision, playWithCanaries } from './support/canary-decision.ts';
import {
  leaks,
  type Place,
  placeOf,
  placesOfExchanges,
  placesOfFolder,
} from './support/canary-places.ts';
import { askAt, provoke, publicPaths } from './support/canary-reads.ts';
import { foundCity } from './support/http-decision.ts';
import { type RecordingProxy, recordingProxy } from './support/recording-proxy.ts';

let folder: string;
let layout: Layout;
let server: TestServer;
let proxy: RecordingProxy;
let played: CanaryDecision;
let places: readonly Place[];
/** Answers to whoever typed something into the wrong place. */
let provoked: readonly Place[];

const ask = (target: string) => askAt(proxy.url)(target);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'madang-canaries-'));
  layout = foundCity(folder);
  server = await startServer({ folder });
  proxy = await recordingProxy(server.url);
  played = await playWithCanaries(proxy.url, layout);
  await leaveDocument();
  await lookAtEverything();
  provoked = await provoke(server.url, played.canaries.all, played.decision);
  places = everyPlace();
}, 120_000);
afterAll(async () => {
  proxy.close();
  await server.kill();
  await rm(folder, { recursive: true });
});

/** What is on disk, was said, and went over the wire until now. */
function everyPlace(): readonly Place[] {
  const { exchanges } = proxy;
  for (const { target, status, body } of exchanges) {
    if (target !== '/api/desk/session' || status !== 200) continue;
    const { token } = JSON.parse(body.toString()) as { token: string };
    played.canaries.keep('session', token);
  }
  return [
    ...placesOfFolder(layout),
    ...placesOfExchanges(exchanges),
    placeOf('what the server said', server.said()),
    placeOf('messages to telephones', played.phones.texts().join('\n'), ['token', 'code']),
  ];
}

/** A file that an office keeps a copy of, and puts on record. */
async function leaveDocument(): Promise<void> {
  const { city, canaries } = played;
  const file = utf8(canaries.keep('file', `비밀 ${toHex(randomBytes(8))}`));
  const left = expectOk(await city.client.deposit(file), 'deposited');
  canaries.keep('deposit', left.secret);
  const root = toHex(sha256(randomBytes(32), file));
  await city.done('document.notarise', { kind: 'file', root, count: 1 }, [city.attester]);
}

/** Everything that anybody can read, of each record and each person. */
async function lookAtEverything(): Promise<void> {
  const { city, decision, register, roll } = played;
  const { size } = expectOk(await city.client.ledger(), 'the ledger');
  const all = expectOk(await city.client.records({ limit: 200 }), 'records').records;
  const tiles = `000.p/${String(size)}`;
  const filled = (await publicPaths(ask)).map((address) =>
    address
      .replace('{id}', decision)
      .replace('{digest}', DECISION_TEXT)
      .replace('{index}', '1')
      .replace('{which}', all[0]?.id ?? '')
      .replace('{level}', 'entries')
      .replace('{place}', tiles),
  );
  const persons = [...roll.persons.keys(), roll.persons.length];
  const addresses = [
    ...filled,
    `/log/tile/0/${tiles}`,
    '/api/records?limit=200',
    `/api/matters/${decision}/records?limit=200`,
    `/api/matters/${register}/records?limit=200`,
    `/api/people/outbox-counts?register=${register}`,
    `/api/services/vote/decision?id=${decision}`,
    '/api/services/vote/listDecisions',
    `/api/services/vote/meter?decision=${decision}`,
    `/api/services/vote/homes?decision=${decision}`,
    `/api/services/people/register?id=${register}`,
    ...persons.flatMap((person) => [
      `/api/services/vote/person?decision=${decision}&person=${String(person)}`,
      `/api/services/people/person?register=${register}&person=${String(person)}`,
    ]),
    ...all.flatMap(({ id, index }) => [
      `/api/records/${String(index)}`,
      `/api/transactions/${id}`,
      `/api/transactions/${id}/envelope`,
      `/api/receipts/${id}`,
    ]),
    '/',
    '/link',
    `/decisions/${decision}`,
    '/metrics',
  ];
  for (const address of addresses) await (await ask(address)).arrayBuffer();
}

describe('a whole decision', () => {
  it('was played through, with every kind of data that must stay with whom it is about', async () => {
    const { city, decision, canaries } = played;
    const records = expectOk(await city.client.matterRecords(decision), 'acts');
    const acts = new Set(records.records.map(({ act }) => act));
    for (const name of ['giveConsent', 'withdraw', 'appointProxy', 'enterPapers', 'changeRoll']) {
      expect(acts, name).toContain(`vote.${name}`);
    }
    const kinds = new Set(Object.keys(canaries.all).map((name) => name.split(' ')[0]));
    const wanted = [
      'code',
      'deposit',
      'file',
      'home',
      'name',
      'number',
      'salt',
      'session',
      'token',
    ];
    expect(kinds).toEqual(new Set(wanted));
    const read = new Set(proxy.exchanges.map(({ target }) => target.split('?')[0]));
    for (const address of await publicPaths(ask)) {
      const pattern = new RegExp(`^${address.replace(/\{[^}]*\}/g, '.+')}$`);
      expect(
        [...read].some((one) => pattern.test(one ?? '')),
        address,
      ).toBe(true);
    }
    const wire = proxy.exchanges.filter(({ target }) => target.endsWith('/dossier'));
    expect(wire.some(({ status, body }) => status === 200 && body.length > 10_000)).toBe(true);
  });

  it('leaves nothing of anybody in files, logs, addresses, or answers that are not theirs', () => {
    expect(leaks(places, played.canaries.all)).toEqual([]);
  });

  it('repeats what somebody types into the wrong place in no answer', () => {
    expect(provoked.length).toBeGreaterThan(400);
    expect(leaks(provoked, played.canaries.all)).toEqual([]);
  });

  it('leaves nothing either when the server is gone', async () => {
    await server.kill();
    const left = leaks(placesOfFolder(layout), played.canaries.all);
    server = await startServer({ folder, port: Number(new URL(server.url).port) });
    expect(left).toEqual([]);
  });
});

describe('the scan', () => {
  it('finds a canary in each of its forms, planted in the midst of each place', () => {
    const name = expectPresent(played.canaries.all['name 0'], 'a name');
    const forms = canaryForms('name 0', name);
    const planted = places.map((place, at) => {
      const form = expectPresent(forms[at % forms.length], 'a form');
      const middle = Math.trunc(place.bytes.length / 2);
      const [before, after] = [place.bytes.subarray(0, middle), place.bytes.subarray(middle)];
      return { ...place, mayHold: [], bytes: Buffer.concat([before, form.bytes, after]) };
    });
    const found = leaks(planted, { 'name 0': name });
    for (const { name: place } of planted) {
      expect(
        found.some((one) => one.endsWith(` is in ${place}.`)),
        place,
      ).toBe(true);
    }
    expect(planted.length).toBeGreaterThan(forms.length);
  });

  it('finds what a ledger shows: a name in the title of a decision', async () => {
    const { city, register } = played;
    const title = `누구의 제목 ${toHex(randomBytes(8))}`;
    const draft = {
      ...draftOf(
        { owners: {}, homes: [] },
        register,
        Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000,
      ),
    };
    const { id, record } = await city.done(
      'vote.draftDecision',
      { ...draft, title: { ko: title, en: title } },
      city.officers.slice(0, 1),
    );
    const { size } = expectOk(await city.client.ledger(), 'the ledger');
    const addresses = [
      `/api/records/${String(record)}`,
      '/api/records?limit=5',
      `/api/receipts/${id}`,
      `/api/transactions/${id}/envelope`,
      '/api/services/vote/listDecisions',
      `/nothing/${encodeURIComponent(title)}`,
      `/log/tile/entries/000.p/${String(size)}`,
    ];
    for (const address of addresses) await (await ask(address)).arrayBuffer();
    const found = leaks(everyPlace(), { 'title 0': title });
    for (const address of addresses.slice(0, 5)) {
      expect(found.some((one) => one.endsWith(` is in the answer to GET ${address}.`))).toBe(true);
    }
    expect(found.some((one) => one.includes('is in the address of GET /nothing/'))).toBe(true);
    expect(found.some((one) => one.includes('is in the file ledger/'))).toBe(true);
  });
});
