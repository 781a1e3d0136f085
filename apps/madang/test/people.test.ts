import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LogLine } from '@madang/api';
import { expectOk, expectPresent, fromHex, type Json, ok, toHex } from '@madang/base';
import { createClient } from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes, signerFrom } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { services } from '@madang/services';
import { canaryScan } from '@madang/testkit';
import { commitmentOf, type PersonRecord } from '@madang/vault';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { foundLedger } from '../src/data/found.ts';
import { readSigningKey } from '../src/data/key-file.ts';
import { layoutOf, secretFile } from '../src/data/layout.ts';
import { emptyCity } from '../src/demo/gaon.ts';
import { foundPeople } from '../src/people/found-people.ts';
import type { Messenger } from '../src/people/messenger.ts';
import type { OpenPeople } from '../src/people/open-people.ts';
import { submitAct } from '../src/server/submit-act.ts';
import {
  memoryPolicy,
  openTestCity,
  type TestCity,
  type TestClient,
  temporaryFolder,
} from './support/city.ts';

const NAME = '김카나리아자';
const NUMBERS = ['010-0000-7391', '010-0000-7392'];
const MINUTE_MS = 60_000;

let city: TestCity;
let client: TestClient;
let register: string;
let tokens: readonly string[];
let lines: LogLine[];
let addresses: string[];
let offsetMs: number;
const now = (): number => Date.now() + offsetMs;

const owner = (number?: string): PersonRecord => ({
  name: NAME,
  homes: ['107동 503호'],
  salt: new Uint8Array(32).fill(3),
  ...(number === undefined ? {} : { contact: { kind: 'phone', number } }),
});
const keyOf = (name: string): KeyPair =>
  expectOk(readSigningKey(secretFile(city.layout, name)), name);
const people = (): OpenPeople => expectPresent(city.opened.people, 'this city sends links');
const room = () => ({ ledger: city.opened.ledger, now });

async function open(layout?: TestCity['layout']): Promise<void> {
  const log = (line: LogLine): void => {
    lines.push(line);
  };
  city = await openTestCity({ log, now, ...(layout === undefined ? {} : { layout }) });
  client = createClient({
    baseUrl: '',
    services,
    policy: memoryPolicy(),
    now,
    language: () => 'en',
    fetch: (input, init) => {
      addresses.push(input);
      return city.fetch(input, init);
    },
  });
}

async function reopen(): Promise<void> {
  await city.opened.close();
  await open(city.layout);
}

async function found(level: 'link' | 'desk' = 'link'): Promise<void> {
  const persons = [owner(NUMBERS[0]), owner(NUMBERS[1]), owner()];
  const founded = expectOk(
    await foundPeople(
      { ...room(), vault: people().vault, registrar: keyOf('city.registrar') },
      { institution: 'city', level, persons },
    ),
    'founded',
  );
  register = toHex(founded.register);
  tokens = founded.tokens.map(toHex);
}

beforeEach(async () => {
  [lines, addresses, offsetMs] = [[], [], 0];
  await open();
  await found();
});
afterEach(() => city.close());

/** What the stand-in for telephones holds of a number, newest first. */
async function textsTo(number = NUMBERS[0]): Promise<readonly string[]> {
  const { messages } = expectOk(await client.demoMessages(), 'messages');
  return messages.filter((one) => one.number === number).map(({ text }) => text);
}

/** Waits for a message and gives what the pattern finds in the newest that fits. */
function told(pattern: RegExp, number = NUMBERS[0]): Promise<string> {
  return vi.waitFor(
    async () => {
      const texts = await textsTo(number);
      const match = texts.map((text) => pattern.exec(text)).find((one) => one !== null);
      return expectPresent(match?.[1] ?? match?.[0], `told ${String(pattern)}`);
    },
    { timeout: 5_000, interval: 10 },
  );
}

