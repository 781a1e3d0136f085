import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeKnown, record, uint } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { type LogEntry, logEntry, receiptNumber } from '@madang/protocol';
import type { SqlPlace } from '@madang/sql';
import { startPostgres } from '@madang/testkit';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EntrySource, openViews, type Views } from '../src/index.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'madang-views-'));
const postgres = await startPostgres();
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true });
});

const empty = new Uint8Array(32);
const chain = sha256(new Uint8Array([1]));
const noFields = encodeKnown(record({ n: uint() }), { n: 1 });

function transactionEntry(act: string, seed: number, timeMs: number, code = 0): Uint8Array {
  const value: LogEntry = {
    type: 'transaction',
    act,
    body: sha256(new Uint8Array([seed])),
    envelope: empty,
    outcome: {
      code,
      events: code === 0 ? [{ name: `${act}Done`, fields: noFields }] : [],
      height: 1,
      index: 0,
      time: timeMs,
    },
  };
  return encodeKnown(logEntry, value);
}

function blockEntry(timeMs: number): Uint8Array {
  return encodeKnown(logEntry, {
    type: 'block',
    height: 1,
    paramsHash: empty,
    replayRoot: empty,
    stateRoot: empty,
    time: timeMs,
    transactions: 1,
  });
}

/** A log in memory; its listeners are called by hand. */
function fakeSource(
  entries: Uint8Array[],
  of = chain,
): EntrySource & { append: (entry: Uint8Array) => void } {
  const listeners = new Set<() => void>();
  return {
    chain: of,
    size: () => entries.length,
    entries: (from, limit) => Promise.resolve(entries.slice(from, from + limit)),
    onAppend: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    append: (entry) => {
      entries.push(entry);
      for (const listener of listeners) listener();
    },
  };
}

const DAY_MS = Date.parse('2026-11-22T00:00:00+09:00');
const sample = (): Uint8Array[] => [
  encodeKnown(logEntry, { type: 'genesis', genesis: chain }),
  blockEntry(DAY_MS),
  transactionEntry('document.notarise', 1, DAY_MS + 1),
  transactionEntry('document.revoke', 2, DAY_MS + 3_600_000),
  transactionEntry('governance.grantRole', 3, DAY_MS + 3_600_001, 1003),
  blockEntry(DAY_MS + 3_600_001),
];

let file = 0;
const places: Array<readonly [string, () => SqlPlace | undefined]> = [
  ['SQLite', () => ({ file: path.join(folder, `${String(file++)}.sqlite`), disposable: true })],
  ['PostgreSQL', () => (postgres === undefined ? undefined : { url: postgres.url })],
];

describe.each(places)('views on %s', (_name, nextPlace) => {
  let place: SqlPlace | undefined;
  let views: Views;
  beforeEach(async () => {
    place = nextPlace();
    if (place !== undefined) views = await openViews({ place, chain, services: [] });
  });
  afterEach(async () => {
    if (place !== undefined) await views.close();
  });
  // PostgreSQL is left out only where none is to be had; startPostgres says so.
  const maybe = postgres === undefined && _name === 'PostgreSQL' ? it.skip : it;

  maybe('list records newest first, by page and by service', async () => {
    await views.catchUp(fakeSource(sample()));
    const numbers = async (wanted: Parameters<Views['records']>[0]): Promise<number[]> =>
      (await views.records(wanted)).map((one) => one.record);
    expect(await numbers({ limit: 10 })).toEqual([4, 3, 2]);
    expect(await numbers({ limit: 1, before: 4 })).toEqual([3]);
    expect(await numbers({ limit: 10, service: 'document' })).toEqual([3, 2]);
    expect((await views.records({ limit: 1 }))[0]).toEqual({
      record: 4,
      id: sha256(new Uint8Array([3])),
      number: receiptNumber(sha256(new Uint8Array([3]))),
      act: 'governance.grantRole',
      height: 1,
      timeMs: DAY_MS + 3_600_001,
      code: 1003,
    });
  });

  maybe('count records by the hour', async () => {
    await views.catchUp(fakeSource(sample()));
    const counts = await views.recordsByHour(DAY_MS);
    expect([counts.length, counts[0], counts[1], counts[2]]).toEqual([24, 1, 2, 0]);
  });

  maybe('follow what is appended, once, and go on after being opened again', async () => {
    if (place === undefined) return;
    const source = fakeSource(sample());
    const stop = views.follow(source);
    for (let i = 10; i < 30; i++) source.append(transactionEntry('document.notarise', i, DAY_MS));
    await stop();
    await views.catchUp(source);
    expect((await views.records({ limit: 200 })).length).toBe(23);
    await views.close();
    views = await openViews({ place, chain, services: [] });
    expect(await views.next()).toBe(26);
    await views.catchUp(source);
    expect((await views.records({ limit: 200 })).length).toBe(23);
  });

  maybe('are thrown away and filled again for another ledger', async () => {
    if (place === undefined) return;
    await views.catchUp(fakeSource(sample()));
    await views.close();
    const other = sha256(new Uint8Array([2]));
    views = await openViews({ place, chain: other, services: [] });
    expect(await views.records({ limit: 10 })).toEqual([]);
    expect(await views.next()).toBe(0);
    expect(() => views.catchUp(fakeSource(sample()))).toThrow('another ledger');
  });
});
