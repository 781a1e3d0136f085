import { cpSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expectPresent, toHex } from '@madang/base';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { splitBundle } from '../src/follow.ts';
import {
  fetchHistory,
  type HistoryFetching,
  type HistoryNews,
  type HistoryOptions,
} from '../src/history/fetch-history.ts';
import { orderSuppliers } from '../src/history/suppliers.ts';
import { withoutSync } from '../src/store/database.ts';
import type { RetentionOf } from '../src/store/history.ts';
import { isWithoutEnvelope } from '../src/store/places.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { type HistorySource, openTiles, webHistory } from '../src/store/tile-source.ts';
import { fakeBlock, fakeGenesis, START_MS } from './fake-blocks.ts';
import { addBlock, copyOf, openFake, restoredFrom } from './restored.ts';
import { must, temporaryFolder } from './temporary.ts';

const DAY_MS = 86_400_000;
const forever: RetentionOf = () => 'forever';

/** The history that an open store has. */
function historyOf(store: Store): HistorySource {
  return {
    ...openTiles(store),
    envelopes: (index) => Promise.resolve(store.envelopes(index)),
  };
}

const fetchings: HistoryFetching[] = [];
afterEach(async () => {
  for (const one of fetchings.splice(0)) await one.stop();
});

/** Fetches from these colleagues, by their institutions, without pauses. */
function fetchFrom(
  store: Store,
  sources: Readonly<Record<string, HistorySource>>,
  options: HistoryOptions & { readonly retentionOf?: RetentionOf } = {},
) {
  const news: HistoryNews[] = [];
  const fetching = fetchHistory({
    store,
    retentionOf: options.retentionOf ?? forever,
    colleagues: () =>
      Object.keys(sources).map((institution) => ({ institution, url: `https://${institution}` })),
    onTaken: () => undefined,
    options: {
      pauseMs: 0,
      ...options,
      source: ({ institution }) => expectPresent(sources[institution], 'a colleague'),
      onNews: (one) => news.push(one),
    },
  });
  fetchings.push(fetching);
  return { ...fetching, news };
}

const isWhole = (fetching: HistoryFetching) =>
  expect.poll(() => fetching.status()?.state, { timeout: 20_000 }).toBe('whole');

/** Everything that a store answers of its log is what another one answers. */
function expectSameAnswers(store: Store, other: Store): void {
  const { logSize } = other.head();
  expect(toHex(store.head().appHash)).toBe(toHex(other.head().appHash));
  expect(store.absentBefore()).toBe(0);
  expect(store.wholeSize()).toBe(logSize);
  for (let bundle = 0; bundle * 256 < logSize; bundle++) {
    expect(store.bundle(bundle)).toEqual(other.bundle(bundle));
    expect(store.envelopes(bundle), `transactions ${String(bundle)}`).toEqual(
      other.envelopes(bundle),
    );
    if ((bundle + 1) * 256 <= logSize) expect(store.tile(0, bundle)).toEqual(other.tile(0, bundle));
  }
  const all = (of: Store) =>
    of.bodyHashes(new Uint8Array(32), new Uint8Array(32).fill(0xff), logSize).map((body) => ({
      body: toHex(body),
      index: of.place(body)?.index,
    }));
  expect(all(store)).toEqual(all(other));
  for (let index = 0; index < logSize; index += 61) {
    expect(store.inclusion(index, logSize)).toEqual(other.inclusion(index, logSize));
  }
}

/** A store of 1,506 entries, and one that began from its snapshot: five bundles are not there. */
async function twoStores() {
  const whole = await openFake(temporaryFolder());
  for (let n = 0; n < 5; n++) await addBlock(whole, 300);
  return { whole, restored: await restoredFrom(whole) };
}