async function codeFor(token: string, number = NUMBERS[0]): Promise<string> {
  const before = (await textsTo(number)).length;
  expectOk(await client.sendCode(token), 'a code is sent');
  await vi.waitFor(async () => {
    expect((await textsTo(number)).length).toBeGreaterThan(before);
  });
  return told(/인증 번호 (\d{6})/, number);
}

const newKey = (): KeyPair => keyPairFromSeed(randomBytes(32));
const accountHex = (key: KeyPair): string => toHex(accountOf(key.suite, key.publicKey));
const wish = (token: string, code: string, key: KeyPair) => ({
  token,
  code,
  key: toHex(key.publicKey),
  suite: 'ed25519' as const,
});
const otherCode = (code: string): string => (code === '000000' ? '000001' : '000000');

/** How many messages of each kind the outbox has, whatever became of them. */
function kinds(): Record<string, number> {
  const file = path.join(city.layout.vault, 'vault.sqlite');
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('select kind, count(*) as n from vault_outbox group by kind').all();
  database.close();
  return Object.fromEntries(rows.map(({ kind, n }) => [String(kind), Number(n)]));
}

const act = (name: string, payload: Json, keys: readonly KeyPair[]) =>
  submitAct(room(), keys, { act: name, payload });

describe('a resident', () => {
  it('comes with a link, is told apart, and is told of everything exactly once', async () => {
    expect(await people().sendLinks(expectOk(fromHex(register), 'id'))).toBe(2);
    const token = await told(/link#([0-9a-f]{32})$/);
    expect(await client.openLink(tokens[0]!)).toMatchObject({
      error: { code: 'api.LINK_UNKNOWN' },
    });
    const ledger = expectOk(await client.ledger(), 'the ledger');
    expect(expectOk(await client.openLink(token), 'opened')).toEqual({
      ledger: { ...ledger, time: expect.any(Number) },
      register,
      nameMasked: '김○○○○자',
      homes: ['107동 503호'],
      contactMasked: '010-••••-7391',
      level: 'link',
      identified: false,
      matters: [],
    });
    const phone = newKey();
    const code = await codeFor(token);
    const request = wish(token, code, phone);
    // A button that is pressed twice gets one answer twice.
    const pressed = await Promise.all([client.identify(request), client.identify(request)]);
    const answer = expectOk(pressed[0], 'identified');
    expect(pressed[1]).toEqual(pressed[0]);
    expect(answer).toMatchObject({
      register,
      person: 0,
      account: accountHex(phone),
      level: 'link',
      name: NAME,
      contact: { kind: 'phone', number: NUMBERS[0] },
    });
    const { name, contact, homes } = answer;
    const salt = expectOk(fromHex(answer.salt), 'salt');
    const shown = { name, homes, salt, ...(contact === undefined ? {} : { contact }) };
    expect(toHex(commitmentOf(shown))).toBe(toHex(commitmentOf(owner(NUMBERS[0]))));
    const record = expectOk(await client.record(answer.record), 'record');
    expect(record).toMatchObject({ id: answer.id, act: 'people.attestKey', outcome: { code: 0 } });
    // The city keeps the register, so the district attests.
    const account = expectOk(fromHex(answer.account), 'account');
    const id = expectOk(fromHex(register), 'register');
    const key = expectOk(await client.query('people.keyOf', { register: id, account }), 'key');
    expect(key).toMatchObject({ person: 0, attestedBy: 'district' });

    // Whoever lost the answer asks again and gets the same one.
    expect(expectOk(await client.identify(request), 'again')).toEqual(answer);
    expect(expectOk(await client.openLink(token), 'opened').identified).toBe(true);

    await reopen();
    await people().noticesQueued();
    expect(kinds()).toEqual({ link: 2, code: 1, registered: 1 });
    expect(expectOk(await client.identify(request), 'after a restart')).toEqual(answer);

    // A code that is newer is as good, for the key that is attested.
    const later = await codeFor(token);
    expect(expectOk(await client.identify(wish(token, later, phone)), 'later')).toEqual(answer);

    const thief = newKey();
    expect(await client.identify(wish(token, code, thief))).toMatchObject({
      error: { code: 'api.CODE_ENDED' },
    });
    const second = await codeFor(token);
    const used = await client.identify(wish(token, second, thief));
    expect(used).toMatchObject({ error: { code: 'api.LINK_USED', status: 409 } });
    await told(/거절했습니다/);

    const revoked = await act(
      'people.revokeKeys',
      { register, person: 0, level: 'desk', as: 'city', reason: 'lost' },
      [keyOf('city.officer-1'), keyOf('city.officer-2')],
    );
    expect(revoked).toMatchObject({ ok: true, value: { outcome: { code: 0 } } });
    await told(/모두 끝냈습니다/);
    // The link before is dead; a new one is on its way, and the key that ended never comes back.
    const fresh = await vi.waitFor(async () => {
      const newest = await told(/\/link#([0-9a-f]{32})/);
      expect(newest).not.toBe(token);
      return newest;
    });
    expect(await client.openLink(token)).toMatchObject({ error: { code: 'api.LINK_UNKNOWN' } });
    expect(expectOk(await client.openLink(fresh), 'opened').identified).toBe(false);
    const last = await codeFor(fresh);
    expect(await client.identify(wish(fresh, last, phone))).toMatchObject({
      error: { code: 'people.KEY_KNOWN' },
    });
    const next = newKey();
    const again = await codeFor(fresh);
    expectOk(await client.identify(wish(fresh, again, next)), 'identified anew');
    const tablet = expectOk(fromHex(accountHex(newKey())), 'account');
    const prepared = await client.act('people.addKey', { register: id, account: tablet }, [
      signerFrom(next),
    ]);
    expectOk(await client.send(expectOk(prepared, 'prepared')), 'sent');
    await told(/하나 더/);

    // Neither a restart right after an act nor a second one repeats or loses a notice.
    for (let restart = 0; restart < 2; restart++) {
      await reopen();
      await people().noticesQueued();
      expect(kinds()).toEqual({
        link: 3,
        code: 5,
        registered: 2,
        attempted: 1,
        revoked: 1,
        added: 1,
      });
    }
    await lookForCanaries([token, code, later, second]);
  });

  it('is refused where the attestation cannot be put on record, and not told as known', async () => {
    await found('desk');
    const code = await codeFor(tokens[1]!, NUMBERS[1]);
    const refused = await client.identify(wish(tokens[1]!, code, newKey()));
    expect(refused).toMatchObject({ error: { code: 'people.LEVEL_TOO_LOW' } });
    expect(expectOk(await client.openLink(tokens[1]!), 'opened').identified).toBe(false);
  });

  it('is refused a key that is another person’s', async () => {
    const key = newKey();
    const first = await codeFor(tokens[0]!);
    expectOk(await client.identify(wish(tokens[0]!, first, key)), 'identified');
    const second = await codeFor(tokens[1]!, NUMBERS[1]);
    expect(await client.identify(wish(tokens[1]!, second, key))).toMatchObject({
      error: { code: 'people.KEY_KNOWN' },
    });
  });
});

/** Nothing personal is in a log line, an address, the chain's files, or the clear of the vault. */
async function lookForCanaries(secrets: readonly string[]): Promise<void> {
  expect(lines).toEqual([]);
  const entries = await city.opened.ledger.entries(0, 1_000);
  const chain = Buffer.concat([...entries, ...filesUnder(city.layout.folder)]);
  // The search finds what is there.
  expect(chain.includes(Buffer.from(register, 'hex'))).toBe(true);
  const own = [NAME, '107동 503호', ...NUMBERS, ...secrets];
  const scan = canaryScan(Object.fromEntries(own.map((text) => [text, text])));
  expect(scan(chain)).toEqual([]);
  expect(scan(Buffer.from(addresses.join('\n')))).toEqual([]);
}

function filesUnder(folder: string): readonly Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));
}

