import { equalBytes, fail, fromHex, ok, type Result, record } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { type MatterAnswer, matterAnswer } from './answers.ts';
import { type ClientError, clientError } from './error.ts';
import type { Http } from './http.ts';
import { queryString } from './query-string.ts';

type Answer<T> = Promise<Result<T, ClientError>>;

/** Largest public file, bytes. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** Largest dossier that is taken into memory, bytes. */
const MAX_DOSSIER_BYTES = 256 * 1024 * 1024;
const LONG_TIMEOUT_MS = 120_000;

/** A hundred acts that enter lines of a roll are longer than other answers. */
const MAX_RECORDS_BYTES = 8 * 1024 * 1024;

/** The acts of a matter, oldest first, behind the record `after`: 100 unless `limit` differs. */
export function matterRecords(
  http: Http,
  id: string,
  page: { readonly after?: number | undefined; readonly limit?: number | undefined },
): Answer<MatterAnswer> {
  const path = `/api/matters/${encodeURIComponent(id)}/records${queryString({ ...page })}`;
  return http.json(matterAnswer, { path, maxSizeBytes: MAX_RECORDS_BYTES });
}

/** The dossier of a matter at the newest checkpoint. Nothing is checked here. */
export function dossier(http: Http, id: string): Answer<Uint8Array> {
  return http.bytes({
    path: `/api/matters/${encodeURIComponent(id)}/dossier`,
    maxSizeBytes: MAX_DOSSIER_BYTES,
    timeoutMs: LONG_TIMEOUT_MS,
  });
}

/** Leaves a file that the matter names by its SHA-256. */
export async function keepFile(http: Http, id: string, file: Uint8Array): Answer<void> {
  const kept = await http.json(record({}), {
    path: `/api/matters/${encodeURIComponent(id)}/files`,
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
    timeoutMs: LONG_TIMEOUT_MS,
  });
  return kept.ok ? ok(undefined) : kept;
}

/** A public file; fails if what came does not have the SHA-256 that was asked for. */
export async function publicFile(http: Http, digest: string): Answer<Uint8Array> {
  const answer = await http.bytes({
    path: `/api/files/${encodeURIComponent(digest)}`,
    maxSizeBytes: MAX_FILE_BYTES,
    timeoutMs: LONG_TIMEOUT_MS,
  });
  if (!answer.ok) return answer;
  const wanted = fromHex(digest);
  if (wanted.ok && equalBytes(sha256(answer.value), wanted.value)) return answer;
  return fail(clientError('CLIENT_ANSWER_NOT_VALID', 'The file is not the one on record.'));
}
