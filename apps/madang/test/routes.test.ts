import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { apiErrors, type Listening, PUBLIC_LIMITS } from '@madang/api';
import { expectOk, expectPresent, toHex } from '@madang/base';
import { leafHash, randomBytes, verifyAbsence } from '@madang/crypto';
import {
  decodeGenesis,
  decodeLogEntry,
  genesisHash,
  openStanding,
  parseCheckpoint,
  parsePolicy,
  stateKey,
} from '@madang/protocol';
import { services } from '@madang/services';
import { actor, actSigner } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoRecords } from '../src/demo/records.ts';
import { fileOf, noteFiles } from './support/acts.ts';
import { openTestCity, type TestCity, type TestClient, temporaryFolder } from './support/city.ts';

let city: TestCity;
let client: TestClient;
let listening: Listening;
let origin: string;
/** The folder of the pages. */
let web: string;

beforeAll(async () => {
  web = path.join(temporaryFolder(), 'dist');
  mkdirSync(path.join(web, 'assets'), { recursive: true });
  writeFileSync(path.join(web, 'index.html'), '<!doctype html><title>yard</title>');
  writeFileSync(path.join(web, 'assets/app-1a2b3c.js'), `'${'x'.repeat(5_000)}'`);
  city = await openTestCity({ webFolder: web });
  await makeDemoRecords({ ledger: city.opened.ledger, now: Date.now }, city.layout);
  client = city.client();
  listening = expectOk(
    await city.opened.api.listen({ hosts: ['127.0.0.1'], port: 0 }),
    'listening',
  );
  origin = `http://127.0.0.1:${String(listening.port)}`;
});
afterAll(async () => {
  await listening.close();
  await city.close();
});

const get = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
  city.fetch(address, { headers: { 'accept-language': 'en', ...headers } });
const bytesOf = async (address: string): Promise<Uint8Array> => {
  const answer = await get(address);
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
};

describe('an answer over a socket', () => {
  /** What differs between two moments, or two failures, is left out. */
  const said = async (answer: Response) => ({
    status: answer.status,
    headers: ['content-type', 'cache-control', 'content-security-policy', 'vary'].map((name) =>
      answer.headers.get(name),
    ),
    text: (await answer.text()).replaceAll(/[0-9a-f]{16}|[0-9.]+/g, '0'),
  });

  it('is the one that is given without a socket, at every address without parameters', async () => {
    const { paths } = (await (await get('/openapi.json')).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const plain = Object.keys(paths).filter((each) => !each.includes('{') && each !== '/metrics');
    expect(plain.length).toBeGreaterThan(20);
    for (const address of plain) {
      for (const language of ['ko', 'en']) {
        const headers = { 'accept-language': language };
        const here = await said(await city.fetch(address, { headers }));
        expect(await said(await fetch(`${origin}${address}`, { headers })), address).toEqual(here);
      }
    }
    const bad = [
      ['GET', '/api/standing?claims=xyz&since=1'],
      ['GET', '/api/standing?claims=ab&claims=cd&since=1'],
      ['GET', '/api/records?limit=0'],
      ['POST', '/api/people/link'],
      ['DELETE', '/api/ledger'],
    ] as const;
    for (const [method, address] of bad) {
      const here = await said(await city.fetch(address, { method }));
      expect(await said(await fetch(`${origin}${address}`, { method })), address).toEqual(here);
    }
  });

  it('is the same until the next block, and then another', async () => {
    const standing = async () => {
      const answer = await fetch(`${origin}/api/standing?claims=aabb&since=1`);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const { checkpoint } = expectOk(openStanding(bytes), 'a standing');
      return expectPresent(checkpoint, 'with its checkpoint').checkpoint.size;
    };
    const before = await standing();
    expect(before).toBe(city.opened.ledger.size());
    await makeDemoRecords({ ledger: city.opened.ledger, now: Date.now }, city.layout);
    expect(await standing()).toBe(city.opened.ledger.size());
    expect(city.opened.ledger.size()).toBeGreaterThan(before);
  });
});

describe('what the ledger is', () => {
  it('answers the client’s questions in a form that its codecs take', async () => {
    const ledger = expectOk(await client.ledger(), 'ledger');
    expect(ledger).toMatchObject({ name: 'gaon', engine: 'solo', demo: true, vault: true });
    expect(ledger.chain).toBe(toHex(city.opened.ledger.chain));
    expect(Math.abs(ledger.time - Date.now())).toBeLessThan(5_000);
    expectOk(await client.status(), 'status');
    expectOk(await client.institutions(), 'institutions');
    expectOk(await client.checkpoints(5), 'checkpoints');
    expectOk(await client.statistics(), 'statistics');
  });

  it('serves the genesis whose hash is the chain, and a policy of that chain', async () => {
    const genesis = await bytesOf('/api/genesis');
    expect(toHex(genesisHash(genesis))).toBe(toHex(city.opened.ledger.chain));
    expect(expectOk(decodeGenesis(genesis), 'genesis').institutions).toHaveLength(4);
    const policy = expectOk(parsePolicy(await (await get('/api/policy')).text()), 'policy');
    expect(toHex(policy.chain)).toBe(toHex(city.opened.ledger.chain));
    expect(policy.executors.threshold).toBe(3);
  });

  it('has no votes of several institutions where one operator makes the blocks', async () => {
    const answer = await get('/api/consensus/light-blocks/1');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'api.NO_CONSENSUS', number: 90_060 });
  });

  it('names each institution, who operates it, and when it cosigned', async () => {
    const { institutions, threshold, members } = expectOk(await client.institutions(), 'answer');
    expect(institutions.map(({ id }) => id)).toEqual(['audit', 'city', 'district', 'university']);
    expect([threshold, members]).toEqual([3, 4]);
    for (const one of institutions) {
      expect(one.inPolicy).toBe(true);
      expect(one.operator.en).toMatch(/one computer|this server/);
      expect(Date.now() - (one.lastSignedAt ?? 0)).toBeLessThan(60_000);
    }
  });
});

