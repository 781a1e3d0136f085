import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expectPresent, toHex } from '@madang/base';
import { leafHash, verifyInclusion } from '@madang/crypto';
import { expect, onTestFinished } from 'vitest';
import { checkMetadata } from '../src/snapshot/format.ts';
import { makeSnapshot } from '../src/snapshot/make.ts';
import { beginRestoring } from '../src/snapshot/restore.ts';
import { openDatabase } from '../src/store/database.ts';
import { segmentFolder } from '../src/store/files.ts';
import { claimFolder, folderPaths } from '../src/store/folder.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { fakeBlock, fakeChain, fakeGenesis, START_MS } from './fake-blocks.ts';
import { must, temporaryFolder } from './temporary.ts';

/** A store that is closed when the test is over. */
export async function openFake(folder: string, segmentBytesMax = 64 * 1024): Promise<Store> {
  const store = must(await openStore({ folder, segmentBytesMax }, fakeGenesis));
  onTestFinished(() => store.close());
  return store;
}

export async function addBlock(store: Store, transactions: number, timeMs?: number): Promise<void> {
  const height = store.head().height + 1;
  const block = fakeBlock({
    ...{ height, seed: `h${String(height)}`, changes: 20, transactions },
    timeMs: timeMs ?? START_MS + height * 1_000,
  });
  must(await store.commit(store.prepare(block)));
}

/** A copy of a closed store, begun from a snapshot of it. */
export async function restoredFrom(store: Store): Promise<Store> {
  const paths = folderPaths(store.folder);
  const database = openDatabase(paths.ledger, { readOnly: true });
  const snapshot = database.snapshot();
  const chunks: Uint8Array[] = [];
  const metadata = makeSnapshot({
    ...{ snapshot, segments: segmentFolder(paths.segments) },
    scratch: join(store.folder, 'scratch'),
    write: (_, chunk) => chunks.push(chunk),
  });
  snapshot.release();
  await database.close();
  const folder = temporaryFolder();
  must(claimFolder(folder)).release();
  const { appHash, height } = store.head();
  const checked = must(checkMetadata(metadata, { chain: fakeChain, appHash }));
  const restoring = beginRestoring({ folder, checked, appHash, height });
  for (const chunk of chunks) must(await restoring.apply(chunk));
  return openFake(folder);
}

/** All entries, and a proof for some of them, are those of another store. */
export function expectSameLog(store: Store, other: Store): void {
  const { logSize, logRoot } = other.head();
  expect(store.head().logSize).toBe(logSize);
  for (let index = 0; index < logSize; index += 97) {
    const entry = expectPresent(store.entry(index), 'an entry');
    expect(toHex(entry)).toBe(toHex(expectPresent(other.entry(index), 'an entry')));
    const proof = store.inclusion(index, logSize);
    const claim = { index, size: logSize, leaf: leafHash(entry), proof, root: logRoot };
    expect(verifyInclusion(claim), `entry ${String(index)}`).toBe(true);
  }
}

/** The folder of a store, copied while nothing is written. */
export function copyOf({ folder }: Store): string {
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true, filter: (one) => !/lock(\.mdb)?$/.test(one) });
  return copy;
}
