import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expectPresent, toHex } from '@madang/base';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adoptReplacement, completeReplacement, replacementPaths } from '../src/store/adopt.ts';
import { compactStore } from '../src/store/compact.ts';
import { openStore } from '../src/store/store.ts';
import { folderTiles, webTiles } from '../src/store/tile-source.ts';
import { fakeBlock, START_MS } from './fake-blocks.ts';
import { addBlock, copyOf, expectSameLog, openFake, restoredFrom } from './restored.ts';
import { must, temporaryFolder } from './temporary.ts';

const DAY_MS = 86_400_000;

/** Bytes of everything below a folder. */
function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

describe('a log whose older part is archived', () => {
  it('is smaller in the store, is served and proven from the files, and goes on', {
    timeout: 120_000,
  }, async () => {
    const folder = temporaryFolder();
    const whole = await openFake(temporaryFolder());
    const store = await openFake(folder);
    for (let n = 0; n < 14; n++) for (const one of [whole, store]) await addBlock(one, 5_000);
    const entriesBytes = () =>
      readdirSync(join(folder, 'segments'))
        .filter((name) => name.startsWith('entries-'))
        .reduce((sum, name) => sum + statSync(join(folder, 'segments', name)).size, 0);
    const before = entriesBytes();
    expect(must(await store.archive(1_000))).toBeGreaterThan(500);
    expect(entriesBytes()).toBeLessThan(before / 10);
    // 70,000 entries: one full tile of level 1, and x-folders from a thousand bundles on only.
    expect(existsSync(join(folder, 'archive/tile/1/000'))).toBe(true);
    expect(statSync(join(folder, 'archive/tile/0/255')).size).toBe(8_192);
    expectSameLog(store, whole);
    for (let n = 0; n < 3; n++) for (const one of [whole, store]) await addBlock(one, 300);
    expect(store.head()).toEqual(whole.head());
    expectSameLog(store, whole);
    must(await store.archive(500));
    expect(must(await store.archive(500))).toBe(0);
    await store.close();
    const again = await openFake(folder);
    expectSameLog(again, whole);
    const { transactions } = fakeBlock({
      ...{ height: 1, seed: 'h1', changes: 20, transactions: 3, timeMs: START_MS + 1_000 },
    });
    for (const { bodyHash, entry } of transactions) {
      const place = expectPresent(again.place(bodyHash), 'a place');
      expect(toHex(again.entryAt(place))).toBe(toHex(entry));
    }
    // Without its files it says so, and does not call itself damaged.
    await again.close();
    rmSync(join(folder, 'archive'), { recursive: true });
    const bare = await openFake(folder);
    expect(() => bare.entry(300)).toThrow('does not have the entries before');
    await addBlock(bare, 3);
  });
});

describe('a store that began from a snapshot', () => {
  it('takes the older part of the log from a folder or a web server, and only what is of it', {
    timeout: 60_000,
  }, async () => {
    const whole = await openFake(temporaryFolder());
    for (let n = 0; n < 5; n++) await addBlock(whole, 300);
    const restored = await restoredFrom(whole);
    expect(() => restored.inclusion(5, restored.head().logSize)).toThrow('ask another node');
    expect(restored.absentBefore()).toBe(1_280);
    for (const one of [whole, restored]) await addBlock(one, 300);
    const source = await openFake(copyOf(whole));
    must(await source.archive(0));
    const mirror = join(source.folder, 'archive');
    const bad = copyOfFolder(mirror);
    const tile = join(bad, 'tile/entries/001');
    const bytes = readFileSync(tile);
    bytes[400] = (bytes[400] ?? 0) ^ 1;
    writeFileSync(tile, bytes);
    const refused = await restored.takeHistory(folderTiles(bad));
    expect(refused.ok ? '' : refused.error).toMatchObject({ code: 'NODE_HISTORY_DIFFERS' });
    expect(restored.absentBefore()).toBe(1_280);
    const lacking = await restored.takeHistory(folderTiles(temporaryFolder()));
    expect(lacking.ok ? '' : lacking.error.message).toContain('does not have tile/entries/001');
    // It goes on where it stopped.
    const address = await serve(mirror);
    expect(must(await restored.takeHistory(webTiles(address)))).toBe(8);
    expect(restored.absentBefore()).toBe(0);
    expectSameLog(restored, whole);
    await addBlock(restored, 3);
    const { transactions } = fakeBlock({
      ...{ height: 1, seed: 'h1', changes: 20, transactions: 3, timeMs: START_MS + 1_000 },
    });
    for (const { bodyHash } of transactions) {
      expect(restored.place(bodyHash)?.index).toBe(whole.place(bodyHash)?.index);
    }
  });
});

