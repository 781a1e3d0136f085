import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { hashFile, unreadable } from '../files.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';

/** Most files of one act (docs/spec/document.md). */
const MAX_FILES = 1_000_000;
/** Longest name that a dossier has (docs/spec/dossier.md). */
const MAX_NAME_BYTES = 1_024;

/** A file and its SHA-256. */
export interface HashedFile {
  /** The path as it was given, or below the folder that was given. */
  readonly name: string;
  readonly digest: Uint8Array;
}

/** The files at these paths; of a folder all below it, in the order of their names. */
export function listFiles(paths: readonly string[]): Result<readonly string[], CommandError> {
  const files: string[] = [];
  for (const given of paths) {
    try {
      if (statSync(given).isDirectory()) files.push(...filesBelow(given));
      else files.push(given);
    } catch (thrown) {
      return fail(unreadable(given, thrown));
    }
  }
  const long = files.find((file) => Buffer.byteLength(file) > MAX_NAME_BYTES);
  if (long !== undefined) return fail(nameTooLong(long));
  if (files.length > 0 && files.length <= MAX_FILES) return ok(files);
  return fail(
    commandError(
      'FILES_COUNT',
      `One act takes 1 to ${String(MAX_FILES)} files; these are ${String(files.length)}.`,
      `한 번에 1개에서 ${String(MAX_FILES)}개까지 남길 수 있습니다. 지금은 ${String(files.length)}개입니다.`,
    ),
  );
}

function nameTooLong(file: string): CommandError {
  return commandError(
    'NAME_TOO_LONG',
    `${file} has a path of more than ${String(MAX_NAME_BYTES)} bytes; start in a folder nearer to it.`,
    `${file} 경로가 ${String(MAX_NAME_BYTES)}바이트보다 깁니다. 더 가까운 폴더에서 실행하십시오.`,
  );
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Hashes files one after the other, each read piece by piece, and tells how far it is. */
export async function hashFiles(
  files: readonly string[],
  terminal: Terminal,
): Promise<Result<readonly HashedFile[], CommandError>> {
  const hashed: HashedFile[] = [];
  let doneBytes = 0;
  let drawnAt = 0;
  const draw = (): void => {
    if (Date.now() - drawnAt < DRAW_MS) return;
    drawnAt = Date.now();
    terminal.draw(`${String(hashed.length)} / ${String(files.length)}, ${megabytes(doneBytes)} MB`);
  };
  for (const file of files) {
    const digest = await hashFile(file, (sizeBytes) => {
      doneBytes += sizeBytes;
      draw();
    });
    if (!digest.ok) return digest;
    hashed.push({ name: file, digest: digest.value });
  }
  return ok(hashed);
}

const DRAW_MS = 100;

function megabytes(sizeBytes: number): string {
  return (sizeBytes / 1_000_000).toFixed(1);
}
