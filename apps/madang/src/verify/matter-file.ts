import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { equalBytes, fail, ok, type Result } from '@madang/base';
import { sha256 } from '@madang/crypto';
import type { DossierProblem, Keep, MatterReader, ReadMatter } from '@madang/protocol';
import { PIECE_BYTES, unreadable } from '../files.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { CannotGoOn } from './cannot-go-on.ts';

/**
 * A dossier whose acts stay in its file, from which they are read as often as a check walks them.
 */
export interface MatterFile {
  readonly read: Result<ReadMatter, DossierProblem>;
  readonly close: () => void;
}

/** Reads a dossier of a file; fails where the file cannot be read at all. */
export async function openMatterFile(
  file: string,
  reader: (keep: Keep) => MatterReader,
): Promise<Result<MatterFile, CommandError>> {
  let descriptor: number | undefined;
  try {
    const fd = openSync(file, 'r');
    descriptor = fd;
    const read = await readThrough(file, fd, reader(keepIn(file, fd)));
    const close = (): void => {
      closeSync(fd);
    };
    return ok({ read, close });
  } catch (thrown) {
    if (descriptor !== undefined) closeSync(descriptor);
    return fail(unreadable(file, thrown));
  }
}

async function readThrough(
  file: string,
  fd: number,
  reader: MatterReader,
): Promise<Result<ReadMatter, DossierProblem>> {
  const options = { fd, autoClose: false, start: 0, highWaterMark: PIECE_BYTES };
  const pieces: AsyncIterable<Uint8Array> = createReadStream(file, options);
  for await (const bytes of pieces) {
    const pushed = reader.push(bytes);
    if (!pushed.ok) return pushed;
  }
  return reader.end();
}

/** Of a part only its place is kept, and its hash: a file that is changed meanwhile is noticed. */
function keepIn(file: string, fd: number): Keep {
  return ({ at, bytes }) => {
    const [sizeBytes, hash] = [bytes.length, sha256(bytes)];
    return () => {
      const again = new Uint8Array(sizeBytes);
      try {
        let filledBytes = 0;
        let readBytes = -1;
        while (filledBytes < sizeBytes && readBytes !== 0) {
          const left = sizeBytes - filledBytes;
          readBytes = readSync(fd, again, filledBytes, left, at + filledBytes);
          filledBytes += readBytes;
        }
      } catch (thrown) {
        throw new CannotGoOn(unreadable(file, thrown));
      }
      if (!equalBytes(sha256(again), hash)) throw new CannotGoOn(changed(file));
      return again;
    };
  };
}

function changed(file: string): CommandError {
  return commandError(
    'FILE_CHANGED',
    `${file} was changed while it was checked: check it again.`,
    `확인하는 동안 ${file} 파일이 바뀌었습니다. 다시 확인하십시오.`,
  );
}
