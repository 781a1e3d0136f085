import { expectOk, parseJson, toHex } from '@madang/base';
import { askNetwork, type NetworkAnswer, networkAnswer } from '@madang/client/network';
import { signerFrom } from '@madang/crypto';
import { openTestLedger, services, TEST_INSTITUTIONS, type TestLedger } from '@madang/testkit';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBlockWatch } from '../src/block-watch.ts';
import { apiLedgerOf } from '../src/node-ledger.ts';
import type { ApiLedger } from '../src/ports.ts';
import { createApi } from '../src/server.ts';
import { toleranceOf } from '../src/tolerance.ts';

describe('toleranceOf', () => {
  const equal = (running: number, total: number) =>
    toleranceOf(Array.from({ length: total }, (_, n) => ({ power: 1, runs: n < running })));

  it.each([
    // f of 3f + 1 can stop: BFT's rule, here for 1, 4, 5, 6, 7 and 10 nodes.
    [1, 1, 0, 1],
    [4, 4, 1, 3],
    [3, 4, 0, 3],
    [2, 4, 0, 3],
    [5, 5, 1, 4],
    [6, 6, 1, 5],
    [7, 7, 2, 5],
    [6, 7, 1, 5],
    [10, 10, 3, 7],
  ])('%i running of %i bear %i, for %i are needed', (running, total, bears, needed) => {
    expect(equal(running, total)).toEqual({ running, total, bears, needed });
  });

  it('bears exactly as many of the weightiest as leave more than two thirds', () => {
    const voters = fc.array(
      fc.record({ power: fc.integer({ min: 1, max: 9 }), runs: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(voters, (all) => {
        const { total, running, needed, bears } = toleranceOf(all);
        expect(3 * needed > 2 * total && 3 * (needed - 1) <= 2 * total).toBe(true);
        const left = all.flatMap(({ power, runs }) => (runs ? [power] : []));
        left.sort((one, other) => one - other);
        const after = (failures: number) =>
          left.slice(0, left.length - failures).reduce((sum, power) => sum + power, 0);
        if (running < needed) return bears === 0;
        return after(bears) >= needed && after(bears + 1) < needed;
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

describe('createBlockWatch', () => {
  it('counts from the last change of height that it saw', () => {
    let height = 5;
    let nowMs = 1_000;
    const now = () => ({
      height,
      size: 1,
      lastBlockTimeMs: 0,
      pending: 0,
      absentBefore: 0,
      isRunning: true,
    });
    const watch = createBlockWatch({ now }, () => nowMs);
    nowMs = 31_000;
    expect(watch.stillMs()).toBe(30_000);
    height = 6;
    expect(watch.stillMs()).toBe(0);
    nowMs = 32_500;
    expect(watch.stillMs()).toBe(1_500);
  });
});

/** What the nodes of others answer: where they stand, or nothing. */
type Others = Readonly<
  Record<string, { readonly height: number; readonly chain?: string } | 'slow'>
>;

describe('GET /api/network', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await openTestLedger();
  });
  afterAll(() => ledger.close());
  afterEach(() => {
    vi.useRealTimers();
  });

  const urlOf = (id: string) => `https://${id}.example.org`;

  /** The interface of the node of `city`; `asked` notes whom it asked. */
  function apiAmong(
    others: Others | undefined,
    { asked = [], attendance }: { asked?: string[]; attendance?: ApiLedger['attendance'] } = {},
  ) {
    const node = apiLedgerOf({
      ledger: ledger.ledger(),
      nodeKey: signerFrom(ledger.nodeKey),
      now: ledger.nowMs,
    });
    const own = attendance === undefined ? node : { ...node, attendance };
    const answerOf = async (url: string, signal: AbortSignal | null | undefined) => {
      asked.push(url);
      const other = others?.[new URL(url).hostname.split('.')[0] ?? ''];
      if (other === 'slow') {
        await new Promise((_, reject) =>
          signal?.addEventListener('abort', () => reject(new Error('aborted'))),
        );
      }
      if (other === undefined || other === 'slow') throw new TypeError('fetch failed');
      const chain = other.chain ?? toHex(ledger.chain);
      return Response.json({
        ...((await (await mine.fetch(request('/api/ledger'))).json()) as object),
        chain,
        height: other.height,
      });
    };
    const mine = createApi({
      ledger: own,
      services,
      errors: ledger.ledger().machine.errors,
      views: noViews,
      policyText: ledger.policyText,
      names: { en: 'Test', ko: '시험' },
      engine: others === undefined ? 'solo' : 'comet',
      version: '0',
      isDemo: false,
      now: ledger.nowMs,
      ...(others === undefined
        ? {}
        : {
            nodes: {
              own: 'city',
              all: TEST_INSTITUTIONS.map((institution) => ({
                institution,
                url: urlOf(institution),
              })),
              fetch: (url: string, init: RequestInit) => answerOf(url, init.signal),
            },
          }),
    });
    const ask = async (path: string) => mine.fetch(request(path));
    const network = async (): Promise<NetworkAnswer> =>
      expectOk(parseJson(networkAnswer, await (await ask('/api/network')).json()), 'an answer');
    return { ask, network };
  }

  const request = (path: string) =>
    new Request(`http://localhost${path}`, { headers: { 'accept-language': 'en' } });
  const noViews = {
    records: () => Promise.resolve([]),
    recordsByHour: () => Promise.resolve([]),
    matter: () => Promise.resolve([]),
  };
  const statesOf = ({ institutions }: NetworkAnswer) =>
    Object.fromEntries(institutions.map(({ id, node }) => [id, node?.state]));
  const here = () => ledger.ledger().head().height;

  it('says of one computer that it is one: no nodes, no votes', async () => {
    const { network, ask } = apiAmong(undefined);
    const answer = await network();
    expect(answer).toMatchObject({ engine: 'solo', records: 'made' });
    expect(answer.votes).toBeUndefined();
    expect(statesOf(answer)).toEqual({
      audit: undefined,
      city: undefined,
      district: undefined,
      university: undefined,
    });
    expect(answer.institutions.map(({ power }) => power)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(answer.institutions.filter((one) => 'attendance' in one)).toEqual([]);
    expect((await ask('/api/ready')).status).toBe(200);
    const metrics = await (await ask('/metrics')).text();
    expect(metrics).toMatch(/^madang_network_records_made 1$/m);
    expect(metrics).not.toContain('validator');
  });

  it('tells who answers, and that all of four bear one failure', async () => {
    const height = here();
    const { network, ask } = apiAmong({
      audit: { height },
      district: { height },
      university: { height },
    });
    const answer = await network();
    expect(answer).toMatchObject({
      records: 'made',
      votes: { total: 4, running: 4, needed: 3, bears: 1 },
    });
    expect(answer.institutions[0]).toMatchObject({
      id: 'audit',
      power: 1,
      node: { api: 'https://audit.example.org', state: 'keeps-up', height },
      keys: { cosigner: toHex(ledger.cosigners.get('audit')!.publicKey) },
    });
    const metrics = await (await ask('/metrics')).text();
    expect(metrics).toMatch(/^madang_network_bears_failures 1$/m);
    expect(metrics).toMatch(/^madang_network_node_answers\{institution="audit"\} 1$/m);
  });

  it('tells of each institution how many blocks it signed, in words for machines too', async () => {
    const startMs = Math.floor(ledger.nowMs() / 3_600_000) * 3_600_000;
    const hour = { startMs, sinceMs: startMs + 60_000, minutes: 3, attended: 2 };
    const attendance = new Map([
      ['audit', [{ ...hour, startMs: startMs - 48 * 3_600_000, blocks: 5, signed: 5 }]],
      ['city', [{ ...hour, blocks: 70, signed: 69 }]],
    ]);
    const { network, ask } = apiAmong({}, { attendance: () => attendance });
    const [audit, city, district] = (await network()).institutions;
    expect(audit?.attendance).toMatchObject({
      ...{ since: hour.sinceMs, day: { blocks: 0 }, week: { blocks: 5, signed: 5 } },
    });
    expect(city?.attendance).toMatchObject({ day: { blocks: 70, signed: 69 } });
    const today = { blocks: 70, signed: 69, minutes: 3, attended: 2 };
    expect(city?.attendance?.days.at(-1)).toEqual(today);
    expect(district).not.toHaveProperty('attendance');
    const metrics = await (await ask('/metrics')).text();
    const name = 'madang_network_validator';
    expect(metrics).toContain(`${name}_blocks{institution="city",span="day"} 70\n`);
    expect(metrics).toContain(`${name}_signed{institution="city",span="month"} 69\n`);
    expect(metrics).toContain(`${name}_minutes{institution="city",span="day"} 3\n`);
    expect(metrics).toContain(`${name}_minutes_attended{institution="city",span="week"} 2\n`);
    expect(metrics).not.toContain('institution="district",span');
  });

  it('bears none with one silent, and is not ready with two, but alive', async () => {
    const height = here();
    const three = apiAmong({ audit: { height }, district: { height }, university: 'slow' });
    const one = await three.network();
    expect(statesOf(one)).toMatchObject({ university: 'silent', audit: 'keeps-up' });
    expect(one).toMatchObject({ records: 'made', votes: { running: 3, bears: 0 } });
    expect((await three.ask('/api/ready')).status).toBe(200);
    const two = apiAmong({ audit: { height } });
    expect(await two.network()).toMatchObject({ records: 'stopped', votes: { running: 2 } });
    const ready = await two.ask('/api/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      code: 'api.TOO_FEW_NODES',
      context: { running: 2, needed: 3, total: 4 },
    });
    expect((await two.ask('/api/health')).status).toBe(200);
    expect(await (await two.ask('/metrics')).text()).toMatch(/^madang_network_records_made 0$/m);
  });

  it('counts neither a node of another ledger nor one that lacks blocks, and is not fooled by a boast', async () => {
    const height = here();
    const chain = '00'.repeat(32);
    const among = apiAmong({
      audit: { height: height + 50 },
      district: { height: height + 50 },
      university: { height: height + 50, chain },
    });
    expect(statesOf(await among.network())).toEqual({
      audit: 'keeps-up',
      city: 'behind',
      district: 'keeps-up',
      university: 'silent',
    });
    const boast = apiAmong({
      audit: { height: 9_999_999 },
      district: { height },
      university: { height },
    });
    expect((await boast.network()).votes).toMatchObject({ running: 4 });
  });

  it('is not ready when no block comes although enough answer', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const height = here();
    const { network, ask } = apiAmong({
      audit: { height },
      district: { height },
      university: { height },
    });
    expect((await ask('/api/ready')).status).toBe(200);
    vi.advanceTimersByTime(31_000);
    const ready = await ask('/api/ready');
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { code: 'api.NO_NEW_BLOCK', context: { forSeconds: 31 } },
    ]);
    expect((await network()).records).toBe('late');
  });

  it('asks the others once for all who want to know within some seconds', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const asked: string[] = [];
    const height = here();
    const { ask } = apiAmong(
      { audit: { height }, district: { height }, university: { height } },
      { asked },
    );
    await Promise.all(Array.from({ length: 20 }, () => ask('/api/network')));
    await ask('/metrics');
    expect(asked.toSorted()).toEqual(
      ['audit', 'district', 'university'].map((id) => `${urlOf(id)}/api/ledger`),
    );
    vi.advanceTimersByTime(6_000);
    await ask('/api/ready');
    expect(asked).toHaveLength(6);
  });

  it('is read by its client, which refuses what has another form', async () => {
    const { ask } = apiAmong(undefined);
    const fetchFrom = (path: string) => ask(path);
    const room = { baseUrl: '', fetch: fetchFrom };
    expect(await askNetwork(room)).toMatchObject({ ok: true, value: { engine: 'solo' } });
    const wrong = async () => Response.json({ engine: 'solo' });
    expect(await askNetwork({ baseUrl: '', fetch: wrong })).toMatchObject({
      ok: false,
      error: { code: 'CLIENT_ANSWER_NOT_VALID' },
    });
  });
});
