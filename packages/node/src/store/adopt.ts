import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { folderPaths, syncFolder } from './folder.ts';

/** Where a store is made that will take the place of the one in a folder. */
export interface Replacement {
  /** The folder of both parts. */
  readonly folder: string;
  readonly ledger: string;
  readonly segments: string;
}

const COMPLETE = 'COMPLETE';

/** The paths of what is made beside the ledger in a data folder. */
export function replacementPaths(folder: string): Replacement {
  const beside = join(folder, 'replacement');
  return {
    folder: beside,
    ledger: join(beside, 'ledger'),
    segments: join(beside, 'segments'),
  };
}

/**
 * Says that a replacement is whole. What is in it has to be durable. From here on it takes the
 * place of the ledger, whenever {@link adoptReplacement} comes to it.
 */
export function completeReplacement(folder: string): void {
  const { folder: beside } = replacementPaths(folder);
  const file = openSync(join(beside, COMPLETE), 'w');
  writeSync(file, 'complete\n');
  fsyncSync(file);
  closeSync(file);
  syncFolder(beside);
  syncFolder(folder);
}

/**
 * Puts a whole replacement into the place of the ledger, and removes one that was cut short. It can
 * itself be cut short at any point and be done again. The store must not be open.
 */
export function adoptReplacement(folder: string): void {
  const beside = replacementPaths(folder);
  if (!existsSync(beside.folder)) return;
  if (existsSync(join(beside.folder, COMPLETE))) {
    const paths = folderPaths(folder);
    move(beside.ledger, paths.ledger);
    move(beside.segments, paths.segments);
    syncFolder(folder);
  }
  rmSync(beside.folder, { recursive: true, force: true });
  syncFolder(folder);
}

/** What is not there any more was moved already. */
function move(from: string, to: string): void {
  if (!existsSync(from)) return;
  rmSync(to, { recursive: true, force: true });
  renameSync(from, to);
}