describe('refusals', () => {
  it('say what is wrong with a link or a code, each with its own number', async () => {
    const unknown = '00'.repeat(16);
    const linkUnknown = { error: { code: 'api.LINK_UNKNOWN', status: 404 } };
    expect(await client.openLink(unknown)).toMatchObject(linkUnknown);
    expect(await client.sendCode(unknown)).toMatchObject(linkUnknown);
    expect(await client.extendCode(unknown)).toMatchObject(linkUnknown);
    expect(await client.identify(wish(unknown, '000000', newKey()))).toMatchObject(linkUnknown);

    const [token = ''] = tokens;
    const ended = { error: { code: 'api.CODE_ENDED', status: 410 } };
    expect(await client.extendCode(token)).toMatchObject(ended);
    expect(await client.identify(wish(token, '000000', newKey()))).toMatchObject(ended);

    const code = await codeFor(token);
    const wrong = wish(token, otherCode(code), newKey());
    for (let left = 4; left >= 0; left--) {
      expect(await client.identify(wrong)).toMatchObject({
        error: { code: 'api.CODE_WRONG', status: 403, context: { left } },
      });
    }
    expect(await client.identify(wish(token, code, newKey()))).toMatchObject(ended);

    expect(await client.sendCode(tokens[2]!)).toMatchObject({
      error: { code: 'api.NO_CONTACT', status: 409 },
    });
    const opened = expectOk(await client.openLink(tokens[2]!), 'opened');
    expect(opened.contactMasked).toBeUndefined();
  });

  it('let a code be extended to twenty minutes, and five be sent an hour', async () => {
    const [token = ''] = tokens;
    const { expiresAt } = expectOk(await client.sendCode(token), 'sent');
    expect(Math.abs(expiresAt - now() - 5 * MINUTE_MS)).toBeLessThan(MINUTE_MS / 2);
    offsetMs += 4 * MINUTE_MS;
    const extended = expectOk(await client.extendCode(token), 'extended');
    expect(extended.expiresAt).toBeGreaterThan(expiresAt + 3 * MINUTE_MS);
    offsetMs += 17 * MINUTE_MS;
    expect(await client.extendCode(token)).toMatchObject({ error: { code: 'api.CODE_ENDED' } });
    for (let sent = 1; sent < 5; sent++) expectOk(await client.sendCode(token), 'sent');
    await reopen();
    const sixth = await client.sendCode(token);
    expect(sixth).toMatchObject({ error: { code: 'api.CODES_TOO_MANY', status: 429 } });
    expect(sixth).toMatchObject({ error: { retryAfterMs: expect.any(Number) as number } });
    offsetMs += 40 * MINUTE_MS;
    expectOk(await client.sendCode(token), 'sent');
  });

  it('of bodies that are none name the field and repeat nothing of them', async () => {
    const key = toHex(newKey().publicKey);
    const good = { token: tokens[0]!, code: '123456', key, suite: 'ed25519' };
    const cases: readonly [object | string, string][] = [
      ['{', 'body'],
      [{ ...good, token: NAME }, 'token'],
      [{ ...good, code: '12345' }, 'code'],
      [{ ...good, key: 'ff'.repeat(32) }, 'key'],
      [{ ...good, suite: 'rsa' }, 'suite'],
    ];
    for (const [body, name] of cases) {
      const answer = await post('/api/people/identify', body);
      const text = await answer.text();
      expect(answer.status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({
        code: 'api.PARAMETER_NOT_VALID',
        context: { name },
      });
      expect(text).not.toContain(NAME);
    }
    const long = await post('/api/people/link', { token: 'x'.repeat(2_000) });
    expect(long.status).toBe(413);
    const form = await city.fetch('/api/people/link', { method: 'POST', body: 'token=1' });
    expect(form.status).toBe(415);
    const inAddress = await city.fetch(`/api/people/link?token=${tokens[0]!}`, { method: 'GET' });
    expect(inAddress.status).toBe(405);
  });

  it('come to whatever is sent, and never as a failure of the server', async () => {
    const good = { token: tokens[0]!, code: '123456', key: '00'.repeat(32), suite: 'ed25519' };
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(good)));
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ token: field, code: field, key: field, suite: field }),
    );
    const paths = fc.constantFrom('link', 'code/extend', 'identify');
    await fc.assert(
      fc.asyncProperty(paths, bodies, async (name, body) => {
        // One address may ask once a second in the long run.
        offsetMs += 1_000;
        const answer = await post(`/api/people/${name}`, body);
        const problem: unknown = await answer.json();
        expect([400, 403, 404, 410, 413]).toContain(answer.status);
        expect(problem).toHaveProperty('code');
      }),
      { seed: 11, numRuns: 300 },
    );
    expect(lines).toEqual([]);
  });

  it('are in the reader’s language', async () => {
    const answer = await post('/api/people/link', { token: '00'.repeat(16) });
    expect(await answer.json()).toMatchObject({
      title: '알 수 없는 링크이거나, 새 링크로 바뀌었습니다.',
    });
  });

  it('end a link whose person was erased', async () => {
    const [token = ''] = tokens;
    const at = { register: expectOk(fromHex(register), 'id'), person: 0 };
    const { deposit } = expectOk(await people().erase(at), 'erased');
    expect(await client.openLink(token)).toMatchObject({ error: { code: 'api.LINK_UNKNOWN' } });
    expect(await city.opened.noteErasures()).toBe(0);
    const { records } = expectOk(await client.records({ limit: 1 }), 'records');
    expect(records).toMatchObject([
      { act: 'document.noteErasure', payload: { institution: 'city', deposit: toHex(deposit) } },
    ]);
    expect(await people().erase({ ...at, person: 99 })).toMatchObject({
      error: { code: 'CONTACTS_UNKNOWN' },
    });
  });

  function post(address: string, body: object | string): Promise<Response> {
    return city.fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }
});

