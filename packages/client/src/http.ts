import { type Codec, fail, ok, parseJson, type Result } from '@madang/base';
import { problemAnswer } from './answers.ts';
import { type ClientError, clientError } from './error.ts';

/** The part of `fetch` that this client uses, so that tests and servers can bring their own. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** One request. `maxSizeBytes` bounds the answer, `timeoutMs` the whole exchange. */
export interface Ask {
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly maxSizeBytes?: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What speaks to one server. */
export interface Http {
  readonly json: <T>(codec: Codec<T>, ask: Ask) => Promise<Result<T, ClientError>>;
  readonly bytes: (ask: Ask) => Promise<Result<Uint8Array, ClientError>>;
}

export interface HttpOptions {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  /** Sent as Accept-Language, so that refusals come in the reader's language. */
  readonly language: () => string;
}

const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_MAX_BYTES = 2_097_152;

/** Speaks HTTP to one server: bounded in time and size, every answer decoded by a codec. */
export function createHttp(options: HttpOptions): Http {
  const bytes = (ask: Ask): Promise<Result<Uint8Array, ClientError>> => exchange(options, ask);
  return {
    bytes,
    json: async (codec, ask) => {
      const answer = await bytes(ask);
      return answer.ok ? decodeJson(codec, answer.value) : answer;
    },
  };
}

/** The value of a JSON answer. */
export function decodeJson<T>(codec: Codec<T>, bytes: Uint8Array): Result<T, ClientError> {
  const value = parseJson(codec, parseText(bytes));
  if (value.ok) return value;
  const { at, message } = value.error;
  return fail(clientError('CLIENT_ANSWER_NOT_VALID', at === '' ? message : `${at}: ${message}`));
}

function parseText(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

async function exchange(options: HttpOptions, ask: Ask): Promise<Result<Uint8Array, ClientError>> {
  const timeout = AbortSignal.timeout(ask.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const signal = ask.signal === undefined ? timeout : AbortSignal.any([timeout, ask.signal]);
  try {
    const response = await options.fetch(options.baseUrl + ask.path, {
      method: ask.method ?? 'GET',
      headers: { 'accept-language': options.language(), ...ask.headers },
      signal,
      ...(ask.body === undefined ? {} : { body: toBody(ask.body) }),
    });
    const body = await readBounded(response, ask.maxSizeBytes ?? DEFAULT_MAX_BYTES);
    if (body === undefined) return fail(clientError('CLIENT_ANSWER_TOO_LARGE'));
    return response.ok ? ok(body) : fail(problemOf(response, body));
  } catch {
    if (ask.signal?.aborted === true) return fail(clientError('CLIENT_CANCELLED'));
    return fail(clientError(timeout.aborted ? 'CLIENT_TIMEOUT' : 'CLIENT_OFFLINE'));
  }
}

/** A copy that owns its buffer: what `fetch` sends must not be shared memory. */
function toBody(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** The whole body, or nothing as soon as it grows past the limit. */
async function readBounded(response: Response, max: number): Promise<Uint8Array | undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, sizeBytes);
    sizeBytes += value.length;
    if (sizeBytes > max) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
}

function joined(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const whole = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);

/** The refusal in a problem document; a failure without one is told by its status alone. */
function problemOf(response: Response, body: Uint8Array): ClientError {
  const problem = parseJson(problemAnswer, parseText(body));
  const retryAfterMs = retryAfter(response);
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (!problem.ok) {
    const detail = `HTTP status ${String(response.status)}.`;
    return { ...clientError('CLIENT_SERVER_FAILED', detail), status: response.status, ...wait };
  }
  const { code, title, status, number, context, requestId } = problem.value;
  return {
    code,
    message: title,
    status,
    requestId,
    retryable: status >= 500 || TRANSIENT.has(status),
    ...(number === undefined ? {} : { number }),
    ...(context === undefined ? {} : { context }),
    ...wait,
  };
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}