describe('the history before a snapshot', () => {
  it('is fetched while blocks go on, and then everything is answered as by the others', {
    timeout: 60_000,
  }, async () => {
    const { whole, restored } = await twoStores();
    expect(restored.wholeSize()).toBe(0);
    const fetching = fetchFrom(restored, { city: historyOf(whole) });
    expect(fetching.status()).toMatchObject({ state: 'fetching', size: 1_507, entries: 0 });
    for (let n = 0; n < 4; n++) for (const one of [whole, restored]) await addBlock(one, 90);
    await isWhole(fetching);
    expect(fetching.status()).toMatchObject({ size: 1_507, entries: 1_507, asked: 1_507 });
    expect(fetching.status()?.from.map(({ institution }) => institution)).toEqual(['city']);
    expectSameAnswers(restored, whole);
    for (const one of [whole, restored]) await addBlock(one, 300);
    expectSameAnswers(restored, whole);
    await fetching.stop();
    const { folder } = restored;
    await restored.close();
    const again = await openFake(folder);
    expectSameAnswers(again, whole);
    expect(fetchFrom(again, {}).status()?.state).toBe('whole');
    // It can be archived like any other, and answers the same.
    must(await again.archive(0));
    expectSameAnswers(again, whole);
  });

  it('is taken from nobody who sends something else, and who it was is named', {
    timeout: 60_000,
  }, async () => {
    const { whole, restored } = await twoStores();
    const honest = historyOf(whole);
    const changed = (bytes: Uint8Array | undefined, at: number) => {
      const copy = expectPresent(bytes, 'the piece').slice();
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    };
    const liars: Record<string, HistorySource> = {
      flips: { ...honest, bundle: async (index) => changed(await honest.bundle(index), 300) },
      shifts: { ...honest, bundle: (index) => honest.bundle((index + 1) % 5) },
      cuts: { ...honest, bundle: async (index) => (await honest.bundle(index))?.slice(0, -1) },
      forges: { ...honest, envelopes: async (index) => changed(await honest.envelopes(index), 9) },
      mixes: { ...honest, envelopes: (index) => honest.envelopes((index + 1) % 5) },
      babbles: { ...honest, envelopes: () => Promise.resolve(new Uint8Array([1, 2, 3])) },
    };
    const fetching = fetchFrom(restored, { ...liars, honest });
    await isWhole(fetching);
    expectSameAnswers(restored, whole);
    const lied = fetching.news.flatMap((one) => (one.kind === 'lied' ? [one] : []));
    const byName = new Map(lied.map((one) => [one.institution, one.piece]));
    expect([...byName.keys()].toSorted()).toEqual(Object.keys(liars).toSorted());
    for (const name of ['flips', 'shifts', 'cuts']) {
      expect(byName.get(name), name).toBe('tile/entries/000');
    }
    for (const name of ['forges', 'mixes', 'babbles']) {
      expect(byName.get(name), name).toBe('envelopes/000');
    }
    expect(fetching.status()?.liars).toHaveLength(6);
    expect(fetching.status()?.from.map(({ institution }) => institution)).toEqual(['honest']);
  });

  it('waits for somebody who has it, and goes on with whoever is left', {
    timeout: 60_000,
  }, async () => {
    const { whole, restored } = await twoStores();
    const honest = historyOf(whole);
    const empty: HistorySource = {
      tile: () => Promise.resolve(undefined),
      bundle: () => Promise.resolve(undefined),
      envelopes: () => Promise.resolve(undefined),
    };
    const silent: HistorySource = {
      ...empty,
      bundle: () => Promise.reject(new Error('It answered with status 503.')),
    };
    const nobody = fetchFrom(restored, { empty, silent });
    await expect.poll(() => nobody.status()?.state).toBe('waiting');
    expect(nobody.news).toEqual([
      { kind: 'silent', institution: 'silent', reason: 'It answered with status 503.' },
    ]);
    await nobody.stop();
    let given = 0;
    const vanishing: HistorySource = {
      ...honest,
      bundle: (index) => {
        given += 1;
        return given > 2 ? Promise.reject(new Error('fetch failed')) : honest.bundle(index);
      },
      envelopes: () => Promise.reject(new Error('fetch failed')),
    };
    const rest = fetchFrom(restored, { vanishing, empty, honest });
    await isWhole(rest);
    expect(given).toBeGreaterThanOrEqual(3);
    expectSameAnswers(restored, whole);
  });

  it('ends at once with the ledger, also while somebody lets it wait', async () => {
    const { whole, restored } = await twoStores();
    const slow = { ...historyOf(whole), bundle: () => new Promise<never>(() => undefined) };
    const fetching = fetchFrom(restored, { slow });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const startedMs = performance.now();
    await fetching.stop();
    await restored.close();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it('goes on where it stopped, wherever it was cut off', { timeout: 120_000 }, async () => {
    const { whole, restored } = await twoStores();
    const honest = historyOf(whole);
    const cuts: string[] = [];
    const noting = <T>(answer: Promise<T>): Promise<T> => {
      cuts.push(copyOf(restored));
      return answer;
    };
    const fetching = fetchFrom(restored, {
      city: {
        tile: (level, index) => honest.tile(level, index),
        bundle: (index) => noting(honest.bundle(index)),
        envelopes: (index) => noting(honest.envelopes(index)),
      },
    });
    await isWhole(fetching);
    // Five bundles of entries, and six of transactions.
    expect(cuts).toHaveLength(11);
    cuts.push(copyOf(restored));
    const asked: number[] = [];
    for (const [n, cut] of cuts.entries()) {
      // Files are written before the database says so: they may be there, whole or in part.
      const later = cuts[n + 1];
      if (later !== undefined && n % 2 === 1) {
        for (const part of ['archive', 'segments']) {
          cpSync(join(later, part), join(cut, part), { recursive: true });
        }
      }
      const opened = await openFake(cut);
      let count = 0;
      const counted = <T>(answer: Promise<T>): Promise<T> => {
        count += 1;
        return answer;
      };
      const rest = fetchFrom(opened, {
        city: {
          ...honest,
          bundle: (index) => counted(honest.bundle(index)),
          envelopes: (index) => counted(honest.envelopes(index)),
        },
      });
      await isWhole(rest);
      expectSameAnswers(opened, whole);
      await rest.stop();
      await opened.close();
      asked.push(count);
    }
    // Nothing is asked for twice: whole files of entries are found although nobody noted them.
    expect(asked).toEqual([11, 9, 9, 7, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('says of transactions that nobody keeps any more that they are gone, and of others that they are lacking', {
    timeout: 60_000,
  }, async () => {
    const whole = await openFake(temporaryFolder());
    await addBlock(whole, 300, START_MS + 1_000);
    await addBlock(whole, 300, START_MS + 100 * DAY_MS);
    const restored = await restoredFrom(whole);
    const honest = historyOf(whole);
    const none: HistorySource = {
      ...honest,
      envelopes: () => Promise.resolve(new Uint8Array(4 * 256)),
    };
    const retentionOf: RetentionOf = () => 'ninety-days';
    const options = { retentionOf, laterMs: 1_000 };
    const sources: Record<string, HistorySource> = { none };
    const fetching = fetchFrom(restored, sources, options);
    await expect
      .poll(() => fetching.news.at(-1), { timeout: 20_000 })
      .toMatchObject({
        kind: 'done',
        lacking: 300,
      });
    const placeOf = (seed: string, of = restored) => {
      const fake = { height: 1, seed, changes: 20, transactions: 1, timeMs: START_MS };
      const [first] = fakeBlock(fake).transactions;
      return expectPresent(of.place(expectPresent(first, 'one').bodyHash), 'a place');
    };
    const lapsed = placeOf('h1');
    expect([isWithoutEnvelope(lapsed), restored.envelopeAt(lapsed)]).toEqual([false, undefined]);
    expect(isWithoutEnvelope(placeOf('h2'))).toBe(true);
    await expect.poll(() => fetching.status()).toMatchObject({ state: 'waiting', lacking: 300 });
    // Somebody comes who has them.
    sources['honest'] = honest;
    await isWhole(fetching);
    const kept = expectPresent(whole.envelopeAt(placeOf('h2', whole)), 'a transaction');
    expect(restored.envelopeAt(placeOf('h2'))).toEqual(kept);
  });

  it('is given back to the disk when its retention is over, as by a node that executed it', {
    timeout: 60_000,
  }, async () => {
    const whole = await openFake(temporaryFolder());
    for (let n = 0; n < 4; n++) await addBlock(whole, 100, START_MS + 3 * n * DAY_MS + 1_000);
    const restored = await restoredFrom(whole);
    const retentions = ['forever', 'five-years', 'ninety-days'] as const;
    let nth = 0;
    // The stand-in for blocks goes round the retentions, in the order of the log.
    const retentionOf = () => expectPresent(retentions[(nth++ % 100) % 3], 'a retention');
    const fetching = fetchFrom(restored, { city: historyOf(whole) }, { retentionOf });
    await isWhole(fetching);
    expectSameAnswers(restored, whole);
    for (const day of [92, 94, 97, 200]) {
      for (const one of [whole, restored]) await addBlock(one, 3, START_MS + day * DAY_MS + 2_000);
    }
    const last = (store: Store) => store.envelopes(0);
    expect(last(restored)).toEqual(last(whole));
    expect(splitBundle(expectPresent(whole.bundle(0), 'entries'))).toHaveLength(256);
    expectSameAnswers(restored, whole);
  });
});

describe('the hashes of a log of more than 65,536 entries', () => {
  it('are fetched from the top downwards, and a wrong one is noticed', {
    timeout: 120_000,
  }, async () => {
    const folder = temporaryFolder();
    const whole = must(await openStore({ folder, sync: withoutSync }, fakeGenesis));
    onTestFinished(() => whole.close());
    for (let n = 0; n < 2; n++) await addBlock(whole, 33_000);
    const restored = await restoredFrom(whole);
    expect(restored.older.next()).toEqual({ kind: 'tile', level: 1, index: 0 });
    const tile = expectPresent(whole.tile(1, 0), 'a full tile');
    const take = (bytes: Uint8Array) =>
      restored.older.take({
        piece: { kind: 'tile', level: 1, index: 0 },
        ...{ bytes, retentionOf: forever },
      });
    const wrong = tile.slice();
    wrong[8_191] = (wrong[8_191] ?? 0) ^ 1;
    for (const bytes of [wrong, tile.slice(0, -32), new Uint8Array()]) {
      const taken = await take(bytes);
      expect(taken.ok ? '' : taken.error).toMatchObject({
        code: 'NODE_HISTORY_DIFFERS',
        message: 'tile/1/000 is not of this log; nothing of it was taken.',
      });
    }
    expect(must(await take(tile))).toBe(0);
    expect(restored.tile(1, 0)).toEqual(tile);
    expect(restored.older.next()).toEqual({ kind: 'entries', index: 0 });
    const taken = await restored.older.take({
      piece: { kind: 'entries', index: 0 },
      ...{ bytes: whole.bundle(0), retentionOf: forever },
    });
    expect(must(taken)).toBe(0);
    expect(restored.wholeSize()).toBe(256);
    expect(restored.entry(255)).toEqual(whole.entry(255));
    expect(() => restored.entry(256)).toThrow('does not have the entries before');
  });
});

describe('orderSuppliers', () => {
  const all = ['a', 'b', 'c'].map((institution) => ({
    institution,
    url: `https://${institution}`,
  }));
  const named = (list: readonly { readonly institution: string }[]) =>
    list.map(({ institution }) => institution).join('');
  const [a, b, c] = all;
  if (!a || !b || !c) throw new Error('There are three.');

  it('puts who is slow, silent or wrong behind the others, and leaves them alone for a while', () => {
    let nowMs = 0;
    const suppliers = orderSuppliers(
      () => all,
      () => nowMs,
    );
    expect(named(suppliers.ready())).toBe('abc');
    suppliers.gave(a, 20);
    expect(named(suppliers.ready())).toBe('abc');
    suppliers.gave(a, 9_000);
    expect(named(suppliers.ready())).toBe('bca');
    expect(suppliers.wasSilent(b)).toBe(true);
    expect(named(suppliers.ready())).toBe('ca');
    suppliers.lied(c, 'tile/1/000');
    expect(named(suppliers.ready())).toBe('a');
    expect(named(suppliers.known())).toBe('a');
    expect(suppliers.liars()).toEqual([{ institution: 'c', times: 1, piece: 'tile/1/000' }]);
    nowMs = 1_000;
    expect(named(suppliers.ready())).toBe('ab');
    expect(suppliers.wasSilent(b)).toBe(false);
    nowMs = 2_999;
    expect(named(suppliers.ready())).toBe('a');
    nowMs = 3_000;
    expect(named(suppliers.ready())).toBe('ab');
    nowMs = 600_000;
    expect(named(suppliers.ready())).toBe('acb');
  });

  it('says how long until somebody may be asked', () => {
    let nowMs = 0;
    const suppliers = orderSuppliers(
      () => [a, b],
      () => nowMs,
    );
    expect(suppliers.waitMs()).toBe(0);
    suppliers.wasSilent(a);
    suppliers.lied(b, 'x');
    nowMs = 400;
    expect(suppliers.waitMs()).toBe(600);
    expect(named(orderSuppliers(() => []).known())).toBe('');
  });
});

describe('webHistory', () => {
  it('reads no more than a piece can be, follows nobody elsewhere, and tells what failed', {
    timeout: 30_000,
  }, async () => {
    let sentBytes = 0;
    const server = createServer(({ url = '' }, answer) => {
      if (url === '/log/tile/0/000') {
        answer.writeHead(302, { location: '/log/tile/0/001' }).end();
      } else if (url === '/log/tile/entries/x001/234') {
        answer.writeHead(503).end();
      } else if (url === '/log/envelopes/000') {
        const part = Buffer.alloc(1 << 20);
        const more = (): void => {
          while (!answer.destroyed) {
            sentBytes += part.length;
            if (!answer.write(part)) {
              answer.once('drain', more);
              return;
            }
          }
        };
        more();
      } else answer.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const { port } = server.address() as AddressInfo;
    const source = webHistory(`http://127.0.0.1:${String(port)}/`);
    expect(await source.envelopes(0)).toBeUndefined();
    expect(sentBytes).toBeGreaterThan(16_000_000);
    expect(sentBytes).toBeLessThan(40_000_000);
    await expect(source.tile(0, 0)).rejects.toThrow();
    await expect(source.bundle(1_234)).rejects.toThrow('status 503');
    expect(await source.bundle(7)).toBeUndefined();
  });
});
