import type { ServerResponse } from 'node:http';
import type { AnyRoute, Reply } from './route.ts';

/** What an API answer may do in a browser that opens it as a page: nothing. */
const SAFE_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** On every answer of the API; refusals and outcomes are told in the reader's language. */
export const ANSWER_HEADERS = { ...SAFE_HEADERS, vary: 'accept-language' };

/** How long an answer may be kept, as `cache-control` says it. */
export const CACHING = {
  never: 'no-store',
  moment: 'public, max-age=1',
  forever: 'public, max-age=31536000, immutable',
};

/** The media type of a route's answers. */
export function typeOf(route: AnyRoute | undefined): string {
  return route?.answer.kind === 'file' ? route.answer.type : 'application/json; charset=utf-8';
}

/** The bytes of a reply. */
export function bytesOfReply({ bytes, json }: Reply): Uint8Array {
  return bytes ?? Buffer.from(JSON.stringify(json));
}

/** The token of `Authorization: Bearer`, if there is one. */
export function bearerIn(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  return /^Bearer ([0-9a-f]{64})$/.exec(authorization)?.[1];
}

/** Up to this size a body goes out with its head in one piece, as text of one byte a letter. */
const ONE_PIECE_MAX_BYTES = 12_288;

/** Ends an answer: Node copies a short text behind the head, and sends bytes as a piece apart. */
export function endWith(response: ServerResponse, body: Uint8Array): void {
  if (body.length > ONE_PIECE_MAX_BYTES) {
    response.end(body);
    return;
  }
  const { buffer, byteOffset, length } = body;
  response.end(Buffer.from(buffer, byteOffset, length).toString('latin1'), 'latin1');
}
