import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, fail, fromHex, ok } from '@madang/base';
import { openVault, type Vault } from '@madang/vault';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messageText } from '../src/people/message-text.ts';
import { demoMessenger, type Messenger } from '../src/people/messenger.ts';
import { oneAtATime } from '../src/people/one-at-a-time.ts';
import { type Postman, startPostman } from '../src/people/postman.ts';

const register = new Uint8Array(32).fill(4);
const city = { en: 'Gaon', ko: '가온시' };
const PERSONS = 30;

let folder: string;
let vault: Vault;
let nowMs: number;
let postman: Postman;
let failures: unknown[];
let texts: string[];
/** What the gateway answers to the next messages; it takes all others. */
let answers: ('refuse' | 'throw')[];

const messenger: Messenger = {
  send: (number, text) => {
    texts.push(text);
    const answer = answers.shift();
    if (answer === 'throw') throw new Error(`no way to ${number}`);
    return Promise.resolve(
      answer === 'refuse' ? fail({ code: 'MESSENGER_FAILED' }) : ok(undefined),
    );
  },
};

const start = (gateway = messenger): Postman =>
  startPostman({
    vault,
    messenger: gateway,
    city,
    language: 'ko',
    linkOf: (token) => `/link#${token}`,
    now: () => nowMs,
    onFailure: (failure) => failures.push(failure),
  });

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'madang-post-'));
  nowMs = 1_000_000;
  [failures, texts, answers] = [[], [], []];
  const masterKey = new Uint8Array(32).fill(1);
  vault = await openVault({ folder, masterKey, now: () => nowMs });
  const persons = Array.from({ length: PERSONS }, (_, person) => ({
    person,
    record: {
      name: '소유자',
      homes: [],
      salt: new Uint8Array(32),
      contact: { kind: 'phone' as const, number: '010-0000-0001' },
    },
  }));
  expectOk(await vault.contacts.enrol(register, persons), 'enrolled');
  postman = start();
});
afterEach(async () => {
  await postman.stop();
  await vault.close();
  await rm(folder, { recursive: true });
});

const notice = (kind: 'link' | 'registered', person = 0) => ({ register, person, kind });
const counts = () => vault.outbox.counts(register);
const settled = (sent: number, failed = 0): Promise<void> =>
  vi.waitFor(async () => {
    expect(await counts()).toMatchObject({ queued: 0, sent, failed });
  });
const tried = (times: number): Promise<void> =>
  vi.waitFor(async () => {
    expect(texts).toHaveLength(times);
    expect(await vault.outbox.due(1)).toEqual([]);
  });

