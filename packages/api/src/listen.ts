import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createNetServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { fail, ok, type Result } from '@madang/base';
import { connectionsMax, keepRoom, openFilesMax } from './connection-room.ts';

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

/** Answers requests, and what the parser of HTTP could not take. */
export interface Answers {
  readonly listener: Listener;
  readonly refuseBroken: (error: NodeJS.ErrnoException, socket: Duplex) => void;
}

/** Answers one request. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

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
/**
 * How many sockets listen on each address, where the system lets them share it. libuv accepts one
 * connection of each in a turn of its loop, and a turn in which hundreds are answered takes long:
 * those who came new would wait until those who are there are quiet.
 */
export const SOCKETS_FOR_MANY = process.platform === 'linux' ? 32 : 1;
/** Longest headers of a request, bytes. */
export const MAX_HEADER_BYTES = 16_384;
const CLOSE_GRACE_MS = 5_000;

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
  listener: Listener,
): Promise<Result<Listening, ListenError>> {
  const refuseBroken = (_: NodeJS.ErrnoException, socket: Duplex): void => {
    socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  };
  return listen(where, { listener, refuseBroken });
}

/** Listens on each address, by so many sockets; all or none. */
export async function listen(
  where: ListenOptions,
  answers: Answers,
  socketsOfAddress = 1,
): Promise<Result<Listening, ListenError>> {
  const server = makeServer(where, answers);
  const sockets: Server[] = [];
  const close = (graceMs: number): Promise<void> => closeAll(server, sockets, graceMs);
  let port = where.port;
  for (const host of where.hosts) {
    const isShared = socketsOfAddress > 1;
    let place: Result<number, ListenError> = isShared ? await findPort(host, port) : ok(port);
    for (let count = 0; place.ok && count < socketsOfAddress; count++) {
      const socket = sockets.length === 0 ? server : acceptFor(server);
      place = await listenOn(socket, { host, port: place.value, isShared });
      if (place.ok) sockets.push(socket);
    }
    if (!place.ok) {
      await close(0);
      return place;
    }
    port = place.value;
  }
  return ok({ port, hosts: where.hosts, close: (graceMs = CLOSE_GRACE_MS) => close(graceMs) });
}

/**
 * The port, if nobody has it, or a free one for 0. Found by a socket that shares it with nobody:
 * those that do would also share it with another server of the same user.
 */
async function findPort(host: string, port: number): Promise<Result<number, ListenError>> {
  const probe = createNetServer();
  const found = await listenOn(probe, { host, port, isShared: false });
  if (found.ok) await new Promise((resolve) => probe.close(resolve));
  return found;
}

/** Accepts connections that a server then reads as if it had accepted them itself. */
function acceptFor(server: HttpServer): Server {
  return createNetServer({ allowHalfOpen: true, noDelay: true }, (connection) => {
    server.emit('connection', connection);
  });
}

function makeServer({ tls }: ListenOptions, { listener, refuseBroken }: Answers): HttpServer {
  const limits = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    noDelay: true,
    // What has no body is read without a stream for one.
    optimizeEmptyRequests: true,
    // A request without Host is refused in words.
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

interface Place {
  readonly host: string;
  readonly port: number;
  readonly isShared: boolean;
}

function listenOn(
  server: Server,
  { host, port, isShared }: Place,
): Promise<Result<number, ListenError>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = LISTEN_CODES.get(error.code ?? '') ?? 'HOST_NOT_AVAILABLE';
      resolve(fail({ code, host, port }));
    });
    server.listen({ host, port, backlog: BACKLOG, reusePort: isShared }, () => {
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

/** Accepts no more, and ends what is open: what is idle at once, the rest after some time. */
async function closeAll(
  server: HttpServer,
  sockets: readonly Server[],
  graceMs: number,
): Promise<void> {
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  const closed = sockets.map((socket) => new Promise((resolve) => socket.close(resolve)));
  server.closeIdleConnections();
  await Promise.all(closed);
  clearTimeout(timer);
}