describe('records', () => {
  it('are listed newest first, page by page, without gaps or repetition', async () => {
    const all = expectOk(await client.records({ limit: 200 }), 'all').records;
    expect(all.length).toBeGreaterThanOrEqual(9);
    const paged: number[] = [];
    let before: number | undefined;
    do {
      const page = { limit: 4, ...(before === undefined ? {} : { before }) };
      const answer = expectOk(await client.records(page), 'page');
      paged.push(...answer.records.map(({ index }) => index));
      before = answer.before;
    } while (before !== undefined);
    expect(paged).toEqual(all.map(({ index }) => index));
    expect([...paged].sort((left, right) => right - left)).toEqual(paged);
    const documents = expectOk(await client.records({ service: 'document', limit: 200 }), 'own');
    expect(documents.records).toEqual(all.filter(({ service }) => service === 'document'));
  });

  it('are shown with their payload, events, signers and the exact bytes of their entry', async () => {
    const noted = await noteFiles(client, [fileOf('shown')]);
    const shown = expectOk(await client.record(noted.sent.record), 'record');
    if (shown.type !== 'transaction') throw new Error('not a transaction');
    expect(shown).toMatchObject({
      id: noted.sent.id,
      act: 'document.notarise',
      retained: true,
      outcome: { code: 0 },
      events: [{ name: 'document.notarised', fields: { count: 1, kind: 'file' } }],
      body: { payload: { count: 1, kind: 'file' } },
      signatures: [{ suite: 'ed25519', key: toHex(noted.key.publicKey) }],
    });
    expect(shown.entry).toBe(toHex(city.opened.ledger.entry(noted.sent.record)!));
    expect(shown.envelope).toBe(toHex(noted.envelope));
    expect(toHex(expectOk(await client.envelope(noted.sent.id), 'envelope'))).toBe(
      toHex(noted.envelope),
    );
    expect(expectOk(await client.transaction(noted.sent.id), 'answer').record).toBe(
      noted.sent.record,
    );
  });

  it('include those that begin the ledger and end its blocks', async () => {
    expect(expectOk(await client.record(0), 'genesis')).toMatchObject({ type: 'genesis' });
    expect(expectOk(await client.record(1), 'block')).toMatchObject({
      type: 'block',
      height: 0,
      transactions: 0,
    });
  });

  it('are found by record number, receipt number as people type it, and the beginning of an id', async () => {
    const noted = await noteFiles(client, [fileOf('found')]);
    const shown = expectOk(await client.record(noted.sent.record), 'record');
    const number = shown.type === 'transaction' ? shown.number : '';
    expect(await find(number)).toEqual([noted.sent.record]);
    const asTyped = number.toLowerCase().replaceAll(' ', '-').replaceAll('0', 'o');
    expect(await find(asTyped.replaceAll('1', 'l'))).toEqual([noted.sent.record]);
    expect(await find(String(noted.sent.record))).toContain(noted.sent.record);
    expect(await find(noted.sent.id.slice(0, 12))).toEqual([noted.sent.record]);
    for (const nothing of ['no such thing', '%', "' or 1=1", '999999', 'zzzz zzzz zzzz', '1']) {
      expect(await find(nothing)).toEqual([]);
    }
    const byNumber = expectOk(await client.receipt(number), 'receipt');
    expect(byNumber.length).toBeGreaterThan(1_000);
  });

  it('are counted in the hours of the local day', async () => {
    const { hours, total, dayStart } = expectOk(await client.statistics(), 'statistics');
    expect(hours).toHaveLength(24);
    expect(hours.reduce((sum, count) => sum + count, 0)).toBe(total);
    expect(total).toBeGreaterThanOrEqual(9);
    expect(new Date(dayStart).toISOString()).toMatch(/T15:00:00\.000Z$/);
  });

  async function find(text: string): Promise<readonly number[]> {
    return expectOk(await client.search(text), 'search').records.map(({ index }) => index);
  }
});

