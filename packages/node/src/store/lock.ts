import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fail, ok, type Result } from '@madang/base';
import { type NodeError, nodeError } from '../failure.ts';

/** Sole use of a data folder until it is released or the process ends. */
export interface FolderLock {
  release(): void;
}

/** SQLite's result code for a lock that somebody else holds. */
const SQLITE_BUSY = 5;

/**
 * Takes the data folder for this process. Node has no call for file locks; an exclusive SQLite
 * transaction on the empty file `lock` is one: the operating system holds it and lets go of it when
 * the process dies, so a lock is never stale. Fails with `NODE_FOLDER_IN_USE`.
 */
export function lockFolder(folder: string): Result<FolderLock, NodeError> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'lock');
  closeSync(openSync(path, 'a'));
  const database = new DatabaseSync(path);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    database.close();
    if (!isBusy(thrown)) throw thrown;
    return fail(
      nodeError('NODE_FOLDER_IN_USE', `The data folder ${folder} is in use by another process.`),
    );
  }
  return ok({
    release: () => {
      database.close();
    },
  });
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && 'errcode' in thrown && thrown.errcode === SQLITE_BUSY;
}
