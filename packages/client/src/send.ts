import { fail, type Result } from '@madang/base';
import { type SentAnswer, sentAnswer } from './answers.ts';
import { type ClientError, clientError } from './error.ts';
import type { Http } from './http.ts';
import type { PreparedTransaction } from './prepare.ts';

/** How to send. */
export interface SendOptions {
  readonly signal?: AbortSignal;
  /**
   * Told before each wait: how often it was tried, why it goes on, and for how long it waits (ms).
   */
  readonly onWait?: (attempt: number, reason: ClientError, waitMs: number) => void;
}

/** What sending needs from its surroundings. */
export interface SendRoom {
  readonly http: Http;
  /** The ledger's clock as this device estimates it, ms. */
  readonly ledgerNow: () => number;
  /** Waits, or less if there is a reason to try earlier (the network came back). */
  readonly wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** A block may still be under way when the expiry has just passed. */
const SETTLE_MS = 5_000;

/**
 * Sends the same bytes again and again until there is an answer that repeating cannot change. After
 * the expiry it only asks what became of the transaction: `CLIENT_EXPIRED` is said when the server
 * was reached and has no record of it; while the server cannot be reached nothing is claimed.
 */
export async function sendPrepared(
  room: SendRoom,
  prepared: PreparedTransaction,
  options: SendOptions = {},
): Promise<Result<SentAnswer, ClientError>> {
  for (let attempt = 1; ; attempt++) {
    const late = room.ledgerNow() > prepared.expiresAt + SETTLE_MS;
    const answer = await (late ? lookUp : post)(room, prepared, options);
    if (answer.ok || late || !answer.error.retryable) return answer;
    const waitMs = backOff(attempt, answer.error.retryAfterMs);
    options.onWait?.(attempt, answer.error, waitMs);
    await room.wait(waitMs, options.signal);
    if (options.signal?.aborted === true) return fail(clientError('CLIENT_CANCELLED'));
  }
}

function backOff(attempt: number, askedMs: number | undefined): number {
  const grown = FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 10);
  return Math.max(Math.min(grown, LONGEST_WAIT_MS), Math.min(askedMs ?? 0, 60_000));
}

async function post(
  room: SendRoom,
  prepared: PreparedTransaction,
  options: SendOptions,
): Promise<Result<SentAnswer, ClientError>> {
  const answer = await room.http.json(sentAnswer, {
    path: '/api/transactions',
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body: prepared.envelope,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  // An executed body is the same act however often it arrives: its record is the answer.
  if (!answer.ok && ALREADY_DECIDED.has(answer.error.code)) {
    const found = await lookUp(room, prepared, options);
    return found.ok || found.error.retryable ? found : answer;
  }
  return sameTransaction(answer, prepared);
}

const ALREADY_DECIDED: ReadonlySet<string> = new Set(['kernel.REPLAYED', 'kernel.EXPIRED']);

async function lookUp(
  room: SendRoom,
  prepared: PreparedTransaction,
  options: SendOptions,
): Promise<Result<SentAnswer, ClientError>> {
  const answer = await room.http.json(sentAnswer, {
    path: `/api/transactions/${prepared.id}`,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (!answer.ok && answer.error.status === 404) return fail(clientError('CLIENT_EXPIRED'));
  return sameTransaction(answer, prepared);
}

function sameTransaction(
  answer: Result<SentAnswer, ClientError>,
  prepared: PreparedTransaction,
): Result<SentAnswer, ClientError> {
  if (!answer.ok || answer.value.id === prepared.id) return answer;
  return fail(clientError('CLIENT_ANSWER_NOT_VALID', 'It is about another transaction.'));
}
