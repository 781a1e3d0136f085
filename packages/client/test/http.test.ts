import { record, text } from '@madang/base';
import { describe, expect, it } from 'vitest';
import { createHttp, type Fetch } from '../src/http.ts';
import { queryString } from '../src/query-string.ts';
import { waitOrOnline } from '../src/wait.ts';

const codec = record({ name: text({ max: 10 }) });
const httpOf = (fetch: Fetch) => createHttp({ baseUrl: 'http://x', fetch, language: () => 'ko' });
const answering =
  (body: BodyInit, status = 200): Fetch =>
  () =>
    Promise.resolve(new Response(body, { status }));

describe('createHttp', () => {
  it('decodes an answer by its codec and refuses one with other keys', async () => {
    const right = httpOf(answering('{"name":"yard"}'));
    expect(await right.json(codec, { path: '/' })).toEqual({ ok: true, value: { name: 'yard' } });
    for (const body of ['{"name":1}', '{}', '{"name":"a","more":1}', 'null', 'no json', '']) {
      const wrong = httpOf(answering(body));
      expect(await wrong.json(codec, { path: '/' }), body).toMatchObject({
        error: { code: 'CLIENT_ANSWER_NOT_VALID', retryable: false },
      });
    }
  });

  it('reads no more of an answer than the call allows', async () => {
    let pulled = 0;
    const endless: Fetch = () =>
      Promise.resolve(
        new Response(
          new ReadableStream({
            pull: (controller) => {
              pulled += 1;
              controller.enqueue(new Uint8Array(1_000));
            },
          }),
        ),
      );
    const answer = await httpOf(endless).bytes({ path: '/', maxSizeBytes: 5_000 });
    expect(answer).toMatchObject({ error: { code: 'CLIENT_ANSWER_TOO_LARGE' } });
    expect(pulled).toBeLessThan(10);
  });

  it('gives up when nobody answers in time', async () => {
    const silent: Fetch = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new DOMException('aborted'));
        });
      });
    expect(await httpOf(silent).bytes({ path: '/', timeoutMs: 20 })).toMatchObject({
      error: { code: 'CLIENT_TIMEOUT', retryable: true },
    });
  });

  it('tells a refusal with everything that the server said, and a failure by its status alone', async () => {
    const problem = {
      type: '/docs/errors#document-already-ended',
      title: 'The document ended.',
      status: 422,
      code: 'document.ALREADY_ENDED',
      number: 2003,
      context: { at: 5 },
      requestId: 'r1',
    };
    expect(await httpOf(answering(JSON.stringify(problem), 422)).bytes({ path: '/' })).toEqual({
      ok: false,
      error: {
        code: 'document.ALREADY_ENDED',
        message: 'The document ended.',
        number: 2003,
        status: 422,
        context: { at: 5 },
        requestId: 'r1',
        retryable: false,
      },
    });
    expect(await httpOf(answering('<h1>Bad gateway</h1>', 502)).bytes({ path: '/' })).toMatchObject(
      {
        error: { code: 'CLIENT_SERVER_FAILED', status: 502, retryable: true },
      },
    );
  });

  it('asks in the reader’s language', async () => {
    let asked: unknown;
    const fetch: Fetch = (_, init) => {
      asked = init.headers;
      return Promise.resolve(new Response(''));
    };
    expect(await httpOf(fetch).bytes({ path: '/' })).toMatchObject({ ok: true });
    expect(asked).toMatchObject({ 'accept-language': 'ko' });
  });
});

describe('queryString', () => {
  it('leaves absent values out, writes plain ones as they are and others as JSON', () => {
    expect(queryString({})).toBe('');
    expect(queryString({ before: undefined, limit: 5, service: 'a b' })).toBe(
      '?limit=5&service=a+b',
    );
    expect(new URLSearchParams(queryString({ list: [1, 'x'], on: true }))).toEqual(
      new URLSearchParams({ list: '[1,"x"]', on: 'true' }),
    );
  });
});

describe('waitOrOnline', () => {
  it('ends early when the wait is cancelled', async () => {
    const abort = new AbortController();
    const startedAt = performance.now();
    setTimeout(() => {
      abort.abort();
    }, 10);
    await waitOrOnline(60_000, abort.signal);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
