import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { startServer, type TestServer } from '@madang/testkit';
import type { Layout } from '../../apps/madang/src/data/layout.ts';
import { leaks, type Place, placeOf, placesOfExchanges, placesOfFolder } from './canary-places.ts';
import { askAt, provoke, publicPaths } from './canary-reads.ts';
import { foundCity, type HttpCity } from './http-decision.ts';
import type { KeptCanaries } from './kept-canaries.ts';
import { type RecordingProxy, recordingProxy } from './recording-proxy.ts';
import type { Telephones } from './telephones.ts';

/** Something that was played through by people all of whose data are canaries. */
export interface CanaryPlay {
  readonly city: HttpCity;
  readonly canaries: KeptCanaries;
  readonly phones: Telephones;
  readonly register: string;
}

/** What is read of a play besides what everything has. */
export interface CanaryLook {
  readonly id: string;
  /** Of the file that it names. */
  readonly digest: string;
  readonly addresses: readonly string[];
}

/** A city in which something was played, with all that was seen of it from outside. */
export interface CanaryCity<P extends CanaryPlay> {
  readonly played: P;
  readonly proxy: RecordingProxy;
  readonly ask: ReturnType<typeof askAt>;
  /** Answers to whoever typed something into the wrong place. */
  readonly provoked: readonly Place[];
  /** What is on disk, was said, and went over the wire until now. */
  readonly everyPlace: () => readonly Place[];
  /** What is left on disk when the server is gone; it is there again afterwards. */
  readonly leftBehind: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** Plays something in a city of its own and reads whatever anybody can read of it. */
export async function openCanaryCity<P extends CanaryPlay>(
  play: (url: string, layout: Layout) => Promise<P>,
  lookOf: (played: P) => CanaryLook,
): Promise<CanaryCity<P>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-canaries-'));
  const layout = foundCity(folder);
  let server: TestServer = await startServer({ folder });
  const proxy = await recordingProxy(server.url);
  const played = await play(proxy.url, layout);
  const ask = askAt(proxy.url);
  const look = lookOf(played);
  for (const address of [...(await publicAddresses(ask, played, look)), ...look.addresses]) {
    await (await ask(address)).arrayBuffer();
  }
  const provoked = await provoke(server.url, played.canaries.all, look.id);
  return {
    played,
    proxy,
    ask,
    provoked,
    everyPlace: () => {
      keepSessions(played, proxy);
      return [
        ...placesOfFolder(layout),
        ...placesOfExchanges(proxy.exchanges),
        placeOf('what the server said', server.said()),
        placeOf('messages to telephones', played.phones.texts().join('\n'), ['token', 'code']),
      ];
    },
    leftBehind: async () => {
      await server.kill();
      const left = leaks(placesOfFolder(layout), played.canaries.all);
      server = await startServer({ folder, port: Number(new URL(server.url).port) });
      return left;
    },
    close: async () => {
      proxy.close();
      await server.kill();
      await rm(folder, { recursive: true });
    },
  };
}

/** Everything that anybody can read of a matter, its register, and each record. */
async function publicAddresses(
  ask: ReturnType<typeof askAt>,
  { city, register }: CanaryPlay,
  { id, digest }: CanaryLook,
): Promise<readonly string[]> {
  const { size } = expectOk(await city.client.ledger(), 'the ledger');
  const all = expectOk(await city.client.records({ limit: 200 }), 'records').records;
  const tiles = `000.p/${String(size)}`;
  const filled = (await publicPaths(ask)).map((address) =>
    address
      .replace('{id}', id)
      .replace('{digest}', digest)
      .replace('{index}', '1')
      .replace('{which}', all[0]?.id ?? '')
      .replace('{level}', 'entries')
      .replace('{place}', tiles),
  );
  return [
    ...filled,
    `/log/tile/0/${tiles}`,
    '/api/records?limit=200',
    `/api/matters/${id}/records?limit=200`,
    `/api/matters/${register}/records?limit=200`,
    `/api/people/outbox-counts?register=${register}`,
    `/api/services/people/register?id=${register}`,
    ...all.flatMap(({ id: record, index }) => [
      `/api/records/${String(index)}`,
      `/api/transactions/${record}`,
      `/api/transactions/${record}/envelope`,
      `/api/receipts/${record}`,
    ]),
    '/',
    '/link',
    '/metrics',
  ];
}

/** Sessions at the desk are secrets too. */
function keepSessions({ canaries }: CanaryPlay, { exchanges }: RecordingProxy): void {
  for (const { target, status, body } of exchanges) {
    if (target !== '/api/desk/session' || status !== 200) continue;
    const { token } = JSON.parse(body.toString()) as { token: string };
    canaries.keep('session', token);
  }
}
