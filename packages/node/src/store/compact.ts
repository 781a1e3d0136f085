import {
  closeSync,
  existsSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { type NodeError, nodeError, storageFailure } from '../failure.ts';
import { adoptReplacement, completeReplacement, replacementPaths } from './adopt.ts';
import {
  type LedgerDatabase,
  openDatabase,
  type TableKey,
  type TableReader,
  type TableWriter,
  withoutSync,
} from './database.ts';
import { checkFormat, claimFolder, folderPaths, syncFolder } from './folder.ts';
import { readHead } from './head.ts';

/** Bytes of the database file. */
export interface CompactedStore {
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/**
 * Gives back to the disk what the database no longer uses: LMDB reuses freed pages, but its file
 * never shrinks. Every record is written into a new database beside it, which then takes its place;
 * a copy by LMDB's own means crashed at its next write (lmdb 3.5.6). Nobody may have the ledger
 * open. Cut short, it leaves the ledger as it was.
 */
export async function compactStore(folder: string): Promise<Result<CompactedStore, NodeError>> {
  const paths = folderPaths(folder);
  const file = join(paths.ledger, 'data.mdb');
  const format = checkFormat(paths);
  if (!format.ok) return format;
  if (!existsSync(file)) return noLedger(folder);
  const lock = claimFolder(folder);
  if (!lock.ok) return lock;
  try {
    adoptReplacement(folder);
    const bytesBefore = statSync(file).size;
    if (!(await copyBeside(folder))) return noLedger(folder);
    completeReplacement(folder);
    adoptReplacement(folder);
    return ok({ bytesBefore, bytesAfter: statSync(file).size });
  } catch (thrown) {
    const failure = storageFailure(thrown, folder);
    adoptReplacement(folder);
    return fail(failure);
  } finally {
    lock.value.release();
  }
}

function noLedger(folder: string): Result<never, NodeError> {
  return fail(nodeError('NODE_NOT_FOUND', `There is no ledger in ${folder}.`));
}

/** Copies every record into the replacement; false if there is no ledger to copy. */
async function copyBeside(folder: string): Promise<boolean> {
  const { folder: beside, ledger } = replacementPaths(folder);
  rmSync(beside, { recursive: true, force: true });
  const source = openDatabase(folderPaths(folder).ledger, { readOnly: true });
  const snapshot = source.snapshot();
  if (readHead(snapshot.meta) === undefined) {
    await source.close();
    return false;
  }
  mkdirSync(ledger, { recursive: true });
  const target = openDatabase(ledger, { sync: withoutSync });
  const nothing = new Uint8Array();
  const copy = <K extends TableKey>(
    from: TableReader<K>,
    start: K,
    to: (writers: Writers) => TableWriter<K>,
  ): Promise<void> => copyTable({ from, start, target, to });
  await copy(snapshot.state, nothing, (tables) => tables.state);
  await copy(snapshot.buckets, 0, (tables) => tables.buckets);
  await copy(snapshot.regions, 0, (tables) => tables.regions);
  await copy(snapshot.tiles, nothing, (tables) => tables.tiles);
  await copy(snapshot.bundles, nothing, (tables) => tables.bundles);
  await copy(snapshot.places, nothing, (tables) => tables.places);
  await copy(snapshot.segments, nothing, (tables) => tables.segments);
  await copy(snapshot.replay, nothing, (tables) => tables.replay);
  await copy(snapshot.meta, nothing, (tables) => tables.meta);
  snapshot.release();
  await source.close();
  await target.close();
  const handle = openSync(join(ledger, 'data.mdb'), 'r+');
  fdatasyncSync(handle);
  closeSync(handle);
  syncFolder(ledger);
  return true;
}

type Writers = Parameters<Parameters<LedgerDatabase['commit']>[0]>[0];

interface TableCopy<K extends TableKey> {
  readonly from: TableReader<K>;
  readonly start: K;
  readonly target: LedgerDatabase;
  readonly to: (writers: Writers) => TableWriter<K>;
}

/** Records and bytes of one transaction while copying. */
const RECORDS_MAX = 50_000;
const BYTES_MAX = 32 * 1024 * 1024;

async function copyTable<K extends TableKey>({
  from,
  start,
  target,
  to,
}: TableCopy<K>): Promise<void> {
  let waiting: { readonly key: K; readonly value: Uint8Array }[] = [];
  let sizeBytes = 0;
  const flush = async (): Promise<void> => {
    const records = waiting;
    waiting = [];
    sizeBytes = 0;
    await target.commit((tables) => {
      for (const { key, value } of records) to(tables).put(key, value);
    });
  };
  for (const { key, value } of from.range({ start })) {
    waiting.push({ key: copyKey(key), value: value.slice() });
    sizeBytes += value.length;
    if (waiting.length >= RECORDS_MAX || sizeBytes >= BYTES_MAX) await flush();
  }
  await flush();
}

/** The library may use the memory of a key again. */
function copyKey<K extends TableKey>(key: K): K;
function copyKey(key: TableKey): TableKey {
  return typeof key === 'number' ? key : key.slice();
}
