import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toHex } from '@madang/base';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keptSnapshots } from '../src/snapshot/kept.ts';
import { makeSnapshot } from '../src/snapshot/make.ts';
import { openDatabase } from '../src/store/database.ts';
import { segmentFolder } from '../src/store/files.ts';
import { folderPaths } from '../src/store/folder.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { fakeBlock, fakeGenesis, START_MS } from './fake-blocks.ts';
import { must, temporaryFolder } from './temporary.ts';

const run = promisify(execFile);
const program = new URL('./children/restoring.ts', import.meta.url).pathname;

async function open(folder: string): Promise<Store> {
  const store = must(await openStore({ folder }, fakeGenesis));
  onTestFinished(() => store.close());
  return store;
}

/** A store with some blocks, and a folder with its snapshot in chunks of 20,000 bytes. */
async function source() {
  const store = await open(temporaryFolder());
  for (let height = 1; height <= 5; height++) {
    const block = { height, seed: `s${String(height)}`, changes: 300, transactions: 100 };
    const timeMs = START_MS + height * 1_000;
    must(await store.commit(store.prepare(fakeBlock({ ...block, timeMs }))));
  }
  const paths = folderPaths(store.folder);
  const database = openDatabase(paths.ledger, { readOnly: true });
  const snapshot = database.snapshot();
  const snapshots = temporaryFolder();
  const writer = keptSnapshots(snapshots).begin(5);
  const segments = segmentFolder(paths.segments);
  const write = (index: number, chunk: Uint8Array) => {
    writer.write(index, chunk);
  };
  const { scratch } = writer;
  writer.finish(makeSnapshot({ snapshot, segments, scratch, write, chunkBytesMax: 20_000 }));
  snapshot.release();
  await database.close();
  return { store, snapshots };
}

describe('a restore that is killed', () => {
  it('leaves the beginning or the whole, and can be done again', { timeout: 120_000 }, async () => {
    const { store, snapshots } = await source();
    const chunks = keptSnapshots(snapshots).list()[0]?.chunkCount ?? 0;
    expect(chunks).toBeGreaterThan(4);
    const middle = String(Math.floor(chunks / 2));
    const points = ['0', `during ${middle}`, middle, `during ${String(chunks - 1)}`];
    for (const at of [...points, 'before adopting', 'while adopting']) {
      const folder = temporaryFolder();
      const restore = (killAt: string) => {
        const args = [program, folder, snapshots, toHex(store.head().appHash), killAt];
        return run(process.execPath, args).then(
          () => 'ended',
          (thrown: unknown) => (thrown instanceof Error && 'signal' in thrown ? thrown.signal : ''),
        );
      };
      expect(await restore(at), at).toBe('SIGKILL');
      const after = await open(folder);
      const isWhole = at.endsWith('adopting') || at === `during ${String(chunks - 1)}`;
      const heights = isWhole ? [0, 5] : [0];
      expect(heights, at).toContain(after.head().height);
      if (at.endsWith('adopting')) expect(after.head().height, at).toBe(5);
      expect(existsSync(join(folder, 'replacement')), at).toBe(false);
      await after.close();
      expect(await restore('never'), at).toBe('ended');
      const again = await open(folder);
      expect(toHex(again.head().appHash), at).toBe(toHex(store.head().appHash));
      await again.close();
    }
  });
});
