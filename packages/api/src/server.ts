import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { fail, ok, type Result } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import { createAnswersOfBlock } from './answers-of-block.ts';
import { apiErrors } from './api-errors.ts';
import { createApp, problemResponse } from './app.ts';
import { createBlockWatch } from './block-watch.ts';
import { createCheckpointHistory } from './checkpoint-history.ts';
import { connectionsMax, keepRoom, openFilesMax } from './connection-room.ts';
import { createDirect, type Direct } from './direct.ts';
import { createErrorBook } from './error-book.ts';
import { createGate, type Gate } from './gate.ts';
import { createLedgerTeller } from './ledger-teller.ts';
import { createRequestCounter } from './metrics.ts';
import { createNodeWatch } from './node-watch.ts';
import { type ApiOptions, PUBLIC_LIMITS } from './options.ts';
import { languageOf, type Problem, problemOf } from './problem.ts';
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

/** Where to listen. Without `tls` only this machine's own addresses make sense. */
export interface ListenOptions {
  readonly hosts: readonly string[];
  /** 0 takes any free port, the same for all hosts. */
  readonly port: number;
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Why a server could not listen. */
export interface ListenError {
  readonly code: 'PORT_IN_USE' | 'PORT_FORBIDDEN' | 'HOST_NOT_AVAILABLE';
  readonly host: string;
  readonly port: number;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  readonly hosts: readonly string[];
  /** Stops taking connections, lets what is under way end within `graceMs`, then closes. */
  readonly close: (graceMs?: number) => Promise<void>;
}

/** Slow senders: time for the headers, and for a whole request with its body, ms. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** How often slow senders are looked for, ms. */
const TIMEOUT_CHECK_MS = 1_000;
const KEEP_ALIVE_MS = 65_000;
/**
 * How many connections may wait to be accepted, as far as the system allows: when a vote opens,
 * more come at once than the usual 511.
 */
const BACKLOG = 4_096;
const MAX_HEADER_BYTES = 16_384;
const CLOSE_GRACE_MS = 5_000;

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
      listen(where, {
        listener,
        refuseBroken: (error, socket) => refuseBroken(room, error, socket),
      }),
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

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

const API_PATHS = /^\/(api|log|metrics|openapi\.json|docs\/errors)(?=[/?]|$)/;

function createListener({ room, gate, files, direct, answer }: ListenerParts): Listener {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const place = direct.placeOf(request);
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

/** Whether a server could listen there now; nothing listens afterwards. */
export async function tryToListen(where: ListenOptions): Promise<Result<void, ListenError>> {
  const listening = await listen(where, {
    listener: (_, response) => response.destroy(),
    refuseBroken: (_, socket) => socket.destroy(),
  });
  if (!listening.ok) return listening;
  await listening.value.close(0);
  return ok(undefined);
}

/** Listens for a program that has its own answers, with the limits of the interface of a ledger. */
export function listenWith(
  where: ListenOptions,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Result<Listening, ListenError>> {
  const refuseBroken = (_: NodeJS.ErrnoException, socket: Duplex): void => {
    socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  };
  return listen(where, { listener, refuseBroken });
}

interface Answers {
  readonly listener: Listener;
  readonly refuseBroken: (error: NodeJS.ErrnoException, socket: Duplex) => void;
}

async function listen(
  where: ListenOptions,
  answers: Answers,
): Promise<Result<Listening, ListenError>> {
  const servers: Server[] = [];
  let port = where.port;
  for (const host of where.hosts) {
    const server = makeServer(where, answers);
    const started = await listenOn(server, host, port);
    if (!started.ok) {
      await Promise.all(servers.map((one) => closeServer(one, 0)));
      return started;
    }
    servers.push(server);
    port = started.value;
  }
  return ok({
    port,
    hosts: where.hosts,
    close: async (graceMs = CLOSE_GRACE_MS) => {
      await Promise.all(servers.map((server) => closeServer(server, graceMs)));
    },
  });
}

function makeServer({ tls }: ListenOptions, { listener, refuseBroken }: Answers): Server {
  const limits = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    noDelay: true,
    // What has no body is read without a stream for one.
    optimizeEmptyRequests: true,
    // A request without Host is refused in words below.
    requireHostHeader: false,
  };
  const server =
    tls === undefined
      ? createServer(limits, listener)
      : createTlsServer({ ...limits, ...tls }, listener);
  server.on('clientError', refuseBroken);
  keepRoom(server, connectionsMax(openFilesMax()));
  return server;
}

function listenOn(
  server: Server,
  host: string,
  port: number,
): Promise<Result<number, ListenError>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = LISTEN_CODES.get(error.code ?? '') ?? 'HOST_NOT_AVAILABLE';
      resolve(fail({ code, host, port }));
    });
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.removeAllListeners('error');
      resolve(ok(portOf(server.address())));
    });
  });
}

const LISTEN_CODES: ReadonlyMap<string, ListenError['code']> = new Map([
  ['EADDRINUSE', 'PORT_IN_USE'],
  ['EACCES', 'PORT_FORBIDDEN'],
]);

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
