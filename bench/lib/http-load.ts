import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

/**
 * Sends prepared HTTP requests over a fixed number of kept connections, one at a time on each, and
 * prints what came back as one line of JSON. Runs as a process of its own, so that its CPU time can
 * be told apart: `node http-load.ts FILE PORT CONNECTIONS`.
 */
export interface LoadResult {
  readonly sent: number;
  readonly succeeded: number;
  /** When the first request was sent, ms since 1970. */
  readonly startedAt: number;
  /** From the first request to the last answer, ms. */
  readonly wallMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** CPU time of this process while it sent, ms. */
  readonly cpuMs: number;
  /** The first answer that was no success, to tell why. */
  readonly firstFailure?: string;
}

/** Requests in a file: each a length of four bytes and the whole request, head and body. */
export function packRequests(requests: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    requests.flatMap((request) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(request.length);
      return [length, request];
    }),
  );
}

/** One request with a body, as it goes over the wire. */
export function postRequest(path: string, type: string, body: Uint8Array): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    `Content-Type: ${type}`,
    `Content-Length: ${String(body.length)}`,
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), body]);
}

function unpackRequests(file: string): Buffer[] {
  const packed = readFileSync(file);
  const requests: Buffer[] = [];
  for (let at = 0; at < packed.length; ) {
    const end = at + 4 + packed.readUInt32BE(at);
    requests.push(packed.subarray(at + 4, end));
    at = end;
  }
  return requests;
}

interface Run {
  readonly requests: readonly Buffer[];
  readonly latenciesMs: number[];
  next: number;
  succeeded: number;
  firstFailure?: string;
}

/** Sends one request after the other on a connection until none is left. */
function drive(run: Run, socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    let startedAt = 0;
    const send = (): void => {
      const request = run.requests[run.next];
      run.next += 1;
      if (request === undefined) {
        socket.end();
        resolve();
        return;
      }
      startedAt = performance.now();
      socket.write(request);
    };
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const answer = wholeAnswer(received);
      if (answer === undefined) return;
      run.latenciesMs.push(performance.now() - startedAt);
      if (isSuccess(answer)) run.succeeded += 1;
      else run.firstFailure ??= answer.toString('utf8').slice(0, 600);
      received = Buffer.alloc(0);
      send();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve();
    });
    send();
  });
}

const BLANK_LINE = Buffer.from('\r\n\r\n');

function wholeAnswer(received: Buffer): Buffer | undefined {
  const headEnd = received.indexOf(BLANK_LINE);
  if (headEnd < 0) return undefined;
  const head = received.toString('latin1', 0, headEnd);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    return received.length >= headEnd + 4 + Number(length) ? received : undefined;
  }
  // Without a length the answer is in chunks, the last of which is empty.
  return received.subarray(-5).toString('latin1') === '0\r\n\r\n' ? received : undefined;
}

/** A JSON-RPC server says errors with status 200. */
function isSuccess(answer: Buffer): boolean {
  return answer.subarray(9, 12).toString('latin1') === '200' && !answer.includes('"error"');
}

async function main([file = '', port = '', connections = '']: readonly string[]): Promise<void> {
  const requests = unpackRequests(file);
  const run: Run = { requests, latenciesMs: [], next: 0, succeeded: 0 };
  const sockets = await Promise.all(
    Array.from({ length: Number(connections) }, () => openSocket(Number(port))),
  );
  const cpu = process.cpuUsage();
  const startedAt = Date.now();
  const beganAt = performance.now();
  await Promise.all(sockets.map((socket) => drive(run, socket)));
  const wallMs = performance.now() - beganAt;
  const { user, system } = process.cpuUsage(cpu);
  const sorted = Float64Array.from(run.latenciesMs).sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const result: LoadResult = {
    sent: requests.length,
    succeeded: run.succeeded,
    startedAt,
    wallMs,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    cpuMs: (user + system) / 1000,
    ...(run.firstFailure === undefined ? {} : { firstFailure: run.firstFailure }),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => {
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

if (import.meta.main) await main(process.argv.slice(2));
