import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { fail, ok, type Result } from '@madang/base';
import { createSha256 } from '@madang/crypto';
import { type CommandError, commandError } from './terminal.ts';

/** The bytes of a file, refused when it is longer than `maxSizeBytes`. */
export async function readWhole(
  file: string,
  maxSizeBytes: number,
): Promise<Result<Uint8Array, CommandError>> {
  try {
    const { size } = await stat(file);
    if (size > maxSizeBytes) {
      return fail(
        commandError(
          'FILE_TOO_LARGE',
          `${file} has ${String(size)} bytes; at most ${String(maxSizeBytes)} are read.`,
          `${file} 파일이 너무 큽니다(${String(maxSizeBytes)}바이트까지 읽습니다).`,
        ),
      );
    }
    return ok(new Uint8Array(await readFile(file)));
  } catch (thrown) {
    return fail(unreadable(file, thrown));
  }
}

/** As much of a file as is read at once. */
export const PIECE_BYTES = 1 << 20;

/** A file in pieces, so that it need not fit into memory. */
export function piecesOf(file: string): AsyncIterable<Uint8Array> {
  return createReadStream(file, { highWaterMark: PIECE_BYTES });
}

/** SHA-256 of a file of any length, read piece by piece; `onBytes` hears of each piece. */
export async function hashFile(
  file: string,
  onBytes: (sizeBytes: number) => void = () => undefined,
): Promise<Result<Uint8Array, CommandError>> {
  const hash = createSha256();
  try {
    for await (const bytes of piecesOf(file)) {
      hash.update(bytes);
      onBytes(bytes.length);
    }
    return ok(hash.digest());
  } catch (thrown) {
    return fail(unreadable(file, thrown));
  }
}

/** Why a file could not be read, in one sentence. */
export function unreadable(file: string, thrown: unknown): CommandError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ENOENT') {
    return commandError('NO_SUCH_FILE', `There is no file ${file}.`, `${file} 파일이 없습니다.`);
  }
  if (code === 'EISDIR') {
    return commandError('NOT_A_FILE', `${file} is a folder.`, `${file} 는 폴더입니다.`);
  }
  return commandError(
    'FILE_UNREADABLE',
    `${file} cannot be read (${code}).`,
    `${file} 파일을 읽을 수 없습니다(${code}).`,
  );
}
