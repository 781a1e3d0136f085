import { existsSync } from 'node:fs';
import { fail, ok, type Result } from '@madang/base';
import type { StateReader } from '@madang/kernel';
import { genesisHash } from '@madang/protocol';
import { type NodeError, nodeError, storageFailure } from '../failure.ts';
import { type Archive, openArchive } from './archive.ts';
import { type LedgerDatabase, openDatabase } from './database.ts';
import { segmentFolder } from './files.ts';
import { checkFormat, type FolderPaths, folderPaths } from './folder.ts';
import { type Head, readGenesis } from './head.ts';
import { type LogReader, logReader } from './log-reader.ts';
import { closeSegments, openSegments, type Segments } from './segments.ts';
import type { Proven } from './store.ts';
import { openView, proveKey, stateReader, type View } from './view.ts';

/**
 * A ledger as another process reads it while the node runs: always one whole block, whatever the
 * node writes meanwhile.
 */
export interface LedgerReader extends LogReader {
  readonly chain: Uint8Array;
  readonly genesis: Uint8Array;
  head(): Head;
  state(): StateReader;
  prove(stateKey: Uint8Array): Proven;
  /** Goes on to the newest durable block; true if there was one. */
  refresh(): boolean;
  close(): Promise<void>;
}

/** What a reader is at. */
interface Reading {
  readonly database: LedgerDatabase;
  readonly segments: Segments;
  readonly archive: Archive;
  view: View;
}

/**
 * Opens the ledger in a folder for reading only; takes no lock. Fails with `NODE_NOT_FOUND`, or as
 * the store does on a folder of another version or a damaged one.
 */
export async function openReader(folder: string): Promise<Result<LedgerReader, NodeError>> {
  const paths = folderPaths(folder);
  const format = checkFormat(paths);
  if (!format.ok) return format;
  if (format.value === undefined || !existsSync(paths.ledger)) return noLedger(folder);
  try {
    const database = openDatabase(paths.ledger, { readOnly: true });
    const reading = beginReading(database, paths);
    if (reading !== undefined) return ok(readerOver(reading));
    await database.close();
    return noLedger(folder);
  } catch (thrown) {
    return fail(storageFailure(thrown, folder));
  }
}

function noLedger(folder: string): Result<never, NodeError> {
  return fail(nodeError('NODE_NOT_FOUND', `There is no ledger in ${folder}.`));
}

function beginReading(database: LedgerDatabase, paths: FolderPaths): Reading | undefined {
  const snapshot = database.snapshot();
  const archive = openArchive(paths.archive);
  const view = openView(snapshot, archive);
  if (view === undefined) {
    snapshot.release();
    return undefined;
  }
  const segments = openSegments(segmentFolder(paths.segments), snapshot.segments, { mode: 'read' });
  return { database, segments, archive, view };
}

function readerOver(reading: Reading): LedgerReader {
  const genesis = readGenesis(reading.view.snapshot.meta);
  return {
    ...logReader(() => reading.view, { ...reading, segments: () => reading.segments }),
    chain: genesisHash(genesis),
    genesis,
    head: () => reading.view.head,
    state: () => stateReader(reading.view.snapshot),
    prove: (stateKey) => proveKey(reading.view, stateKey),
    refresh: () => goOn(reading),
    close: async () => {
      reading.view.snapshot.release();
      await reading.database.close();
      closeSegments(reading.segments);
    },
  };
}

function goOn(reading: Reading): boolean {
  const snapshot = reading.database.snapshot();
  const view = openView(snapshot, reading.archive);
  if (view === undefined || view.head.height === reading.view.head.height) {
    snapshot.release();
    return false;
  }
  const { segments } = reading;
  const { committed } = openSegments(segments.folder, snapshot.segments, { mode: 'read' });
  for (const [family, files] of committed) segments.committed.set(family, files);
  reading.view.snapshot.release();
  reading.view = view;
  return true;
}
