import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Result } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import { createAnswersOfBlock } from './answers-of-block.ts';
import { apiErrors } from './api-errors.ts';
import { createApp, problemResponse } from './app.ts';
import { createBlockWatch } from './block-watch.ts';
import { createCheckpointHistory } from './checkpoint-history.ts';
import { createDirect, type Direct } from './direct.ts';
import { createErrorBook } from './error-book.ts';
import { createGate, type Gate } from './gate.ts';
import { createLedgerTeller } from './ledger-teller.ts';
import {
  type ListenError,
  type Listener,
  type Listening,
  type ListenOptions,
  listen,
  MAX_HEADER_BYTES,
  SOCKETS_FOR_MANY,
} from './listen.ts';
import { createRequestCounter } from './metrics.ts';
import { createNodeWatch } from './node-watch.ts';
import { type ApiOptions, PUBLIC_LIMITS } from './options.ts';
import { languageOf, type Problem, problemOf } from './problem.ts';
import { createReadLine } from './read-line.ts';
import type { ApiRoom } from './room.ts';
import { allRoutes } from './routes.ts';
import { createStaticFiles, type StaticFiles } from './static-files.ts';

/** The HTTP interface of a ledger. */
export interface Api {
  /** Answers a web-standard request without a socket: API addresses only, no pages. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Listens on each address; all or none. */
  readonly listen: (where: ListenOptions) => Promise<Result<Listening, ListenError>>;
}

/** Makes the HTTP interface of a ledger. Nothing listens yet. */
export function createApi(options: ApiOptions): Api {
  const room: ApiRoom = {
    options,
    book: createErrorBook(options.errors),
    history: createCheckpointHistory(options.ledger),
    requests: createRequestCounter(),
    nodes: createNodeWatch(options.ledger, options.nodes),
    blocks: createBlockWatch(options.ledger),
    tellLedger: createLedgerTeller(options),
    startedAt: options.now(),
  };
  const gate = createGate(options.limits ?? PUBLIC_LIMITS, options.now);
  const routes = allRoutes(room);
  const app = createApp(room, gate, routes);
  const kept = createAnswersOfBlock(() => options.ledger.head().size, options.now);
  const direct = createDirect({ room, gate, routes, kept });
  const files = options.webFolder === undefined ? undefined : createStaticFiles(options.webFolder);
  const answer = getRequestListener(app.fetch, {
    // Only what is no request at all comes here, such as one without a usable Host.
    errorHandler: () =>
      problemResponse(problemTo(room, refuse(apiErrors.REQUEST_NOT_VALID, {}).error)),
  });
  const listener = createListener({ room, gate, files, direct, answer });
  return {
    fetch: async (request) => app.fetch(request, {}),
    listen: (where) =>
      listen(
        where,
        { listener, refuseBroken: (error, socket) => refuseBroken(room, error, socket) },
        SOCKETS_FOR_MANY,
      ),
  };
}

interface ListenerParts {
  readonly room: ApiRoom;
  readonly gate: Gate;
  readonly files: StaticFiles | undefined;
  readonly direct: Direct;
  /** What the app answers. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

const API_PATHS = /^\/(api|log|metrics|openapi\.json|docs\/errors)(?=[/?]|$)/;

function createListener({ room, gate, files, direct, answer }: ListenerParts): Listener {
  const line = createReadLine();
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const place = direct.placeOf(request);
    if (place?.route.goesFirst !== true) {
      await line.wait();
      if (response.destroyed) return;
    }
    if (place !== undefined) {
      await direct.answer(place, request, response);
    } else if (files === undefined || API_PATHS.test(request.url ?? '')) {
      await answer(request, response);
    } else {
      await serveFile({ room, gate, files, request, response });
    }
  };
  return (request, response) => {
    serve(request, response).catch((error: unknown) => {
      failRequest(room, request, response, error);
    });
  };
}

interface FileRequest {
  readonly room: ApiRoom;
  readonly gate: Gate;
  readonly files: StaticFiles;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function serveFile({ room, gate, files, request, response }: FileRequest): Promise<void> {
  const refused = gate.enter('reads', request.socket.remoteAddress);
  if (refused !== undefined) {
    sendProblem(room, request, response, refused.error);
    return;
  }
  try {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead) {
      const { error } = refuse(apiErrors.METHOD_NOT_ALLOWED, { allowed: 'GET, HEAD' });
      sendProblem(room, request, response, error);
    } else if (!(await files.serve(request, response))) {
      sendProblem(room, request, response, refuse(apiErrors.NOT_FOUND, {}).error);
    }
    room.requests.count('page', response.statusCode);
  } finally {
    gate.leave();
  }
}

/** A failure of our own: the log gets the reason under the number that the answer carries. */
function failRequest(
  room: ApiRoom,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  if (response.destroyed || request.destroyed) return;
  const requestId = response.headersSent
    ? undefined
    : sendProblem(room, request, response, refuse(apiErrors.INTERNAL, {}).error);
  response.end();
  room.options.log?.({
    method: request.method ?? '',
    path: (request.url ?? '').split('?', 1).join(''),
    status: 500,
    durationMs: 0,
    ...(requestId === undefined ? {} : { requestId }),
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}

function sendProblem(
  room: ApiRoom,
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
): string | undefined {
  const problem = problemOf(refusal, languageOf(request.headers['accept-language']), room.book);
  response.writeHead(problem.status, problem.headers);
  response.end(problem.body);
  return problem.headers['x-request-id'];
}

function problemTo(room: ApiRoom, refusal: Refusal): Problem {
  return problemOf(refusal, languageOf(undefined), room.book);
}

/** Answers what the parser of HTTP could not take; there is no request, so no language either. */
function refuseBroken(room: ApiRoom, error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = problemTo(room, brokenRefusal(error.code));
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  const first = `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`;
  socket.end([first, ...lines, '', body].join('\r\n'));
}

function brokenRefusal(code: string | undefined): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return refuse(apiErrors.HEADERS_TOO_LARGE, { maxBytes: MAX_HEADER_BYTES }).error;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return refuse(apiErrors.REQUEST_TOO_SLOW, {}).error;
    default:
      return refuse(apiErrors.REQUEST_NOT_VALID, {}).error;
  }
}
