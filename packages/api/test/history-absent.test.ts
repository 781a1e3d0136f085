import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, toHex, utf8 } from '@madang/base';
import { sha256, signerFrom } from '@madang/crypto';
import { createMachine } from '@madang/kernel';
import {
  type Colleague,
  cometAppState,
  type HistoryOptions,
  type HistorySource,
  openLedger,
  openStore,
  type SnapshotNews,
  startComet,
  verifyStore,
  webHistory,
} from '@madang/node';
import { encodeGenesis, genesisHash } from '@madang/protocol';
import {
  actor,
  FakeComet,
  openMemoryLedger,
  START_MS,
  services,
  snapshotPeer,
  syncState,
  testGenesis,
} from '@madang/testkit';
import { openViews } from '@madang/views';
import { describe, expect, it, onTestFinished } from 'vitest';
import { apiErrors } from '../src/api-errors.ts';
import { createErrorBook } from '../src/error-book.ts';
import { apiLedgerOf } from '../src/node-ledger.ts';
import { problemOf } from '../src/problem.ts';
import { recordUnknown } from '../src/record-unknown.ts';
import { createApi } from '../src/server.ts';

const genesis = encodeGenesis(testGenesis());
const nodeKey = actor('node').keyPair;
const clock = () => START_MS + 1_000;

interface Others {
  readonly colleagues?: () => readonly Colleague[];
  readonly history?: HistoryOptions;
}

/** A ledger under the stand-in for CometBFT, in a folder that goes with the test. */
async function start(others: Others = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-api-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const news: SnapshotNews[] = [];
  const applicationSocket = path.join(folder, 'app');
  const rpcSocket = path.join(folder, 'rpc');
  const ledger = expectOk(
    await openLedger({
      ...{ machine: createMachine(services), genesis, nodeKey, clock, verifyWorkers: 0 },
      ...others,
      folder: path.join(folder, 'ledger'),
      engine: startComet({
        ...{ applicationSocket, rpcSocket, onFailure: () => undefined },
        snapshots: { everyBlocks: 2, keep: 2, retainBlocks: 100 },
        onSnapshot: (one) => news.push(one),
      }),
    }),
    'a new folder opens',
  );
  onTestFinished(() => ledger.close());
  const appState = cometAppState(genesisHash(genesis));
  const comet = await FakeComet.start({ applicationSocket, rpcSocket, appState, clock });
  onTestFinished(() => comet.stop());
  const views = await openViews({
    place: { file: path.join(folder, 'views') },
    chain: ledger.chain,
    services,
  });
  onTestFinished(() => views.close());
  const source = { ...ledger, size: () => ledger.wholeSize() };
  const fresh = async <T>(read: () => Promise<T>): Promise<T> => {
    await views.catchUp(source);
    return read();
  };
  const own = apiLedgerOf({ ledger, nodeKey: signerFrom(nodeKey), now: clock });
  const api = createApi({
    ...{ ledger: own, services, errors: ledger.machine.errors, policyText: '', now: clock },
    ...{ names: { en: 'Test', ko: '시험' }, engine: 'comet', version: '0', isDemo: false },
    views: {
      records: (wanted) => fresh(() => views.records(wanted)),
      recordsByHour: (dayStartMs) => fresh(() => views.recordsByHour(dayStartMs)),
      matter: (wanted) => fresh(() => views.matter(wanted)),
    },
  });
  return { ...{ ledger, comet, news, own, api }, folder: path.join(folder, 'ledger') };
}

/** A ledger of 400 acts in two blocks, and one that began from its snapshot. */
async function startTwo(others?: Others) {
  const memory = openMemoryLedger(services);
  const source = await start();
  const acts = Array.from({ length: 400 }, (_, n) => {
    const root = toHex(sha256(utf8(`file ${String(n)}`)));
    const payload = { kind: 'file', root, count: 1 } as const;
    return memory.sign({ act: 'document.notarise', payload, by: actor('somebody') });
  });
  await source.comet.decide(acts.slice(0, 200).map(({ bytes }) => bytes));
  await source.comet.decide(acts.slice(200).map(({ bytes }) => bytes));
  await expect.poll(() => source.news.length, { timeout: 20_000 }).toBe(1);
  await source.comet.decide([]);
  await source.comet.decide([]);
  const empty = await start(others);
  const appHash = () => source.ledger.head().appHash;
  await syncState(empty.comet, { peers: [snapshotPeer('one', source.comet)], appHash });
  return { source, empty, acts };
}

const request = (path: string) =>
  new Request(`http://localhost${path}`, { headers: { 'accept-language': 'en' } });

