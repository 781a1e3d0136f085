import type { IncomingMessage, ServerResponse } from 'node:http';
import { concat, type Failed, ok, type Result, utf8 } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import type { AnswersOfBlock } from './answers-of-block.ts';
import { apiErrors } from './api-errors.ts';
import { isType } from './body.ts';
import type { Gate } from './gate.ts';
import { type Language, languageOf, problemOf } from './problem.ts';
import { ANSWER_HEADERS, bearerIn, bytesOfReply, CACHING, endWith, typeOf } from './reply.ts';
import type { ApiRoom } from './room.ts';
import { type AnyRoute, type BodyKind, NO_SEARCH, type Reply } from './route.ts';

/**
 * Answers calls of the API straight from the socket: the same answers as the app's, without what a
 * web-standard request costs for each call.
 */
export interface Direct {
  /** Where a call that can be answered so leads; nothing if the app has to answer. */
  readonly placeOf: (request: IncomingMessage) => DirectPlace | undefined;
  readonly answer: (
    place: DirectPlace,
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<void>;
}

/** The route of a call, and the parameters in its path. */
export interface DirectPlace {
  readonly route: AnyRoute;
  readonly path: Readonly<Record<string, string>>;
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

/** A path whose one parameter is its last step. */
const LAST_STEP = /^([^:]+\/):(\w+)$/;

/** A last step that stands for itself: nothing in it is written otherwise. */
const PLAIN_STEP = /^[\w-]+$/;

/** Direct answers of all routes with no parameter in their path, or with one at its end. */
export function createDirect(parts: DirectParts): Direct {
  const byAddress = new Map<string, AnyRoute>();
  const byFolder = new Map<string, { readonly route: AnyRoute; readonly name: string }>();
  for (const route of parts.routes) {
    const method = route.method.toUpperCase();
    const [, folder, name] = LAST_STEP.exec(route.path) ?? [];
    if (folder !== undefined && name !== undefined) {
      byFolder.set(`${method} ${folder}`, { route, name });
    } else if (!route.path.includes(':')) byAddress.set(`${method} ${route.path}`, route);
  }
  return {
    placeOf: ({ method = '', url = '', headers }) => {
      if (!PLAIN_HOST.test(headers.host ?? '')) return undefined;
      const end = url.indexOf('?');
      const address = end < 0 ? url : url.slice(0, end);
      const route = byAddress.get(`${method} ${address}`);
      if (route !== undefined) return { route, path: {} };
      const step = address.lastIndexOf('/') + 1;
      const found = byFolder.get(`${method} ${address.slice(0, step)}`);
      const last = address.slice(step);
      return found !== undefined && PLAIN_STEP.test(last)
        ? { route: found.route, path: { [found.name]: last } }
        : undefined;
    },
    answer: (place, request, response) => answerInGate(parts, { ...place, request, response }),
  };
}

interface Call extends DirectPlace {
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
  { route, path, request }: Call,
): Promise<Result<Reply, Refusal> | undefined> {
  const language = languageOf(request.headers['accept-language']);
  const url = request.url ?? '';
  if (route.isOfBlock === true) {
    return kept.take(`${language} ${url}`, () =>
      handle({ route, path, request }, language, NO_BODY),
    );
  }
  const body = await readBodyOf(request, route.body);
  if (body?.ok !== true) return body;
  return handle({ route, path, request }, language, body.value);
}

const NO_BODY = new Uint8Array();

function handle(
  { route, path, request: { url = '', headers } }: Omit<Call, 'response'>,
  language: Language,
  body: Uint8Array,
): Promise<Result<Reply, Refusal>> {
  const bearer = bearerIn(headers.authorization);
  const end = url.indexOf('?');
  return route.handle({
    path,
    search: end < 0 ? NO_SEARCH : new URLSearchParams(url.slice(end)),
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
  endWith(response, bytes);
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
