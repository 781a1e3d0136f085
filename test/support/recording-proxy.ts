import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What went over the wire: a request without its body, and the whole answer. */
export interface Exchange {
  readonly method: string;
  /** Path and query, as they were asked for. */
  readonly target: string;
  /** All headers but the one that carries a secret by intention. */
  readonly asked: string;
  readonly status: number;
  readonly headers: string;
  /** As it was sent, compressed or not. */
  readonly body: Buffer;
}

/** A server in front of another that keeps what a log of accesses could hold, and every answer. */
export interface RecordingProxy {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  readonly close: () => void;
}

/** Starts a proxy on a port of its own. */
export async function recordingProxy(origin: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer((given, answer) => {
    pass(origin, given, answer, (exchange) => exchanges.push(exchange));
  });
  // Longer than a test thinks between two requests.
  server.keepAliveTimeout = 120_000;
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    url: `http://127.0.0.1:${String(port)}`,
    exchanges,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function pass(
  origin: string,
  given: IncomingMessage,
  answer: ServerResponse,
  keep: (exchange: Exchange) => void,
): void {
  const { method = '', url: target = '', headers } = given;
  const onward = ask(new URL(target, origin), { method, headers }, (came) => {
    const pieces: Buffer[] = [];
    came.on('data', (piece: Buffer) => pieces.push(piece));
    came.on('end', () => {
      const body = Buffer.concat(pieces);
      const status = came.statusCode ?? 0;
      const asked = linesOf(given.rawHeaders, 'authorization');
      keep({ method, target, asked, status, headers: linesOf(came.rawHeaders), body });
      answer.writeHead(status, came.headers).end(body);
    });
  });
  onward.on('error', () => answer.destroy());
  given.pipe(onward);
}

function linesOf(raw: readonly string[], without = ''): string {
  const lines = raw.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${raw[at + 1] ?? ''}`] : []));
  return lines.filter((line) => !line.toLowerCase().startsWith(`${without}:`)).join('\n');
}
