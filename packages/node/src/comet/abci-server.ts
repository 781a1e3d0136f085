import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { Request, Response } from 'cosmjs-types/tendermint/abci/types';
import { FrameReader, frame } from './frames.ts';

/** Answers one request of CometBFT. What it throws ends the connection, and with it CometBFT. */
export type AbciApplication = (request: Request) => Promise<Response> | Response;

/** A running server. */
export interface AbciServer {
  /** How many connections CometBFT holds; four when it is up. */
  connections(): number;
  close(): Promise<void>;
}

/** What {@link serveAbci} is given. */
export interface AbciServerOptions {
  /** Path of the unix socket; an old one is removed. */
  readonly socketPath: string;
  readonly application: AbciApplication;
  /** Told what a application threw, before the connection is closed. */
  readonly onFailure: (thrown: unknown) => void;
  /** Told that a connection is gone: CometBFT cannot go on without it. */
  readonly onLost?: () => void;
}

/**
 * Serves ABCI 2.0 on a unix socket. Each connection is answered strictly in order, without ids;
 * answers are collected and written at each `Flush` (CometBFT, `abci/client/socket_client.go`).
 */
export async function serveAbci(options: AbciServerOptions): Promise<AbciServer> {
  rmSync(options.socketPath, { force: true });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => {
      open.delete(socket);
      options.onLost?.();
    });
    // Whatever ends a connection is CometBFT's business; it says so in its own log.
    socket.on('error', () => socket.destroy());
    serveConnection(socket, options);
  });
  await listening(server, options.socketPath);
  return {
    connections: () => open.size,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

function listening(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function serveConnection(
  socket: Socket,
  { application, onFailure }: Pick<AbciServerOptions, 'application' | 'onFailure'>,
): void {
  const reader = new FrameReader();
  let answering: Promise<void> = Promise.resolve();
  const stop = (thrown: unknown): void => {
    onFailure(thrown);
    socket.destroy();
  };
  socket.on('data', (chunk: Uint8Array) => {
    try {
      const requests = reader.push(chunk).map((message) => Request.decode(message));
      answering = answering.then(() => answerAll(socket, application, requests)).catch(stop);
    } catch (thrown) {
      stop(thrown);
    }
  });
}

async function answerAll(
  socket: Socket,
  application: AbciApplication,
  requests: readonly Request[],
): Promise<void> {
  socket.cork();
  const checks = requests.map((request) => startIfCheck(application, request));
  for (const [i, request] of requests.entries()) {
    const response = await (checks[i] ?? application(request));
    socket.write(frame(Response.encode(response).finish()));
    if (request.flush === undefined) continue;
    socket.uncork();
    socket.cork();
  }
  socket.uncork();
}

/**
 * Checks change nothing and wait for a verifier each: those that came together are begun together.
 */
function startIfCheck(
  application: AbciApplication,
  request: Request,
): Promise<Response> | undefined {
  if (request.checkTx === undefined) return undefined;
  const answer = Promise.resolve(application(request));
  // Whoever awaits it in its turn hears of a failure; until then it is nobody's.
  answer.catch(() => undefined);
  return answer;
}
