import type { IncomingMessage, ServerResponse } from 'node:http';
import { concat, type Failed, type Result } from '@madang/base';
import { sentAnswer } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import { MAX_ENVELOPE_SIZE_BYTES } from '@madang/protocol';
import { apiErrors } from './api-errors.ts';
import { isType } from './body.ts';
import type { Gate } from './gate.ts';
import { languageOf, problemOf } from './problem.ts';
import { sentOf } from './record-view.ts';
import { type ApiRoom, readingFor } from './room.ts';

const ROUTE = '/api/transactions';
const CBOR = 'application/cbor';
const ANSWER_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
};

/** Whether a request is one that {@link answerTransaction} answers. */
export function isTransactionPost(request: IncomingMessage): boolean {
  return request.method === 'POST' && request.url === ROUTE;
}

/**
 * Answers `POST /api/transactions` straight from the socket: the same answers as the route of that
 * name, without what a web-standard request costs for each call.
 */
export async function answerTransaction(
  room: ApiRoom,
  gate: Gate,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = gate.enter('transactions', request.socket.remoteAddress);
  if (refused !== undefined) {
    tellRefusal(room, request, response, refused);
    return;
  }
  try {
    await answerInside(room, request, response);
  } finally {
    gate.leave();
  }
}

async function answerInside(
  room: ApiRoom,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readEnvelope(request);
  if (body === undefined) return;
  const answer = body.ok ? await room.options.ledger.submit(body.value) : body;
  if (!answer.ok) {
    tellRefusal(room, request, response, answer);
    return;
  }
  const language = languageOf(request.headers['accept-language']);
  const text = JSON.stringify(sentAnswer.toJson(sentOf(readingFor(room, language), answer.value)));
  response.writeHead(200, ANSWER_HEADERS);
  response.end(text);
  room.requests.count(ROUTE, 200);
}

function tellRefusal(
  room: ApiRoom,
  request: IncomingMessage,
  response: ServerResponse,
  { error }: Failed<Refusal>,
): void {
  const problem = problemOf(error, languageOf(request.headers['accept-language']), room.book);
  // A body that nobody reads would hold the connection up.
  const headers = request.complete ? problem.headers : { ...problem.headers, connection: 'close' };
  response.writeHead(problem.status, headers);
  response.end(problem.body);
  room.requests.count(ROUTE, problem.status);
}

/** The envelope, or why there is none; nothing if the sender went away. */
function readEnvelope(request: IncomingMessage): Promise<Result<Uint8Array, Refusal> | undefined> {
  if (!isType(request.headers['content-type'], CBOR)) {
    return Promise.resolve(refuse(apiErrors.CONTENT_TYPE_NOT_ACCEPTED, { expected: CBOR }));
  }
  const maxBytes = MAX_ENVELOPE_SIZE_BYTES;
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
      resolve({
        ok: true,
        value: chunks.length === 1 && chunks[0] ? chunks[0] : concat(...chunks),
      });
    });
    request.on('close', () => {
      resolve(undefined);
    });
  });
}
