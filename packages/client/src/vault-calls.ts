import { fail, type Result } from '@madang/base';
import { type DepositAnswer, depositAnswer, type ErasureAnswer, erasureAnswer } from './answers.ts';
import { type ClientError, clientError } from './error.ts';
import type { Http } from './http.ts';

/** Largest file that the vault takes, bytes. */
export const MAX_DEPOSIT_BYTES = 20 * 1024 * 1024;
const DEPOSIT_TIMEOUT_MS = 120_000;

/** Leaves a file in the vault. */
export async function deposit(
  http: Http,
  file: Uint8Array,
): Promise<Result<DepositAnswer, ClientError>> {
  if (file.length > MAX_DEPOSIT_BYTES) {
    return fail(clientError('CLIENT_PAYLOAD_NOT_VALID', 'The vault takes files of up to 20 MiB.'));
  }
  return http.json(depositAnswer, {
    path: '/api/vault/deposits',
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
    timeoutMs: DEPOSIT_TIMEOUT_MS,
  });
}

/** Reads a file back from the vault. */
export function readDeposit(
  http: Http,
  id: string,
  secret: string,
): Promise<Result<Uint8Array, ClientError>> {
  return http.bytes({
    path: `/api/vault/deposits/${encodeURIComponent(id)}`,
    headers: { authorization: `Bearer ${secret}` },
    maxSizeBytes: MAX_DEPOSIT_BYTES,
    timeoutMs: DEPOSIT_TIMEOUT_MS,
  });
}

/** Erases a file from the vault for good. */
export function eraseDeposit(
  http: Http,
  id: string,
  secret: string,
): Promise<Result<ErasureAnswer, ClientError>> {
  return http.json(erasureAnswer, {
    path: `/api/vault/deposits/${encodeURIComponent(id)}`,
    method: 'DELETE',
    headers: { authorization: `Bearer ${secret}` },
  });
}
