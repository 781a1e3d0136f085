import type { ClientError } from '@madang/client';
import type { Problem } from '../ledger.ts';

/** What a client says when it has no answer. */
export type Failure = ClientError;

const silent: ReadonlySet<string> = new Set([
  'CLIENT_OFFLINE',
  'CLIENT_TIMEOUT',
  'CLIENT_SERVER_FAILED',
  'CLIENT_NO_POLICY',
]);

/** Whether a code says that the ledger was not reached, which says nothing of what it has. */
export function isSilent(code: string): boolean {
  return silent.has(code);
}

/** A problem from an error of the client; its sentence only where the server said it itself. */
export function problemOf(error: Failure): Problem {
  const problem = { code: error.code, offline: isSilent(error.code) };
  return error.code.startsWith('CLIENT_') ? problem : { ...problem, detail: error.message };
}

/** An answer that is a problem, in the form that pages take. */
export function refusedBy(error: Failure): { ok: false; problem: Problem } {
  return { ok: false, problem: problemOf(error) };
}
