import { expectOk, fail, ok, type Result } from '@madang/base';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerAnswer } from '../src/answers.ts';
import { createClock, type LedgerClock } from '../src/clock.ts';
import { type ClientError, clientError } from '../src/error.ts';
import { createHttp } from '../src/http.ts';

const hash = '00'.repeat(32);
/** What the server says of its ledger; its clock is ten seconds ahead. */
const answerAt = (nowMs: number): LedgerAnswer => ({
  ...{ name: 'clock', names: { ko: '시계', en: 'Clock' }, chain: hash, origin: 'clock/1' },
  ...{ genesisTime: 1, time: nowMs + 10_000, engine: 'solo', version: '0.1.0', size: 1, height: 1 },
  ...{ policyFingerprint: hash, maxExpiryMs: 1, maxTransactionBytes: 1 },
  ...{ demo: false, vault: false },
});

let nowMs: number;
let asked: number;
let clock: LedgerClock;
beforeEach(() => {
  nowMs = 1_000_000;
  asked = 0;
  const fetch = () => {
    asked += 1;
    return Promise.resolve(Response.json(answerAt(nowMs)));
  };
  clock = createClock(
    createHttp({ baseUrl: 'http://x', fetch, language: () => 'ko' }),
    () => nowMs,
  );
});

interface Other {
  readonly more: string;
  readonly ledger: LedgerAnswer;
}
const other = (): Other => ({ more: 'besides', ledger: answerAt(nowMs) });
const ledgerIn = ({ ledger }: Other): LedgerAnswer => ledger;

describe('the ledger’s clock', () => {
  it('is asked once by all who want to know it, and again after ten minutes', async () => {
    const all = await Promise.all([clock.recent(), clock.recent()]);
    expect(all.map((one) => expectOk(one, 'told').name)).toEqual(['clock', 'clock']);
    expect([asked, clock.ledgerNow()]).toEqual([1, nowMs + 10_000]);
    nowMs += 599_999;
    expectOk(await clock.recent(), 'known');
    expect(asked).toBe(1);
    nowMs += 1;
    expectOk(await clock.recent(), 'told again');
    expect(asked).toBe(2);
  });

  it('is learnt from an answer to something else, for which everybody waits', async () => {
    let answer = (_: Result<Other, ClientError>): void => undefined;
    const heard = clock.hear(
      () =>
        new Promise<Result<Other, ClientError>>((resolve) => {
          answer = resolve;
        }),
      ledgerIn,
    );
    const waited = clock.recent();
    // Half of four seconds had passed when the server read its clock.
    const told = ok(other());
    nowMs += 4_000;
    answer(told);
    expect(await heard).toEqual(told);
    expect(await waited).toEqual(ok(told.value.ledger));
    expect(asked).toBe(0);
    expect(clock.ledgerNow()).toBe(nowMs + 8_000);
  });

  it('is asked for by whoever waited for an answer that was refused, and by nobody else', async () => {
    const refused = fail(clientError('CLIENT_OFFLINE'));
    const refuse = () => Promise.resolve(refused);
    expect(await clock.hear(refuse, ledgerIn)).toEqual(refused);
    expect(asked).toBe(0);
    const again = clock.hear(refuse, ledgerIn);
    const waited = await Promise.all([clock.recent(), clock.recent()]);
    expect(waited.every(({ ok: isTold }) => isTold)).toBe(true);
    expect(await again).toEqual(refused);
    expect(asked).toBe(1);
  });
});