describe('the log', () => {
  it('is served as tiles from which its root can be computed again', async () => {
    const checkpoint = await (await get('/log/checkpoint')).text();
    const { size } = expectOk(parseCheckpoint(checkpoint), 'checkpoint').checkpoint;
    const width = size % 256;
    const hashes = await bytesOf(`/log/tile/0/000.p/${String(width)}`);
    const entries = await bytesOf(`/log/tile/entries/000.p/${String(width)}`);
    let at = 0;
    for (let i = 0; i < width; i++) {
      const length = (entries[at]! << 8) | entries[at + 1]!;
      const entry = entries.slice(at + 2, at + 2 + length);
      expectOk(decodeLogEntry(entry), 'entry');
      expect(toHex(leafHash(entry))).toBe(toHex(hashes.slice(32 * i, 32 * i + 32)));
      at += 2 + length;
    }
    expect(at).toBe(entries.length);
  });

  it('has no tile beyond its size and none under a path that is not exactly one', async () => {
    for (const place of ['999', '000.p/255', '000.p/0', '000.p/256', 'x000/000', '00', '0000']) {
      const answer = await get(`/log/tile/0/${place}`);
      expect([400, 404]).toContain(answer.status);
    }
  });
});

describe('standings', () => {
  it('prove state keys in the newest checkpoint, consistent with an older one', async () => {
    const key = stateKey('document', 'records', randomBytes(32));
    const { standing, block } = expectOk(
      openStanding(expectOk(await client.freshStanding([key], 2), 'standing')),
      'decoded',
    );
    const root = block.stateRoot;
    expect(standing.claims.map(({ value }) => value)).toEqual([undefined]);
    const isAbsent = standing.claims.map(({ proof }) =>
      verifyAbsence({ root, stateKey: key, proof }),
    );
    expect(isAbsent).toEqual([true]);
    expect(standing.checkpoint).toBeDefined();
    expect(standing.consistency).toBeDefined();
  });

  it('are refused for sizes that the log never had and for keys that are none', async () => {
    for (const query of [
      'claims=00&since=0',
      'claims=00&since=99999999',
      'claims=0&since=2',
      'claims=zz&since=2',
      'claims=00',
      `claims=${'00,'.repeat(8)}00&since=2`,
    ]) {
      const answer = await get(`/api/standing?${query}`);
      expect(answer.status, query).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'api.PARAMETER_NOT_VALID' });
    }
  });
});