describe('the disk', () => {
  it('gets back what was deleted: whole files of envelopes at once, the database when compacted', {
    timeout: 60_000,
  }, async () => {
    const folder = temporaryFolder();
    const store = await openFake(folder);
    await addBlock(store, 4_000, START_MS + 1_000);
    const segments = join(folder, 'segments');
    const before = bytesBelow(segments);
    await addBlock(store, 3, START_MS + 3 * DAY_MS);
    await addBlock(store, 3, START_MS + 95 * DAY_MS);
    const freed = before - bytesBelow(segments);
    const lapsed = 4_000 / 3;
    expect(freed).toBeGreaterThan(lapsed * 20);
    // A state that was large, and is small.
    const keys = Array.from({ length: 20_000 }, (_, n) => {
      const key = Buffer.from(`document/records/${String(n).padStart(9, '0')}`);
      return { key: new Uint8Array(key), value: new Uint8Array(200).fill(n) };
    });
    const many = {
      ...fakeBlock({
        height: 9,
        seed: 'x',
        changes: 0,
        transactions: 1,
        timeMs: START_MS + 96 * DAY_MS,
      }),
      changes: keys,
    };
    must(await store.commit(store.prepare(many)));
    const gone = keys.map(({ key }) => ({ key, value: undefined }));
    const none = {
      ...fakeBlock({
        height: 10,
        seed: 'y',
        changes: 0,
        transactions: 1,
        timeMs: START_MS + 96 * DAY_MS,
      }),
      changes: gone,
    };
    must(await store.commit(store.prepare(none)));
    const head = toHex(store.head().appHash);
    const busy = await compactStore(folder);
    expect(busy.ok ? '' : busy.error.code).toBe('NODE_FOLDER_IN_USE');
    await store.close();
    const bytesBefore = bytesBelow(join(folder, 'ledger'));
    const compacted = must(await compactStore(folder));
    const bytesAfter = bytesBelow(join(folder, 'ledger'));
    expect(compacted.bytesAfter).toBeLessThan(compacted.bytesBefore / 2);
    expect(bytesAfter).toBeLessThan(bytesBefore / 2);
    const again = await openFake(folder);
    expect(toHex(again.head().appHash)).toBe(head);
    await addBlock(again, 50, START_MS + 97 * DAY_MS);
    await again.close();
    await addBlock(await openFake(folder), 50, START_MS + 97 * DAY_MS);
  });

  it('keeps the ledger whole wherever the exchange for a new database is cut short', async () => {
    const folder = temporaryFolder();
    const store = await openFake(folder);
    await addBlock(store, 10);
    const head = toHex(store.head().appHash);
    await store.close();
    const beside = replacementPaths(folder);
    const steps: Readonly<Record<string, () => void>> = {
      'before it is complete': () => undefined,
      'after it is complete': () => {
        completeReplacement(folder);
      },
      'with the old one half removed': () => {
        completeReplacement(folder);
        rmSync(join(folder, 'ledger', 'data.mdb'));
      },
      'with the old one removed': () => {
        completeReplacement(folder);
        rmSync(join(folder, 'ledger'), { recursive: true });
      },
      'with the new one moved': () => {
        completeReplacement(folder);
        rmSync(join(folder, 'ledger'), { recursive: true });
        cpSync(beside.ledger, join(folder, 'ledger'), { recursive: true });
        rmSync(beside.ledger, { recursive: true });
      },
    };
    for (const [what, step] of Object.entries(steps)) {
      cpSync(join(folder, 'ledger'), beside.ledger, { recursive: true });
      step();
      const opened = must(await openStore({ folder }, undefined));
      expect(toHex(opened.head().appHash), what).toBe(head);
      await opened.close();
      expect(existsSync(beside.folder), what).toBe(false);
    }
    adoptReplacement(folder);
  });
});

function copyOfFolder(folder: string): string {
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Serves a folder as any web server would; answers with its address. */
async function serve(folder: string): Promise<string> {
  const server = createServer(({ url = '' }, answer) => {
    const file = join(folder, url);
    if (!existsSync(file)) answer.writeHead(404).end();
    else answer.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${String(port)}`;
}
