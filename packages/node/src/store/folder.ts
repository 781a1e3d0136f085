import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { type NodeError, nodeError } from '../failure.ts';
import { type FolderLock, lockFolder } from './lock.ts';

/** The version of the data folder that this build reads and writes. */
export const FORMAT_VERSION = 1;

/** Where things lie in a data folder. */
export interface FolderPaths {
  readonly folder: string;
  readonly ledger: string;
  readonly segments: string;
  /** Full tiles that left the database, or that came from elsewhere, as files. */
  readonly archive: string;
  /** Snapshots of the state that other nodes can begin from. */
  readonly snapshots: string;
}

/** The paths of a data folder. */
export function folderPaths(folder: string): FolderPaths {
  return {
    folder,
    ledger: join(folder, 'ledger'),
    segments: join(folder, 'segments'),
    archive: join(folder, 'archive'),
    snapshots: join(folder, 'snapshots'),
  };
}

/**
 * Takes a data folder, making it if there is none. Fails with `NODE_FOLDER_NEWER`,
 * `NODE_FOLDER_NOT_A_LEDGER` or `NODE_FOLDER_IN_USE`.
 */
export function claimFolder(folder: string): Result<FolderLock, NodeError> {
  const paths = folderPaths(folder);
  const version = checkFormat(paths);
  if (!version.ok) return version;
  const lock = lockFolder(folder);
  if (!lock.ok) return lock;
  for (const path of [paths.ledger, paths.segments]) mkdirSync(path, { recursive: true });
  if (version.value === undefined) writeFormat(paths);
  return lock;
}

/** The format of a folder, undefined if it is new. */
export function checkFormat(paths: FolderPaths): Result<number | undefined, NodeError> {
  const { folder } = paths;
  const path = join(folder, 'FORMAT');
  if (!existsSync(path)) {
    if (!existsSync(paths.ledger) && !existsSync(paths.segments)) return ok(undefined);
    return notALedger(folder, 'it has data but no file FORMAT');
  }
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[1-9][0-9]{0,5}$/.test(text)) return notALedger(folder, 'its file FORMAT has no version');
  const version = Number(text);
  if (version <= FORMAT_VERSION) return ok(version);
  return fail(
    nodeError(
      'NODE_FOLDER_NEWER',
      `The data folder ${folder} has format ${text}; this version reads formats up to ${String(FORMAT_VERSION)}. Start the version that wrote it.`,
    ),
  );
}

function notALedger(folder: string, why: string): Result<never, NodeError> {
  return fail(
    nodeError('NODE_FOLDER_NOT_A_LEDGER', `The folder ${folder} is not a ledger's: ${why}.`),
  );
}

function writeFormat({ folder }: FolderPaths): void {
  const file = openSync(join(folder, 'FORMAT'), 'w');
  writeSync(file, `${String(FORMAT_VERSION)}\n`);
  fsyncSync(file);
  closeSync(file);
  syncFolder(folder);
  syncFolder(dirname(folder));
}

/** Makes the names in a folder durable. Where the system cannot sync folders, names already are. */
export function syncFolder(folder: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(folder, 'r');
    fsyncSync(handle);
  } catch (thrown) {
    if (!isUnsupported(thrown)) throw thrown;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

const UNSUPPORTED: ReadonlySet<string> = new Set(['EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM']);

function isUnsupported(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('code' in thrown)) return false;
  return UNSUPPORTED.has(String(thrown.code));
}
