import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { startServer, type TestServer } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Layout } from '../apps/madang/src/data/layout.ts';
import { type CanaryElection, playElectionWithCanaries } from './support/canary-election.ts';
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
let played: CanaryElection;
let places: readonly Place[];
let provoked: readonly Place[];

const ask = (target: string) => askAt(proxy.url)(target);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'madang-canaries-'));
  layout = foundCity(folder);
  server = await startServer({ folder });
  proxy = await recordingProxy(server.url);
  played = await playElectionWithCanaries(proxy.url, layout);
  await lookAtEverything();
  provoked = await provoke(server.url, played.canaries.all, played.election);
  places = [
    ...placesOfFolder(layout),
    ...placesOfExchanges(proxy.exchanges),
    placeOf('what the server said', server.said()),
    placeOf('messages to telephones', played.phones.texts().join('\n'), ['token', 'code']),
  ];
}, 180_000);
afterAll(async () => {
  proxy.close();
  await server.kill();
  await rm(folder, { recursive: true });
});

/** Everything that anybody can read of the election, each of its records, and each voter. */
async function lookAtEverything(): Promise<void> {
  const { city, election, register, announcement } = played;
  const { size } = expectOk(await city.client.ledger(), 'the ledger');
  const all = expectOk(await city.client.records({ limit: 200 }), 'records').records;
  const tiles = `000.p/${String(size)}`;
  const filled = (await publicPaths(ask)).map((address) =>
    address
      .replace('{id}', election)
      .replace('{digest}', toHex(sha256(announcement)))
      .replace('{index}', '1')
      .replace('{which}', all[0]?.id ?? '')
      .replace('{level}', 'entries')
      .replace('{place}', tiles),
  );
  const of = (query: string, rest = ''): string =>
    `/api/services/election/${query}?election=${election}${rest}`;
  const addresses = [
    ...filled,
    `/log/tile/0/${tiles}`,
    `/api/matters/${election}/records?limit=200`,
    `/api/matters/${register}/records?limit=200`,
    `/api/people/outbox-counts?register=${register}`,
    ...['election', 'turnout', 'ceremony', 'result'].map(
      (query) => `/api/services/election/${query}?id=${election}`,
    ),
    '/api/services/election/listElections',
    of('voters'),
    of('batches'),
    of('sumOf', '&sum=0'),
    ...Array.from({ length: 12 }, (_, person) => of('voter', `&person=${String(person)}`)),
    ...all.flatMap(({ id, index }) => [
      `/api/records/${String(index)}`,
      `/api/transactions/${id}`,
      `/api/transactions/${id}/envelope`,
      `/api/receipts/${id}`,
    ]),
    `/elections/${election}`,
    '/metrics',
  ];
  for (const address of addresses) await (await ask(address)).arrayBuffer();
}

describe('a whole election', () => {
  it('was played through, with every kind of data that must stay with whom it is about', async () => {
    const { city, election, canaries } = played;
    const { records } = expectOk(await city.client.matterRecords(election), 'acts');
    const acts = new Set(records.map(({ act }) => act));
    for (const name of ['registerKey', 'castBallot', 'decryptSum', 'announceCounts']) {
      expect(acts, name).toContain(`election.${name}`);
    }
    const kinds = new Set(Object.keys(canaries.all).map((name) => name.split(' ')[0]));
    const wanted = [
      'chance',
      'code',
      'complaint',
      'device',
      'home',
      'name',
      'number',
      'salt',
      'token',
      'vote-key',
    ];
    expect(kinds).toEqual(new Set(wanted));
    const read = proxy.exchanges.filter(({ status }) => status === 200);
    const dossier = read.find(({ target }) => target.endsWith('/dossier'));
    expect(expectPresent(dossier, 'the dossier was read').body.length).toBeGreaterThan(10_000);
    for (const query of ['voters', 'keyOf', 'sumOf', 'ceremony', 'result']) {
      const found = read.some(({ target }) =>
        target.startsWith(`/api/services/election/${query}?`),
      );
      expect(found, query).toBe(true);
    }
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
    expect(leaks(placesOfFolder(layout), played.canaries.all)).toEqual([]);
  });
});
