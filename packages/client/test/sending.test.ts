import { toHex } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { describe, expect, it } from 'vitest';
import { createHttp, type Fetch } from '../src/http.ts';
import type { PreparedTransaction } from '../src/prepare.ts';
import { sendPrepared } from '../src/send.ts';

const ID = 'ab'.repeat(32);

const prepared: PreparedTransaction = {
  act: 'document.notarise',
  id: ID,
  number: '0000 0000 0000',
  chain: '00'.repeat(32),
  envelope: Uint8Array.of(1, 2, 3),
  expiresAt: 100_000,
};

const answer = {
  id: ID,
  record: 7,
  outcome: { code: 0, time: 1, height: 1, index: 0 },
  promise: 'a0',
};

type Step = 'answer' | 'cut' | 'busy' | 'expired' | 'unknown' | 'other' | 'nonsense';

function problem(status: number, code: string): Response {
  const document = { type: '/docs/errors#x', title: 'No.', status, code, requestId: '1' };
  const headers = { 'retry-after': '2' };
  return new Response(JSON.stringify(document), { status, headers });
}

/**
 * A server that follows a script, and the room of a client before it whose clock moves as it waits.
 */
function scripted(steps: readonly Step[], startMs = 0) {
  const asked: { readonly path: string; readonly body: string }[] = [];
  const waits: number[] = [];
  let now = startMs;
  const fetch: Fetch = async (path, init) => {
    const body = init.body instanceof Uint8Array ? toHex(init.body) : '';
    asked.push({ path, body });
    switch (steps[asked.length - 1]) {
      case 'answer':
        return new Response(JSON.stringify(answer));
      case 'busy':
        return problem(503, 'api.BUSY');
      case 'expired':
        return problem(422, 'kernel.EXPIRED');
      case 'unknown':
        return problem(404, 'api.RECORD_UNKNOWN');
      case 'other':
        return new Response(JSON.stringify({ ...answer, id: toHex(randomBytes(32)) }));
      case 'nonsense':
        return new Response('<html>');
      default:
        throw new TypeError('connection cut');
    }
  };
  const room = {
    http: createHttp({ baseUrl: '', fetch, language: () => 'en' }),
    ledgerNow: () => now,
    wait: (ms: number) => {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  return { room, asked, waits };
}

describe('sendPrepared', () => {
  it('sends the same bytes again after lost answers, waiting longer each time', async () => {
    const { room, asked, waits } = scripted(['cut', 'cut', 'cut', 'answer']);
    expect(await sendPrepared(room, prepared)).toEqual({ ok: true, value: answer });
    expect(new Set(asked.map(({ body }) => body))).toEqual(new Set(['010203']));
    expect(waits).toEqual([500, 1_000, 2_000]);
  });

  it('waits at least as long as a busy server asks for', async () => {
    const { room, waits } = scripted(['busy', 'answer']);
    expect(await sendPrepared(room, prepared)).toMatchObject({ ok: true });
    expect(waits).toEqual([2_000]);
  });

  it('asks what became of an expired act before it says that it was never executed', async () => {
    const late = scripted(['expired', 'unknown']);
    expect(await sendPrepared(late.room, prepared)).toMatchObject({
      error: { code: 'kernel.EXPIRED', retryable: false },
    });
    expect(late.asked.map(({ path }) => path)).toEqual([
      '/api/transactions',
      `/api/transactions/${ID}`,
    ]);
    const known = scripted(['expired', 'answer']);
    expect(await sendPrepared(known.room, prepared)).toEqual({ ok: true, value: answer });
  });

  it('sends nothing after the expiry, only asks', async () => {
    const { room, asked } = scripted(['answer'], 200_000);
    expect(await sendPrepared(room, prepared)).toEqual({ ok: true, value: answer });
    expect(asked).toEqual([{ path: `/api/transactions/${ID}`, body: '' }]);
  });

  it('claims nothing while the server cannot be reached', async () => {
    const { room } = scripted([]);
    expect(await sendPrepared(room, prepared)).toMatchObject({
      ok: false,
      error: { code: 'CLIENT_OFFLINE', retryable: true },
    });
  });

  it('does not take an answer about another transaction, or one that is none', async () => {
    for (const step of ['other', 'nonsense'] as const) {
      const { room } = scripted([step]);
      expect(await sendPrepared(room, prepared)).toMatchObject({
        error: { code: 'CLIENT_ANSWER_NOT_VALID' },
      });
    }
  });

  it('stops when it is cancelled while it waits', async () => {
    const { room } = scripted(['cut', 'answer']);
    const abort = new AbortController();
    const sending = sendPrepared(room, prepared, {
      signal: abort.signal,
      onWait: () => {
        abort.abort();
      },
    });
    expect(await sending).toMatchObject({ error: { code: 'CLIENT_CANCELLED' } });
  });
});
