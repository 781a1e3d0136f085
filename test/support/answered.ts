import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '@madang/base';
import type { ClientError } from '@madang/client';

const PATIENCE_MS = 90_000;

/** Asks until there is an answer that repeating cannot change, also of a server that was killed. */
export async function answered<T>(
  ask: () => Promise<Result<T, ClientError>>,
): Promise<Result<T, ClientError>> {
  const untilMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && (answer.ok || !isWorthRepeating(answer.error))) return answer;
    if (Date.now() > untilMs) throw new Error('There was no answer for too long.');
    await sleep(25);
  }
}

/** Codes of an hour that are used up do not come back before this is over. */
function isWorthRepeating({ code, retryable }: ClientError): boolean {
  return retryable && code !== 'api.CODES_TOO_MANY';
}
