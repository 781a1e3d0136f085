import { ok, type Result } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import { type Context, Hono } from 'hono';
import { apiErrors } from './api-errors.ts';
import { isType, readBody } from './body.ts';
import { knownErrors } from './error-book.ts';
import { errorsPage } from './errors-page.ts';
import type { Gate } from './gate.ts';
import { openApiDocument } from './openapi.ts';
import { languageOf, type Problem, problemOf } from './problem.ts';
import { ANSWER_HEADERS, bearerIn, bytesOfReply, CACHING, typeOf } from './reply.ts';
import type { ApiRoom } from './room.ts';
import type { AnyRoute, RawRequest, Reply } from './route.ts';

/** What the server adapter tells of a connection. */
interface Connection {
  readonly Bindings: {
    readonly incoming?: { readonly socket: { readonly remoteAddress?: string } };
  };
}
type Asked = Context<Connection>;

/** The routes of the interface behind web-standard requests. */
export function createApp(
  room: ApiRoom,
  gate: Gate,
  routes: readonly AnyRoute[],
): Hono<Connection> {
  const app = new Hono<Connection>();
  for (const route of routes) {
    app.on(route.method.toUpperCase(), route.path, (asked) => run(room, gate, route, asked));
  }
  addDocuments(app, room, routes);
  for (const path of DOCUMENT_PATHS) {
    const refused = refuse(apiErrors.METHOD_NOT_ALLOWED, { allowed: 'GET' });
    app.all(path, (asked) => tell(room, asked, refused));
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method);
    const allowed = methods.join(', ').toUpperCase();
    app.all(path, (asked) => tell(room, asked, refuse(apiErrors.METHOD_NOT_ALLOWED, { allowed })));
  }
  app.notFound((asked) => tell(room, asked, refuse(apiErrors.NOT_FOUND, {})));
  app.onError((error, asked) => fail500(room, asked, error));
  return app;
}

async function run(room: ApiRoom, gate: Gate, route: AnyRoute, asked: Asked): Promise<Response> {
  const refused = gate.enter(route.rate, asked.env.incoming?.socket.remoteAddress);
  if (refused !== undefined) return tell(room, asked, refused);
  try {
    const request = await readRequest(route, asked);
    return tell(room, asked, request.ok ? await route.handle(request.value) : request, route);
  } finally {
    gate.leave();
  }
}

async function readRequest(route: AnyRoute, asked: Asked): Promise<Result<RawRequest, Refusal>> {
  const { body } = route;
  if (body !== undefined && !isType(asked.req.header('content-type'), body.type)) {
    return refuse(apiErrors.CONTENT_TYPE_NOT_ACCEPTED, { expected: body.type });
  }
  const bytes =
    body === undefined ? ok(new Uint8Array()) : await readBody(asked.req.raw, body.maxBytes);
  if (!bytes.ok) return bytes;
  const bearer = bearerIn(asked.req.header('authorization'));
  return ok({
    path: asked.req.param(),
    search: new URL(asked.req.url).searchParams,
    body: bytes.value,
    language: languageOf(asked.req.header('accept-language')),
    ...(bearer === undefined ? {} : { bearer }),
  });
}

/** The response of a result; a refusal becomes a problem document in the reader's language. */
function tell(
  room: ApiRoom,
  asked: Asked,
  result: Result<Reply, Refusal>,
  route?: AnyRoute,
): Response {
  const response = result.ok
    ? replyResponse(result.value, route)
    : problemResponse(
        problemOf(result.error, languageOf(asked.req.header('accept-language')), room.book),
      );
  room.requests.count(route?.path ?? 'unknown', response.status);
  return response;
}

function replyResponse(reply: Reply, route: AnyRoute | undefined): Response {
  return new Response(new Uint8Array(bytesOfReply(reply)), {
    status: 200,
    headers: {
      ...ANSWER_HEADERS,
      'content-type': typeOf(route),
      'cache-control': CACHING[reply.caching ?? 'never'],
    },
  });
}

/** A problem document as a web-standard response. */
export function problemResponse({ status, headers, body }: Problem): Response {
  return new Response(body, { status, headers: { ...ANSWER_HEADERS, ...headers } });
}

/** A failure of our own: who asked gets a number, the log gets the reason under the same number. */
function fail500(room: ApiRoom, asked: Asked, error: Error): Response {
  const language = languageOf(asked.req.header('accept-language'));
  const problem = problemOf(refuse(apiErrors.INTERNAL, {}).error, language, room.book);
  room.options.log?.({
    method: asked.req.method,
    path: asked.req.path,
    status: problem.status,
    durationMs: 0,
    requestId: problem.headers['x-request-id'] ?? '',
    error: error.stack ?? error.message,
  });
  room.requests.count('unknown', problem.status);
  return problemResponse(problem);
}

const DOCUMENT_PATHS = ['/openapi.json', '/docs/errors'];

function addDocuments(app: Hono<Connection>, room: ApiRoom, routes: readonly AnyRoute[]): void {
  const { services, errors, version } = room.options;
  const known = knownErrors(errors);
  const openApi = JSON.stringify(openApiDocument({ routes, services, errors: known, version }));
  const send = (text: string, type: string): Response =>
    new Response(text, {
      headers: { ...ANSWER_HEADERS, 'content-type': type, 'cache-control': 'no-cache' },
    });
  app.get('/openapi.json', () => send(openApi, 'application/json; charset=utf-8'));
  app.get('/docs/errors', (asked) =>
    send(
      errorsPage(known, languageOf(asked.req.header('accept-language'))),
      'text/html; charset=utf-8',
    ),
  );
}