describe('a node that began from a snapshot', () => {
  it('says of older records that it does not have them, with a code of its own', {
    timeout: 60_000,
  }, async () => {
    const { source, empty } = await startTwo();
    const { own } = empty;
    expect(own.now().absentBefore).toBe(256);
    const told = await own.receipt({ index: 5, stateKeys: [] });
    expect(told.ok ? '' : told.error.name).toBe('api.HISTORY_ABSENT');
    expect(await own.entry(5)).toBeUndefined();
    expect(await own.tile(0, 0, 256)).toBeUndefined();
    const unknown = recordUnknown({ options: { ledger: own } });
    expect(unknown.ok ? '' : unknown.error.name).toBe('api.HISTORY_ABSENT');
    if (unknown.ok) throw new Error('It is refused.');
    const problem = problemOf(unknown.error, 'en', createErrorBook(Object.values(apiErrors)));
    expect(problem.status).toBe(503);
    const plain = recordUnknown({ options: { ledger: source.own } });
    expect(plain.ok ? '' : plain.error.name).toBe('api.RECORD_UNKNOWN');
  });

  it('fetches them from the interface of another, says so meanwhile, and then answers the same', {
    timeout: 60_000,
  }, async () => {
    // Nothing is given before the gate is opened, and no transactions before the second.
    const gates = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const open = (n: number) => gates[n]?.resolve(undefined);
    const behind = async <T>(n: number, answer: () => Promise<T>): Promise<T> => {
      await gates[n]?.promise;
      return answer();
    };
    const colleagues: Colleague[] = [];
    const gated = ({ url }: Colleague): HistorySource => {
      const web = webHistory(url);
      return {
        tile: (level, index) => behind(0, () => web.tile(level, index)),
        bundle: (index) => behind(0, () => web.bundle(index)),
        envelopes: (index) => behind(1, () => web.envelopes(index)),
      };
    };
    const history = { source: gated, pauseMs: 0 };
    const { source, empty, acts } = await startTwo({ colleagues: () => colleagues, history });
    const listening = expectOk(
      await source.api.listen({ hosts: ['127.0.0.1'], port: 0 }),
      'a free port',
    );
    onTestFinished(() => listening.close());
    const url = `http://127.0.0.1:${String(listening.port)}`;
    colleagues.push({ institution: 'audit', url });
    const [first, late] = [acts[5], acts[390]];
    if (first === undefined || late === undefined) throw new Error('There are 400.');
    const idOf = ({ bodyHash }: { readonly bodyHash: Uint8Array }) => toHex(bodyHash);
    const lists = ['/api/records?limit=200', '/api/statistics/today'];
    const entries = ['/api/records/7', `/api/transactions/${idOf(first)}`, '/log/tile/0/000'];
    const kept = [`/api/receipts/${idOf(first)}`, `/api/transactions/${idOf(late)}/envelope`];
    const problemAt = async (path: string) => {
      const answer = await empty.api.fetch(request(path));
      const { code, title } = (await answer.json()) as { code: string; title: string };
      return { status: answer.status, code, title };
    };
    for (const path of [...lists, ...entries, ...kept, '/log/envelopes/000', '/api/search?q=7']) {
      expect(await problemAt(path), path).toEqual({
        status: 503,
        code: 'api.HISTORY_FETCHING',
        title: `This node began from a snapshot and is still fetching what came before it, 0 % so far; it is at audit (${url}).`,
      });
    }
    const historyOf = async (at: string) => {
      const answer = await empty.api.fetch(request(at));
      return ((await answer.json()) as { history?: unknown }).history;
    };
    const counts = { size: 404, lacking: 0, from: ['audit'], refused: [] };
    for (const at of ['/api/status', '/api/network']) {
      const none = { state: 'fetching', entries: 0, asked: 0 };
      expect(await historyOf(at), at).toEqual({ ...counts, ...none });
    }
    open(0);
    await expect.poll(() => empty.own.now().absentBefore, { timeout: 20_000 }).toBe(0);
    const same = async (path: string) => {
      const [own, other] = await Promise.all(
        [empty, source].map(async ({ api }) => {
          const answer = await api.fetch(request(path));
          return {
            status: answer.status,
            bytes: toHex(new Uint8Array(await answer.arrayBuffer())),
          };
        }),
      );
      expect(own?.status, path).toBe(200);
      expect(own, path).toEqual(other);
    };
    for (const path of entries.filter((one) => one.startsWith('/log'))) await same(path);
    for (const path of kept) {
      expect(await problemAt(path), path).toMatchObject({
        status: 503,
        code: 'api.HISTORY_FETCHING',
        title: expect.stringContaining('50 % so far') as string,
      });
    }
    const metrics = async () => (await empty.api.fetch(request('/metrics'))).text();
    expect(await metrics()).toContain('madang_history_entries_here 404');
    expect(await metrics()).toContain('madang_history_transactions_asked 0');
    open(1);
    await expect.poll(() => empty.own.now().history?.state, { timeout: 20_000 }).toBe('whole');
    // Both come to the same height.
    while (empty.own.now().height < 6) await empty.comet.decide([]);
    while (source.own.now().height < 6) await source.comet.decide([]);
    const all = Array.from({ length: 101 }, (_, n) => `/api/records/${String(4 * n)}`);
    const receipts = acts.flatMap((one, n) => (n % 20 === 0 ? [`/api/receipts/${idOf(one)}`] : []));
    const log = ['/log/tile/entries/000', '/log/envelopes/000', '/log/envelopes/001'];
    for (const path of [...lists, ...entries, ...kept, ...all, ...receipts, ...log])
      await same(path);
    expect(await historyOf('/api/status')).toBeUndefined();
    expect(await metrics()).toContain('madang_history_transactions_lacking 0');
    // The doctor can execute all of it again, from the genesis on.
    await empty.ledger.close();
    const store = expectOk(await openStore({ folder: empty.folder }, undefined), 'it opens');
    onTestFinished(() => store.close());
    const into = path.join(empty.folder, 'again');
    const verified = expectOk(await verifyStore(store, createMachine(services), into), 'the same');
    expect(verified).toEqual({ height: 2, logSize: 404, transactions: 400 });
  });
});
