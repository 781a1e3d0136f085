import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_ADD_CHECKPOINT_SIZE_BYTES } from '@madang/protocol/trust';
import type { CosignedCheckpoints } from './cosigned.ts';
import type { Witness, WitnessNote } from './witness.ts';

/** What the HTTP side of a witness works with. */
export interface ServeParts {
  readonly witness: Witness;
  readonly cosigned: CosignedCheckpoints;
  /** Hears of every request that brought no cosignature. */
  readonly note: (note: WitnessNote & { readonly status: number }) => void;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

const TEXT = 'text/plain; charset=utf-8';
const MONITORED = /^\/([0-9a-f]{64})\/checkpoint$/;

/** Answers the requests of C2SP tlog-witness: `add-checkpoint`, and the newest checkpoint. */
export function witnessListener(
  parts: ServeParts,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answerTo(parts, request)
      .catch((failure: unknown): Answer => {
        const reason = failure instanceof Error ? failure.message : String(failure);
        parts.note({ code: `FAILED: ${reason}`, status: 500 });
        return { status: 500, body: 'The witness could not write or read its record. (FAILED)\n' };
      })
      .then(({ status, body, type = TEXT }) => {
        const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
        // What was not read of a request that is too long is not waited for.
        const closing = status === 413 ? { connection: 'close' } : {};
        response.writeHead(status, { ...headers, ...closing, 'cache-control': 'no-store' });
        response.end(body);
      })
      .catch(() => response.destroy());
  };
}

async function answerTo(parts: ServeParts, request: IncomingMessage): Promise<Answer> {
  const [, originHash] = MONITORED.exec(request.url ?? '') ?? [];
  if (originHash !== undefined) {
    if (request.method !== 'GET') return notAllowed('GET');
    const text = parts.cosigned.textOf(originHash);
    return text === undefined
      ? { status: 404, body: 'This witness has cosigned no checkpoint of this log. (NONE)\n' }
      : { status: 200, body: text };
  }
  if (request.url !== '/add-checkpoint') {
    return { status: 404, body: 'There is nothing at this address. (NOT_FOUND)\n' };
  }
  if (request.method !== 'POST') return notAllowed('POST');
  const body = await readLimited(request);
  if (body === undefined) {
    const most = `A request has at most ${String(MAX_ADD_CHECKPOINT_SIZE_BYTES)} bytes.`;
    return { status: 413, body: `${most} (TOO_LONG)\n` };
  }
  const { noted, ...answer } = await parts.witness.add(body);
  if (noted !== undefined) parts.note({ ...noted, status: answer.status });
  return answer;
}

function notAllowed(method: string): Answer {
  return { status: 405, body: `This address takes ${method}. (METHOD)\n` };
}

async function readLimited(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of request) {
    if (!(piece instanceof Uint8Array)) continue;
    sizeBytes += piece.length;
    if (sizeBytes > MAX_ADD_CHECKPOINT_SIZE_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