describe('the counts of a register', () => {
  it('are public, and say how many persons no message reaches', async () => {
    await people().sendLinks(expectOk(fromHex(register), 'id'));
    await vi.waitFor(async () => {
      expect(await client.outboxCounts(register)).toEqual({
        ok: true,
        value: { queued: 0, sent: 2, failed: 0, withoutContact: 1 },
      });
    });
    expect(await client.outboxCounts('00'.repeat(32))).toMatchObject({
      error: { code: 'people.UNKNOWN_REGISTER' },
    });
    expect(await client.outboxCounts('no register')).toMatchObject({
      error: { code: 'api.PARAMETER_NOT_VALID' },
    });
    const place = { register: expectOk(fromHex(register), 'id'), person: 1 };
    expect(await people().remind([place, { ...place, person: 2 }])).toBe(1);
    await told(/아직 하지 않은/, NUMBERS[1]);
  });
});

describe('a city that is not the demo', () => {
  it('says that it has no links, and shows no messages', async () => {
    const layout = layoutOf(path.join(temporaryFolder(), 'data'));
    expectOk(foundLedger(layout, emptyCity, Date.now()), 'founded');
    const empty = await openTestCity({ layout });
    const own = empty.client();
    const noPeople = { error: { code: 'api.NO_PEOPLE', status: 404 } };
    expect(await own.openLink(tokens[0]!)).toMatchObject(noPeople);
    expect(await own.sendCode(tokens[0]!)).toMatchObject(noPeople);
    expect(await own.extendCode(tokens[0]!)).toMatchObject(noPeople);
    expect(await own.identify(wish(tokens[0]!, '123456', newKey()))).toMatchObject(noPeople);
    expect(await own.outboxCounts(register)).toMatchObject(noPeople);
    expect(await own.demoMessages()).toMatchObject({ error: { code: 'api.NOT_FOUND' } });
    await empty.close();
  });

  it('sends by its own messenger, and shows no messages', async () => {
    await city.opened.close();
    const sent: string[] = [];
    const messenger: Messenger = {
      send: (_number, text) => {
        sent.push(text);
        return Promise.resolve(ok(undefined));
      },
    };
    city = await openTestCity({ layout: city.layout, messenger });
    const own = city.client();
    expectOk(await own.sendCode(tokens[0]!), 'sent');
    await vi.waitFor(() => {
      expect(sent.join()).toMatch(/인증 번호 \d{6}/);
    });
    expect(await own.demoMessages()).toMatchObject({ error: { code: 'api.NOT_FOUND' } });
  });

  it('attests nobody of a register that the attester’s own institution opened', async () => {
    const registrar = keyOf('city.registrar');
    const grant = {
      account: accountHex(registrar),
      delegable: false,
      institution: 'district',
      role: 'people.registrar',
    };
    const granted = await act('governance.grantRole', grant, [keyOf('district.governance')]);
    expect(granted).toMatchObject({ ok: true, value: { outcome: { code: 0 } } });
    const founded = expectOk(
      await foundPeople(
        { ...room(), vault: people().vault, registrar },
        { institution: 'district', level: 'link', persons: [owner(NUMBERS[0])] },
      ),
      'founded',
    );
    const token = toHex(founded.tokens[0]!);
    const code = await codeFor(token);
    expect(await client.identify(wish(token, code, newKey()))).toMatchObject({
      error: { code: 'api.NO_PEOPLE' },
    });
  });
});

