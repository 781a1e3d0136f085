import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** What the person at the keyboard has to mend; told in one sentence, exit status 2. */
export class InputError extends Error {
  /**
   * @param {string} code stable, a key of the word tables
   * @param {Record<string, unknown>} [details]
   */
  constructor(code, details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/**
 * Reads a file of at most `maxBytes`; of a longer one it returns one byte more than that, so that
 * the reader sees that it is too long without holding all of it.
 * @param {string} path
 * @param {number} maxBytes
 * @returns {Promise<Uint8Array | undefined>} undefined if there is no such file
 */
export async function readLimited(path, maxBytes) {
  const handle = await openFile(path);
  if (handle === undefined) return undefined;
  try {
    const buffer = Buffer.alloc(Math.min(maxBytes, (await handle.stat()).size) + 1);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled === buffer.length)
        return new Uint8Array(buffer.subarray(0, filled));
    }
  } catch (error) {
    throw new InputError('FILE_UNREADABLE', { path, why: systemCode(error) });
  } finally {
    await handle.close();
  }
}

/**
 * Opens a file for reading.
 * @param {string} path
 * @returns {Promise<import('node:fs/promises').FileHandle | undefined>} undefined: no such file
 */
export async function openFile(path) {
  let handle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new InputError('FILE_UNREADABLE', { path, why: code });
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new InputError('NOT_A_FILE', { path });
}

/**
 * SHA-256 of a file of any size.
 * @param {string} path
 * @returns {Promise<Uint8Array>}
 */
export async function digestFile(path) {
  const handle = await openFile(path);
  if (handle === undefined) throw new InputError('NO_SUCH_FILE', { path });
  await handle.close();
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch (error) {
    throw new InputError('FILE_UNREADABLE', { path, why: systemCode(error) });
  }
  return new Uint8Array(hash.digest());
}

/** @param {unknown} error */
export function systemCode(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
