import type { IncomingMessage, ServerResponse } from 'node:http';
import { concat, type Failed, ok, type Result, utf8 } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import type { AnswersOfBlock } from './answers-of-block.ts';
import { apiErrors } from './api-errors.ts';
import { isType } from './body.ts';
import type { Gate } from './gate.ts';
import { type Language, languageOf, problemOf } from './problem.ts';
import { ANSWER_HEADERS, bearerIn, bytesOfReply, CACHING, typeOf } from './reply.ts';
import type { ApiRoom } from './room.ts';
import type { AnyRoute, BodyKind, Reply } from './route.ts';

/**
 * Answers calls of the API straight from the socket: the same answers as the app's, without what a
 * web-standard request costs for each call.
 */
export interface Direct {
  /** The route of a call that can be answered so; nothing if the app has to. */
  readonly routeOf: (request: IncomingMessage) => AnyRoute | undefined;
  readonly answer: (
    route: AnyRoute,
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<void>;
}

/** What direct answers work with. */
export interface DirectParts {
  readonly room: ApiRoom;
  readonly gate: Gate;
  readonly routes: readonly AnyRoute[];
  readonly kept: AnswersOfBlock;
}

/** A Host that is one beyond doubt; whether another is one, the app finds out. */
const PLAIN_HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i;

/** Direct answers of all routes that have no parameters in their path. */
export function createDirect(parts: DirectParts): Direct {
  const byAddress = new Map(
    parts.routes
      .filter(({ path }) => !path.includes(':'))
      .map((route) => [`${route.method.toUpperCase()} ${route.path}`, route]),
  );
  return {
    routeOf: ({ method = '', url = '', headers }) => {
      if (!PLAIN_HOST.test(headers.host ?? '')) return undefined;
      const end = url.indexOf('?');
      return byAddress.get(`${method} ${end < 0 ? url : url.slice(0, end)}`);
    },
    answer: (route, request, response) => answerInGate(parts, { route, request, response }),
  };
}

interface Call {
  readonly route: AnyRoute;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answerInGate(parts: DirectParts, call: Call): Promise<void> {
  const { room, gate } = parts;
  const { route, request } = call;
  const refused = gate.enter(route.rate, request.socket.remoteAddress);
  if (refused !== undefined) {
    tellRefusal(room, call, refused);
    return;
  }
  try {
    const reply = await replyTo(parts, call);
    if (reply === undefined) return;
    if (reply.ok) tellReply(room, call, reply.value);
    else tellRefusal(room, call, reply);
  } finally {
    gate.leave();
  }
}

/** The reply; nothing if the sender went away. */
async function replyTo(
  { kept }: DirectParts,
  { route, request }: Call,
): Promise<Result<Reply, Refusal> | undefined> {
  const language = languageOf(request.headers['accept-language']);
  const url = request.url ?? '';
  if (route.isOfBlock === true) {
    return kept.take(`${language} ${url}`, () => handle(route, request, language, NO_BODY));
  }
  const body = await readBodyOf(request, route.body);
  if (body?.ok !== true) return body;
  return handle(route, request, language, body.value);
}

const NO_BODY = new Uint8Array();

function handle(
  route: AnyRoute,
  { url = '', headers }: IncomingMessage,
  language: Language,
  body: Uint8Array,
): Promise<Result<Reply, Refusal>> {
  const bearer = bearerIn(headers.authorization);
  const end = url.indexOf('?');
  return route.handle({
    path: {},
    search: new URLSearchParams(end < 0 ? '' : url.slice(end)),
    body,
    language,
    ...(bearer === undefined ? {} : { bearer }),
  });
}

function tellReply(room: ApiRoom, { route, response }: Call, reply: Reply): void {
  const bytes = bytesOfReply(reply);
  response.writeHead(200, [
    ...ANSWER_LINES,
    'content-type',
    typeOf(route),
    'cache-control',
    CACHING[reply.caching ?? 'never'],
    'content-length',
    String(bytes.length),
  ]);
  response.end(bytes);
  room.requests.count(route.path, 200);
}

const ANSWER_LINES: readonly string[] = Object.entries(ANSWER_HEADERS).flat();

function tellRefusal(
  room: ApiRoom,
  { route, request, response }: Call,
  { error }: Failed<Refusal>,
): void {
  const problem = problemOf(error, languageOf(request.headers['accept-language']), room.book);
  const body = utf8(problem.body);
  // A body that nobody reads would hold the connection up.
  const isRead = request.complete || route.body === undefined;
  response.writeHead(problem.status, {
    ...ANSWER_HEADERS,
    ...problem.headers,
    ...(isRead ? {} : { connection: 'close' }),
    'content-length': body.length,
  });
  response.end(body);
  room.requests.count(route.path, problem.status);
}

/** The body, or why there is none; nothing if the sender went away. */
function readBodyOf(
  request: IncomingMessage,
  kind: BodyKind | undefined,
): Promise<Result<Uint8Array, Refusal> | undefined> {
  if (kind === undefined) return Promise.resolve(ok(NO_BODY));
  const { type, maxBytes } = kind;
  if (!isType(request.headers['content-type'], type)) {
    return Promise.resolve(refuse(apiErrors.CONTENT_TYPE_NOT_ACCEPTED, { expected: type }));
  }
  if (Number(request.headers['content-length'] ?? '0') > maxBytes) {
    return Promise.resolve(refuse(apiErrors.BODY_TOO_LARGE, { maxBytes }));
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= maxBytes) chunks.push(chunk);
      else resolve(refuse(apiErrors.BODY_TOO_LARGE, { maxBytes }));
    });
    request.on('end', () => {
      resolve(ok(chunks.length === 1 && chunks[0] ? chunks[0] : concat(...chunks)));
    });
    request.on('close', () => {
      resolve(undefined);
    });
  });
}