describe('a person who was erased', () => {
  it('is erased again in a vault from a backup, by the ledger’s record', async () => {
    const at = { register: expectOk(fromHex(register), 'id'), person: 0 };
    await city.opened.close();
    const before = path.join(path.dirname(city.layout.folder), 'vault-before');
    cpSync(city.layout.vault, before, { recursive: true });
    await open(city.layout);
    expectOk(await people().erase(at), 'erased');
    await city.opened.close();
    rmSync(city.layout.vault, { recursive: true });
    cpSync(before, city.layout.vault, { recursive: true });
    await open(city.layout);
    expect(await people().vault.contacts.read(at)).toMatchObject({
      error: { code: 'CONTACTS_ERASED' },
    });
    expect(await client.openLink(tokens[0]!)).toMatchObject({
      error: { code: 'api.LINK_UNKNOWN' },
    });
    expect(await people().vault.contacts.read({ ...at, person: 1 })).toMatchObject({ ok: true });
  });
});

describe('a register', () => {
  it('is not founded by somebody who is no registrar, nor with half of its persons', async () => {
    const refused = await foundPeople(
      { ...room(), vault: people().vault, registrar: keyOf('city.officer-1') },
      { institution: 'city', level: 'link', persons: [owner()] },
    );
    expect(refused).toMatchObject({
      error: { code: 'REGISTER_NOT_OPENED', reason: 'kernel.NOT_PERMITTED' },
    });
    const size = city.opened.ledger.size();
    const half = await foundPeople(
      { ...room(), vault: people().vault, registrar: keyOf('city.registrar') },
      { institution: 'city', level: 'link', persons: [owner(), { ...owner(), name: '' }] },
    );
    expect(half).toMatchObject({ error: { code: 'CONTACTS_NOT_VALID', person: 1 } });
    const none = await foundPeople(
      { ...room(), vault: people().vault, registrar: keyOf('city.registrar') },
      { institution: 'city', level: 'link', persons: [] },
    );
    expect(none).toMatchObject({ error: { code: 'REGISTER_NOT_OPENED' } });
    expect(city.opened.ledger.size()).toBe(size);
  });
});
