import path from 'node:path';
import { InputError, readLimited, systemCode } from './files.mjs';

/**
 * A place from which the parts of a log are read: a folder that mirrors `/log`, or its address.
 * @typedef {{ place: string, read: (name: string, maxBytes: number) =>
 *   Promise<Uint8Array | undefined> }} Source
 */

const RESPONSE_TIMEOUT_MS = 30_000;

/**
 * @param {string} place a folder, or an http or https address
 * @returns {Source}
 */
export function openSource(place) {
  if (/^https?:\/\//.test(place)) {
    const base = place.replace(/\/+$/, '');
    return { place, read: (name, maxBytes) => fetchLimited(`${base}/${name}`, maxBytes) };
  }
  return { place, read: (name, maxBytes) => readLimited(path.join(place, name), maxBytes) };
}

/**
 * Undefined where the server says that it has no such thing; one byte more than `maxBytes` of an
 * answer that is too long.
 * @param {string} address
 * @param {number} maxBytes
 * @returns {Promise<Uint8Array | undefined>}
 */
async function fetchLimited(address, maxBytes) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS) });
    if (response.status === 404 || response.status === 410) {
      await response.body?.cancel();
      return undefined;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new InputError('SERVER_REFUSES', { address, status: response.status });
    }
    return await collect(response.body, maxBytes + 1);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new InputError('SERVER_SILENT', { address, why: systemCode(cause) });
  }
}

/**
 * @param {ReadableStream<Uint8Array> | null} stream
 * @param {number} enough bytes after which reading stops
 */
async function collect(stream, enough) {
  const chunks = [];
  let total = 0;
  for await (const chunk of stream ?? []) {
    chunks.push(chunk);
    total += chunk.length;
    if (total >= enough) break;
  }
  return new Uint8Array(Buffer.concat(chunks).subarray(0, enough));
}