describe('queries of services', () => {
  it('have an address each, with parameters by their codecs', async () => {
    const params = expectOk(await client.query('governance.params', {}), 'params');
    expect(params).toMatchObject({ maxTransactionBytes: 65_536 });
    const institution = await get('/api/services/governance/institution?id=city');
    expect(await institution.json()).toMatchObject({ id: 'city' });
    const wrong = await get('/api/services/document/document?id=zz');
    expect([wrong.status, (await wrong.json()) as object]).toMatchObject([
      400,
      { code: 'kernel.QUERY_NOT_VALID' },
    ]);
  });
});

describe('the vault', () => {
  it('keeps a copy, gives it back to whoever has the secret, and erases it on record', async () => {
    const file = fileOf('kept');
    const { deposit, secret } = expectOk(await client.deposit(file), 'deposit');
    expect(toHex(expectOk(await client.readDeposit(deposit, secret), 'read'))).toBe(toHex(file));
    expect(await client.readDeposit(deposit, '00'.repeat(32))).toMatchObject({
      error: { code: 'api.VAULT_UNKNOWN', status: 404 },
    });
    expect((await get(`/api/vault/deposits/${deposit}`)).status).toBe(401);
    const erased = expectOk(await client.eraseDeposit(deposit, secret), 'erased');
    expect(await client.readDeposit(deposit, secret)).toMatchObject({
      error: { code: 'api.VAULT_ERASED', status: 410 },
    });
    const record = expectOk(await client.record(erased.record!), 'record');
    expect(record).toMatchObject({
      act: 'document.noteErasure',
      events: [{ fields: { deposit, institution: 'city' } }],
    });
  });
});