describe('a message', () => {
  it('is tried three times, with longer and longer waits, and then has failed', async () => {
    answers = ['refuse', 'refuse', 'refuse'];
    await vault.outbox.queue([notice('registered')]);
    postman.wake();
    await tried(1);
    expect(await vault.outbox.nextDueMs()).toBe(nowMs + 5_000);
    postman.wake();
    nowMs += 5_000;
    postman.wake();
    await tried(2);
    expect(await vault.outbox.nextDueMs()).toBe(nowMs + 30_000);
    nowMs += 30_000;
    postman.wake();
    await settled(0, 1);
    expect(texts).toHaveLength(3);
  });

  it('of a gateway that breaks is tried again, and what is logged has no number', async () => {
    answers = ['throw'];
    await vault.outbox.queue([notice('registered'), notice('registered', 1)]);
    postman.wake();
    await tried(2);
    nowMs += 5_000;
    postman.wake();
    await settled(2);
    expect(failures).toHaveLength(1);
    expect(String(failures[0])).not.toContain('010');
  });

  it('with a link makes a new token at each try, the last of which is good', async () => {
    answers = ['refuse'];
    await vault.outbox.queue([notice('link')]);
    postman.wake();
    await tried(1);
    nowMs += 5_000;
    postman.wake();
    await settled(1);
    const found = await Promise.all(
      texts.map(async (text) => {
        const [, token = ''] = /link#([0-9a-f]{32})$/.exec(text) ?? [];
        const read = await vault.contacts.readByToken(expectOk(fromHex(token), 'token'));
        return read.ok ? read.value.link : undefined;
      }),
    );
    expect(found.map((link) => link?.person)).toEqual([undefined, 0]);
  });

  it('with a code goes before a crowd of others', async () => {
    const all = Array.from({ length: PERSONS }, (_, person) => notice('registered', person));
    await vault.outbox.queue(all);
    postman.wake();
    await postman.sendCode({ register, person: 3 }, '123456');
    await settled(PERSONS + 1);
    const at = texts.findIndex((text) => text.includes('123456'));
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThan(25);
  });

  it('is handed over beside others, but never beside another to the same person', async () => {
    await postman.stop();
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    let [under, most] = [0, 0];
    postman = start({
      send: async (number, text) => {
        under += 1;
        most = Math.max(most, under);
        await gate;
        under -= 1;
        return messenger.send(number, text);
      },
    });
    await vault.outbox.queue([notice('link'), notice('link', 1), notice('link')]);
    postman.wake();
    await vi.waitFor(() => expect(under).toBe(2));
    open(undefined);
    await settled(3);
    expect(most).toBe(2);
    // The link that came last is the one that works.
    const [, , last = ''] = texts;
    const token = expectOk(fromHex(last.slice(-32)), 'token');
    expect(expectOk(await vault.contacts.readByToken(token), 'found').link.person).toBe(0);
  });

  it('with a code is never sent by a server that did not make it', async () => {
    await vault.outbox.queue([{ register, person: 0, kind: 'code' }]);
    postman.wake();
    await settled(0, 1);
    expect(texts).toEqual([]);
  });

  it('to somebody who was erased in the meantime goes nowhere', async () => {
    await vault.outbox.queue([notice('registered')]);
    expectOk(await vault.contacts.erase({ register, person: 0 }), 'erased');
    postman.wake();
    await settled(0, 1);
    expect(texts).toEqual([]);
  });

  it('is sent by the next server if the first stops before', async () => {
    await postman.stop();
    postman.wake();
    await vault.outbox.queue([notice('registered')]);
    expect(texts).toEqual([]);
    postman = start();
    postman.wake();
    await settled(1);
  });
});

describe('texts', () => {
  it('are complete in both languages and name nobody', () => {
    const kinds = [
      'link',
      'code',
      'registered',
      'revoked',
      'added',
      'attempted',
      'acted',
      'ended',
      'represented',
      'acting',
      'reminder',
    ] as const;
    for (const kind of kinds) {
      const { en, ko } = messageText(kind, { city, link: '/link#00', code: '123456' });
      expect(en).toMatch(/^\[Gaon\] [A-Z].*$/);
      expect(ko).toMatch(/^\[가온시\] [가-힣].*$/);
      expect(/123456/.test(ko)).toBe(kind === 'code');
    }
  });
});

describe('the stand-in for telephones', () => {
  it('keeps the last fifty messages, newest first', async () => {
    const demo = demoMessenger(() => nowMs);
    for (let n = 0; n < 60; n++) expectOk(await demo.send('010-0000-0001', String(n)), 'sent');
    const kept = demo.messages();
    expect(kept).toHaveLength(50);
    expect([kept[0]?.text, kept[49]?.text]).toEqual(['59', '10']);
  });
});

describe('work of one name', () => {
  it('runs one after another, also when one fails, and beside that of others', async () => {
    const alone = oneAtATime();
    const order: string[] = [];
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    const first = alone('a', async () => {
      await gate;
      order.push('a1');
      throw new Error('failed on purpose');
    });
    const second = alone('a', async () => order.push('a2'));
    await alone('b', async () => order.push('b'));
    open(undefined);
    await expect(first).rejects.toThrow('on purpose');
    await second;
    expect(order).toEqual(['b', 'a1', 'a2']);
  });
});