describe('refusals', () => {
  it('are problem documents in the reader’s language with a link that explains them', async () => {
    const answer = await get('/api/records/999999');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    const problem = (await answer.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({
      type: '/docs/errors#api-record-unknown',
      title: apiErrors.RECORD_UNKNOWN.text.en,
      status: 404,
      code: 'api.RECORD_UNKNOWN',
      number: apiErrors.RECORD_UNKNOWN.code,
    });
    const korean = await city.fetch('/api/records/999999', {});
    expect(await korean.json()).toMatchObject({ title: apiErrors.RECORD_UNKNOWN.text.ko });
    const page = await (await get('/docs/errors')).text();
    expect(page).toContain('id="api-record-unknown"');
  });

  it('say which method an address takes', async () => {
    const answer = await city.fetch('/api/ledger', { method: 'DELETE' });
    expect([answer.status, await answer.json()]).toMatchObject([
      405,
      { code: 'api.METHOD_NOT_ALLOWED', context: { allowed: 'GET' } },
    ]);
  });

  it('are the same through the socket’s short path as through the routes', async () => {
    // An expiry that is a time of the ledger, and later than any date.
    const sign = actSigner(city.opened.ledger.chain, () => 8.7e15);
    const payload = { kind: 'file', root: '00'.repeat(32), count: 1 };
    const { envelope } = sign({ act: 'document.notarise', payload, by: actor('somebody') });
    const cases: readonly [string, Uint8Array, number, string][] = [
      ['application/cbor', envelope, 422, 'kernel.EXPIRES_TOO_LATE'],
      ['application/json', new Uint8Array(3), 415, 'api.CONTENT_TYPE_NOT_ACCEPTED'],
      ['application/cbor', new Uint8Array(3), 400, 'kernel.NOT_CANONICAL'],
      ['application/cbor', new Uint8Array(70_000), 413, 'api.BODY_TOO_LARGE'],
    ];
    for (const [type, body, status, code] of cases) {
      const init = {
        method: 'POST',
        headers: { 'content-type': type },
        body: new Uint8Array(body),
      };
      for (const answer of [
        await city.fetch('/api/transactions', init),
        await fetch(`${origin}/api/transactions`, init),
      ]) {
        expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
      }
    }
  });
});

describe('pages', () => {
  it('are served compressed under a strict policy, hashed files for a year', async () => {
    const raw = await rawGet('/assets/app-1a2b3c.js', { 'accept-encoding': 'gzip, br' });
    expect(raw.head).toMatch(/content-encoding: br/i);
    expect(raw.head).toMatch(/max-age=31536000, immutable/);
    expect(brotliDecompressSync(raw.body).length).toBe(5_002);
    const page = await fetch(`${origin}/en/verify`);
    expect(await page.text()).toContain('<title>yard</title>');
    expect(page.headers.get('content-security-policy')).toMatch(
      /default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/,
    );
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const again = await fetch(`${origin}/`, {
      headers: { 'if-none-match': (await fetch(`${origin}/`)).headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('are known again by a tag of their content, and never sent again for nothing', async () => {
    const ask = (accepts: string, tag = '') =>
      fetch(`${origin}/assets/app-1a2b3c.js`, {
        headers: { 'accept-encoding': accepts, 'if-none-match': tag },
      });
    const tags = new Set<string>();
    for (const accepts of ['br', 'gzip', 'identity']) {
      const whole = await ask(accepts);
      expect((await whole.text()).length).toBe(5_002);
      const tag = whole.headers.get('etag') ?? '';
      tags.add(tag);
      const again = await ask(accepts, tag);
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(again.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect((await ask(accepts, '"another"')).status).toBe(200);
    }
    expect(tags.size).toBe(3);
  });

  it('are those that lie in the folder now, also of the same age as before', async () => {
    const file = path.join(web, 'note.txt');
    const write = (text: string): void => {
      writeFileSync(file, text);
      utimesSync(file, 1_700_000_000, 1_700_000_000);
    };
    const seen = async () => {
      const answer = await fetch(`${origin}/note.txt`);
      return [answer.status, answer.status === 200 ? await answer.text() : ''];
    };
    expect(await seen()).toEqual([404, '']);
    write('one');
    await expect.poll(seen, { timeout: 5_000 }).toEqual([200, 'one']);
    const tag = (await fetch(`${origin}/note.txt`)).headers.get('etag');
    write('another');
    await expect.poll(seen, { timeout: 5_000 }).toEqual([200, 'another']);
    expect((await fetch(`${origin}/note.txt`)).headers.get('etag')).not.toBe(tag);
    rmSync(file);
    await expect.poll(seen, { timeout: 5_000 }).toEqual([404, '']);
  });

  it('never reach outside of their folder', async () => {
    for (const path_ of [
      '/../city.json',
      '/%2e%2e/city.json',
      '/..%2fcity.json',
      '/.env',
      '/missing.js',
    ]) {
      const { head } = await rawGet(path_, {});
      expect(head, path_).toMatch(/^HTTP\/1.1 404/);
    }
  });
});

describe('metrics and health', () => {
  it('tell figures in the Prometheus text format and nothing about anybody', async () => {
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/^madang_ledger_height \d+$/m);
    expect(text).toMatch(/^# TYPE madang_http_requests_total counter$/m);
    expect(text).not.toMatch(/127\.0\.0\.1/);
    expect(await (await get('/api/health')).text()).toBe('ok\n');
    expect(await (await get('/api/ready')).text()).toBe('ready\n');
  });
});

describe('limits', () => {
  it('count requests for each address and tell how long to wait', async () => {
    const limited = await openTestCity({
      limits: { ...PUBLIC_LIMITS, loopback: { perSecond: 1, burst: 3 } },
    });
    const server = expectOk(
      await limited.opened.api.listen({ hosts: ['127.0.0.1'], port: 0 }),
      'server',
    );
    try {
      const statuses: number[] = [];
      for (let i = 0; i < 5; i++) {
        const answer = await fetch(`http://127.0.0.1:${String(server.port)}/api/health`);
        statuses.push(answer.status);
        if (answer.status === 429)
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
    } finally {
      await server.close();
      await limited.close();
    }
  });

  it('close a connection whose headers are too long, with a problem document', async () => {
    const { head, body } = await rawGet('/api/health', { 'x-long': 'x'.repeat(20_000) });
    expect(head).toMatch(/^HTTP\/1.1 431/);
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'api.HEADERS_TOO_LARGE' });
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['an unknown method', 'FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a negative length', 'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n'],
    ['no host', 'GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['no host that is one', 'GET /api/health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
  ])('refuse %s with a problem document', async (_, request) => {
    const { head, body } = await rawRequest(request);
    expect(head).toMatch(/^HTTP\/1.1 400/);
    expect(body.toString()).toContain('"code":"api.REQUEST_NOT_VALID"');
  });

  it('let nobody hold a connection with half of a request', { timeout: 60_000 }, async () => {
    const startedAtMs = performance.now();
    const { head, body } = await rawRequest('GET /api/health HTTP/1.1\r\nHost: localhost\r\n');
    expect(performance.now() - startedAtMs).toBeLessThan(20_000);
    expect(head).toMatch(/^HTTP\/1.1 408/);
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'api.REQUEST_TOO_SLOW' });
  });

  it('refuse other methods for the documents as well', async () => {
    const answer = await city.fetch('/openapi.json', { method: 'POST' });
    expect([answer.status, await answer.json()]).toMatchObject([
      405,
      { code: 'api.METHOD_NOT_ALLOWED' },
    ]);
  });

  it('refuse a deposit that is larger than the vault takes before reading it', async () => {
    const answer = await city.fetch('/api/vault/deposits', {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(21 * 1024 * 1024),
      },
      body: new Uint8Array(10),
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      413,
      { code: 'api.BODY_TOO_LARGE' },
    ]);
  });
});

describe('the OpenAPI document', () => {
  it('has every act’s payload, every query’s address and only references that lead somewhere', async () => {
    const document = (await (await get('/openapi.json')).json()) as OpenApi;
    expect(document.openapi).toBe('3.1.0');
    const schemas = document.components.schemas;
    for (const service of services) {
      for (const { act } of service.transactions) {
        expect(schemas[`${act}.payload`], act).toMatchObject({ type: 'object' });
      }
      for (const { name } of service.queries) {
        expect(document.paths[`/api/services/${service.name}/${name}`], name).toBeDefined();
      }
    }
    const text = JSON.stringify(document);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(schemas[name], name).toBeDefined();
    }
    const ids = Object.values(document.paths).flatMap((path_) =>
      Object.values(path_).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names every parameter that stands in a path', async () => {
    const { paths } = (await (await get('/openapi.json')).json()) as OpenApi;
    for (const [path_, operations] of Object.entries(paths)) {
      const inPath = [...path_.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(operations)) {
        const named = parameters.filter((one) => one.in === 'path').map((one) => one.name);
        expect(new Set(named), path_).toEqual(new Set(inPath));
      }
    }
  });
});

interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, OpenApiOperation>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}
interface OpenApiOperation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
}

/** A request whose path nobody tidies up on the way. */
function rawGet(address: string, headers: Record<string, string>): Promise<RawAnswer> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return rawRequest(
    `GET ${address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${lines.join('')}\r\n`,
  );
}

interface RawAnswer {
  readonly head: string;
  readonly body: Buffer;
}

/** Sends bytes as they are and reads until the server closes. */
function rawRequest(request: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(listening.port, '127.0.0.1', () => {
      socket.write(request);
    });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const whole = Buffer.concat(chunks);
      const end = whole.indexOf('\r\n\r\n');
      resolve({ head: whole.toString('latin1', 0, end), body: whole.subarray(end + 4) });
    });
  });
}
