import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent, toHex } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { dropTables, openSql } from '@madang/sql';
import { canaryScan, startPostgres } from '@madang/testkit';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CODE_LONGEST_MS,
  CODE_VALID_MS,
  commitmentOf,
  type Link,
  MAX_CODES,
  MAX_ENROLLED,
  MAX_WRONG_TRIES,
  maskName,
  maskNumber,
  openVault,
  type PersonRecord,
  type Vault,
} from '../src/index.ts';
import { type VaultDatabase, vaultTables } from '../src/tables.ts';

const postgres = await startPostgres();
afterAll(async () => {
  await postgres?.stop();
});

const register = new Uint8Array(32).fill(9);
const HOUR_MS = 3_600_000;
const NUMBER = '010-0000-2847';
const NAME = '김카나리아자';

const recordOf = (number?: string): PersonRecord => ({
  name: NAME,
  homes: ['107동 503호'],
  salt: new Uint8Array(32).fill(5),
  ...(number === undefined ? {} : { contact: { kind: 'phone', number } }),
});

async function linkOf({ contacts }: Vault, token: Uint8Array): Promise<Link | undefined> {
  const found = await contacts.readByToken(token);
  return found.ok ? found.value.link : undefined;
}

describe.each(['SQLite', 'PostgreSQL'])('people in a vault on %s', (name) => {
  // PostgreSQL is left out only where none is to be had; startPostgres says so.
  const maybe = name === 'PostgreSQL' && postgres === undefined ? it.skip : it;
  let folder: string;
  let vault: Vault;
  let nowMs: number;

  const opened = (key = 7): Promise<Vault> =>
    openVault({
      folder,
      masterKey: new Uint8Array(32).fill(key),
      now: () => nowMs,
      ...(name === 'PostgreSQL' && postgres ? { tables: { url: postgres.url } } : {}),
    });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'madang-people-'));
    nowMs = 1_000_000;
    if (name === 'PostgreSQL' && postgres === undefined) return;
    vault = await opened();
  });
  afterEach(async () => {
    await vault.close();
    if (name === 'PostgreSQL' && postgres !== undefined) {
      const sql = await openSql({ url: postgres.url });
      await dropTables(sql.db, vaultTables);
      await sql.close();
    }
    await rm(folder, { recursive: true });
  });
  const reopen = async (): Promise<void> => {
    await vault.close();
    vault = await opened();
  };

  async function enrolOne(record = recordOf(NUMBER)): Promise<Link> {
    const [token] = expectOk(
      await vault.contacts.enrol(register, [{ person: 0, record }]),
      'enrolled',
    );
    return expectPresent(await linkOf(vault, token!), 'found');
  }

  /** What is kept of persons can no longer be opened. */
  async function damageRecords(): Promise<void> {
    const file = path.join(folder, 'vault.sqlite');
    const place = name === 'PostgreSQL' ? { url: postgres?.url ?? '' } : { file };
    const sql = await openSql<VaultDatabase>(place);
    await sql.db
      .updateTable('vault_persons')
      .set({ sealed_record: randomBytes(64) })
      .execute();
    await sql.close();
  }

  describe('contacts', () => {
    maybe('come back by the token of their link, also after a restart', async () => {
      const record = recordOf(NUMBER);
      const persons = [0, 1].map((person) => ({ person, record }));
      const tokens = expectOk(await vault.contacts.enrol(register, persons), 'enrolled');
      await reopen();
      const link = expectPresent(await linkOf(vault, tokens[1]!), 'found');
      expect([toHex(link.register), link.person]).toEqual([toHex(register), 1]);
      expect(await vault.contacts.read(link)).toEqual({ ok: true, value: record });
      expect(await vault.contacts.readByToken(tokens[1]!)).toMatchObject({ value: { record } });
      expect(await vault.contacts.readByToken(randomBytes(16))).toEqual({
        ok: false,
        error: { code: 'CONTACTS_UNKNOWN' },
      });
      expect(await vault.contacts.read({ register, person: 2 })).toMatchObject({
        error: { code: 'CONTACTS_UNKNOWN' },
      });
    });

    describe('as a link shows them', () => {
      const shown = {
        nameMasked: '김○○○○자',
        homes: ['107동 503호'],
        contactMasked: '010-••••-2847',
      };
      const unknown = { ok: false, error: { code: 'CONTACTS_UNKNOWN' } };
      let token: Uint8Array;
      beforeEach(async () => {
        if (name === 'PostgreSQL' && postgres === undefined) return;
        const persons = [{ person: 0, record: recordOf(NUMBER) }];
        token = expectPresent(
          expectOk(await vault.contacts.enrol(register, persons), 'enrolled')[0],
          'a token',
        );
      });
      const masked = () => vault.contacts.maskedByToken(token);
      const here = { register, person: 0 };

      maybe('come masked, and the same again without the tables being asked', async () => {
        expect(await vault.contacts.maskedByToken(randomBytes(16))).toEqual(unknown);
        expect(await masked()).toMatchObject({ value: { ...shown, link: { person: 0 } } });
        await damageRecords();
        expect(await masked()).toMatchObject({ value: shown });
        nowMs += 60_000;
        expect(await masked()).toEqual({ ok: false, error: { code: 'CONTACTS_DAMAGED' } });
      });

      maybe('are shown no more once they are erased, or their link is another', async () => {
        expectOk(await masked(), 'shown');
        const fresh = expectOk(await vault.contacts.freshToken(here), 'another link');
        expect(await masked()).toEqual(unknown);
        token = fresh;
        expect(await masked()).toMatchObject({ value: shown });
        expectOk(await vault.contacts.erase(here), 'erased');
        expect(await masked()).toEqual(unknown);
      });
    });

    maybe('are enrolled all or none', async () => {
      await enrolOne();
      const record = recordOf();
      const again = await vault.contacts.enrol(register, [
        { person: 5, record },
        { person: 0, record },
      ]);
      expect(again).toEqual({ ok: false, error: { code: 'CONTACTS_KNOWN', person: 0 } });
      const twice = [6, 6].map((person) => ({ person, record }));
      expect(await vault.contacts.enrol(register, twice)).toMatchObject({
        error: { code: 'CONTACTS_KNOWN', person: 6 },
      });
      const nameless = { person: 7, record: { ...record, name: '' } };
      expect(await vault.contacts.enrol(register, [nameless])).toMatchObject({
        error: { code: 'CONTACTS_NOT_VALID', person: 7 },
      });
      const lines = await vault.contacts.list({ register, limit: 10 });
      expect(lines).toEqual([{ person: 0, hasContact: true, enrolledAtMs: nowMs }]);
    });

    maybe('take two thousand at once and not one more', { timeout: 60_000 }, async () => {
      const many = Array.from({ length: MAX_ENROLLED }, (_, person) => ({
        person,
        record: recordOf(),
      }));
      const tokens = expectOk(await vault.contacts.enrol(register, many), 'enrolled');
      expect(new Set(tokens.map(toHex)).size).toBe(MAX_ENROLLED);
      const page = await vault.contacts.list({ register, after: 1_998, limit: 10 });
      expect(page).toMatchObject([{ person: 1_999, hasContact: false }]);
      const more = [...many, { person: MAX_ENROLLED, record: recordOf() }];
      expect(await vault.contacts.enrol(register, more)).toMatchObject({
        error: { code: 'CONTACTS_TOO_MANY', max: MAX_ENROLLED },
      });
    });

    maybe('get a new token that ends the old link', async () => {
      const old = await enrolOne();
      const token = expectOk(await vault.contacts.freshToken(old), 'fresh');
      const link = expectPresent(await linkOf(vault, token), 'found');
      expect(toHex(link.tokenHash)).not.toBe(toHex(old.tokenHash));
      const issued = expectOk(await vault.codes.issue(link), 'issued');
      expect(await vault.codes.take(old, issued.digits, register)).toMatchObject({
        error: { code: 'CODE_ENDED' },
      });
      expect(await vault.contacts.freshToken({ register, person: 9 })).toMatchObject({
        error: { code: 'CONTACTS_UNKNOWN' },
      });
    });

    maybe('get new tokens many at once, each their own', async () => {
      const old = await enrolOne();
      const places = [
        { register, person: 9 },
        { register, person: 0 },
      ];
      const [unknown, fresh] = await vault.contacts.freshTokens(places);
      expect(unknown).toMatchObject({ error: { code: 'CONTACTS_UNKNOWN' } });
      const link = expectPresent(await linkOf(vault, expectOk(fresh!, 'fresh')), 'found');
      expect(link.person).toBe(0);
      expect(toHex(link.tokenHash)).not.toBe(toHex(old.tokenHash));
    });

    maybe('remember for which key an attestation was asked', async () => {
      const link = await enrolOne();
      expect(await vault.contacts.asked(link)).toBeUndefined();
      const asked = { account: new Uint8Array(32).fill(1), body: new Uint8Array(32).fill(2) };
      await vault.contacts.noteAsked(link, asked);
      const found = expectPresent(await vault.contacts.asked(link), 'asked');
      expect([toHex(found.account), toHex(found.body)]).toEqual(
        [asked.account, asked.body].map(toHex),
      );
    });

    maybe('are erased for good, and again after a restore by the ledger’s record', async () => {
      const link = await enrolOne();
      const issued = expectOk(await vault.codes.issue(link), 'issued');
      await vault.contacts.noteAsked(link, { account: register, body: register });
      nowMs += 5;
      const erasure = expectOk(await vault.contacts.erase(link), 'erased');
      expect(await vault.contacts.read(link)).toEqual({
        ok: false,
        error: { code: 'CONTACTS_ERASED', erasedAtMs: nowMs },
      });
      expect(await vault.contacts.freshToken(link)).toMatchObject({
        error: { code: 'CONTACTS_ERASED' },
      });
      expect(await vault.codes.take(link, issued.digits, register)).toMatchObject({
        error: { code: 'CODE_ENDED' },
      });
      expect(await vault.contacts.erase(link)).toMatchObject({ ok: true });
      expect(await vault.contacts.asked(link)).toBeUndefined();
      expect((await vault.erasures()).map(({ deposit }) => toHex(deposit))).toEqual([
        toHex(erasure.deposit),
      ]);
      expect(await vault.reapplyErasures([erasure.deposit, register])).toBe(0);
      expect(await vault.outbox.counts(register)).toMatchObject({ withoutContact: 1 });
    });

    maybe('are erased by the id that the ledger’s record names', async () => {
      const link = await enrolOne();
      const sql = await openSql<{ vault_persons: { id: Uint8Array } }>(
        postgres !== undefined && name === 'PostgreSQL'
          ? { url: postgres.url }
          : { file: path.join(folder, 'vault.sqlite') },
      );
      const { id } = await sql.db
        .selectFrom('vault_persons')
        .select('id')
        .executeTakeFirstOrThrow();
      await sql.close();
      expect(await vault.reapplyErasures([id])).toBe(1);
      expect(await vault.contacts.read(link)).toMatchObject({ error: { code: 'CONTACTS_ERASED' } });
    });

    maybe('cannot be read with another master key, and an examination says so', async () => {
      const link = await enrolOne();
      expect(await vault.examine()).toEqual({ keptCount: 1, damaged: [] });
      await vault.close();
      vault = await opened(8);
      expect(await vault.hasRightKey()).toBe(false);
      expect(await vault.contacts.read(link)).toMatchObject({
        error: { code: 'CONTACTS_DAMAGED' },
      });
      expect((await vault.examine()).damaged).toHaveLength(1);
    });
  });

  describe('codes', () => {
    maybe('are taken once, for one key, also after a restart', async () => {
      const link = await enrolOne();
      const { digits, expiresAtMs } = expectOk(await vault.codes.issue(link), 'issued');
      expect(digits).toMatch(/^[0-9]{6}$/);
      expect(expiresAtMs).toBe(nowMs + CODE_VALID_MS);
      await reopen();
      const [mine, other] = [randomBytes(32), randomBytes(32)];
      expect(await vault.codes.take(link, digits, mine)).toMatchObject({ ok: true });
      expect(await vault.codes.take(link, digits, mine)).toMatchObject({ ok: true });
      expect(await vault.codes.take(link, digits, other)).toMatchObject({
        error: { code: 'CODE_ENDED' },
      });
    });

    maybe('end after five minutes, twenty if they are extended', async () => {
      const link = await enrolOne();
      const startMs = nowMs;
      const { digits } = expectOk(await vault.codes.issue(link), 'issued');
      for (let minute = 4; minute < 20; minute += 4) {
        nowMs = startMs + minute * 60_000;
        const until = expectOk(await vault.codes.extend(link), 'extended');
        expect(until).toBe(Math.min(nowMs + CODE_VALID_MS, startMs + CODE_LONGEST_MS));
      }
      nowMs = startMs + CODE_LONGEST_MS;
      const ended = { error: { code: 'CODE_ENDED' } };
      expect(await vault.codes.extend(link)).toMatchObject(ended);
      expect(await vault.codes.take(link, digits, register)).toMatchObject(ended);
      const next = expectOk(await vault.codes.issue(link), 'issued');
      nowMs += CODE_VALID_MS;
      expect(await vault.codes.take(link, next.digits, register)).toMatchObject(ended);
    });

    maybe('die after five wrong tries, and a new one ends the old', async () => {
      const link = await enrolOne();
      const first = expectOk(await vault.codes.issue(link), 'issued');
      const second = expectOk(await vault.codes.issue(link), 'issued');
      const wrong = second.digits === '000000' ? '000001' : '000000';
      if (first.digits !== second.digits) {
        expect(await vault.codes.take(link, first.digits, register)).toMatchObject({
          error: { code: 'CODE_WRONG', left: MAX_WRONG_TRIES - 1 },
        });
      }
      const guesses = Array.from({ length: MAX_WRONG_TRIES + 3 }, () =>
        vault.codes.take(link, wrong, register),
      );
      expect((await Promise.all(guesses)).every(({ ok }) => !ok)).toBe(true);
      expect(await vault.codes.take(link, second.digits, register)).toMatchObject({
        error: { code: 'CODE_ENDED' },
      });
    });

    maybe('are made five times an hour for a person', async () => {
      const link = await enrolOne();
      for (let n = 0; n < MAX_CODES; n++) {
        expectOk(await vault.codes.issue(link), 'issued');
        nowMs += 60_000;
      }
      await reopen();
      expect(await vault.codes.issue(link)).toEqual({
        ok: false,
        error: { code: 'CODE_TOO_MANY', waitMs: HOUR_MS - MAX_CODES * 60_000 },
      });
      nowMs += HOUR_MS - MAX_CODES * 60_000;
      expectOk(await vault.codes.issue(link), 'issued');
    });
  });

  describe('the outbox', () => {
    maybe('queues for those who have a contact, and counts what became of it', async () => {
      const persons = [NUMBER, undefined].map((number, person) => ({
        person,
        record: recordOf(number),
      }));
      expectOk(await vault.contacts.enrol(register, persons), 'enrolled');
      const notices = [0, 1, 2].map((person) => ({ register, person, kind: 'link' as const }));
      expect(await vault.outbox.queue(notices)).toHaveLength(1);
      expect(await vault.outbox.counts(register)).toEqual({
        queued: 1,
        sent: 0,
        failed: 0,
        withoutContact: 1,
      });
      const [message] = await vault.outbox.due(10);
      await vault.outbox.settle([{ message: message!, outcome: { retryAtMs: nowMs + 10 } }]);
      expect(await vault.outbox.due(10)).toEqual([]);
      expect(await vault.outbox.nextDueMs()).toBe(nowMs + 10);
      nowMs += 10;
      const [again] = await vault.outbox.due(10);
      expect(again).toMatchObject({ person: 0, kind: 'link', tries: 1 });
      await vault.outbox.settle([{ message: again!, outcome: 'sent' }]);
      expect(await vault.outbox.nextDueMs()).toBeUndefined();
      expect(await vault.outbox.counts(register)).toMatchObject({ queued: 0, sent: 1 });
    });

    maybe('writes down all tries or none', async () => {
      await enrolOne();
      const notices = [1, 2].map(() => ({ register, person: 0, kind: 'link' as const }));
      await vault.outbox.queue(notices);
      const [first, second] = await vault.outbox.due(10);
      const broken = { message: second!, outcome: null as unknown as 'sent' };
      const tried = [{ message: first!, outcome: 'sent' as const }, broken];
      await expect(vault.outbox.settle(tried)).rejects.toThrow();
      expect(await vault.outbox.counts(register)).toMatchObject({ queued: 2, sent: 0 });
    });

    maybe('moves a follower’s position together with what it queues', async () => {
      await enrolOne();
      const notice = { register, person: 0, kind: 'registered' as const };
      const position = { follower: 'notices', chain: register, next: 7 };
      expect(await vault.outbox.position('notices', register)).toBe(0);
      await vault.outbox.queueUpTo(position, [notice]);
      const broken = { ...notice, kind: null as unknown as 'link' };
      const failed = vault.outbox.queueUpTo({ ...position, next: 8 }, [notice, broken]);
      await expect(failed).rejects.toThrow();
      await reopen();
      expect(await vault.outbox.position('notices', register)).toBe(7);
      expect(await vault.outbox.counts(register)).toMatchObject({ queued: 1 });
      await vault.outbox.queueUpTo({ ...position, next: 9 }, []);
      expect(await vault.outbox.position('notices', register)).toBe(9);
      expect(await vault.outbox.position('notices', randomBytes(32))).toBe(0);
    });

    maybe('says who learnt what was done in their name, and who did not', async () => {
      const numbers = [NUMBER, NUMBER, NUMBER, undefined, undefined];
      const persons = numbers.map((number, person) => ({ person, record: recordOf(number) }));
      expectOk(await vault.contacts.enrol(register, persons), 'enrolled');
      const notice = (person: number, kind: 'acted' | 'link' = 'acted') => {
        return { register, person, kind };
      };
      const position = { follower: 'notices', chain: register, next: 1 };
      // Person 4 was sent a link that goes nowhere, and nothing was done in their name.
      const all = [notice(0), notice(1), notice(1), notice(2), notice(3), notice(4, 'link')];
      await vault.outbox.queueUpTo(position, all);
      const due = await vault.outbox.due(10);
      const outcomes: Record<number, ('sent' | 'failed')[]> = {
        0: ['sent'],
        1: ['sent', 'failed'],
        2: [],
      };
      const tried = due.flatMap((message) => {
        const outcome = outcomes[message.person]?.shift();
        return outcome === undefined ? [] : [{ message, outcome }];
      });
      await vault.outbox.settle(tried);
      const { told, missed } = await vault.outbox.notices(register);
      expect(told).toEqual(new Set([0, 1]));
      // Person 2 has yet to be told.
      expect(missed).toEqual(new Set([1, 2, 3]));
      expect(await vault.outbox.counts(register)).toEqual({
        queued: 1,
        sent: 2,
        failed: 1,
        withoutContact: 2,
      });
    });
  });
});

describe('what lies on disk', () => {
  it('holds no name, number, token or code, and after erasing no sealed record either', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'madang-people-'));
    const masterKey = new Uint8Array(32).fill(7);
    const vault = await openVault({ folder, masterKey, now: () => 1_000 });
    const everything = async (): Promise<Buffer> => {
      const names = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = names.filter((entry) => entry.isFile());
      return Buffer.concat(
        await Promise.all(files.map((file) => readFile(path.join(file.parentPath, file.name)))),
      );
    };
    const persons = [{ person: 0, record: recordOf(NUMBER) }];
    const [token] = expectOk(await vault.contacts.enrol(register, persons), 'enrolled');
    const link = expectPresent(await linkOf(vault, token!), 'found');
    const { digits } = expectOk(await vault.codes.issue(link), 'issued');
    await vault.outbox.queue([{ register, person: 0, kind: 'code' }]);
    const disk = await everything();
    const canaries = { name: NAME, number: NUMBER, code: digits, token: toHex(token!) };
    expect(canaryScan(canaries)(disk)).toEqual([]);
    const sql = await openSql<{ vault_persons: { sealed_record: Uint8Array } }>({
      file: path.join(folder, 'vault.sqlite'),
    });
    const { sealed_record: sealed } = await sql.db
      .selectFrom('vault_persons')
      .select('sealed_record')
      .executeTakeFirstOrThrow();
    await sql.close();
    expect((await everything()).includes(Buffer.from(sealed))).toBe(true);
    expectOk(await vault.contacts.erase(link), 'erased');
    expect((await everything()).includes(Buffer.from(sealed))).toBe(false);
    await vault.close();
    await rm(folder, { recursive: true });
  });
});

describe('a commitment', () => {
  it('is of every part of the record', () => {
    const record = recordOf(NUMBER);
    // The example of docs/spec/people.md.
    expect(toHex(commitmentOf({ ...record, name: '소유자' }))).toBe(
      '283bef0e0a59800029ad27ab16b965b097cb62446b45f7128cb5e1da05c2846b',
    );
    const others: PersonRecord[] = [
      recordOf(),
      recordOf('010-0000-2848'),
      { ...record, name: '이' },
      { ...record, homes: [] },
      { ...record, salt: new Uint8Array(32) },
    ];
    const all = [record, ...others].map((one) => toHex(commitmentOf(one)));
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('masks', () => {
  it('show as much as tells the owner, and no more', () => {
    expect(
      [
        '김모자',
        '남궁모자',
        '이산',
        'Alice Kim',
        '김',
        '김모자'.normalize('NFD'),
        '101동 1203호 소유자',
      ].map(maskName),
    ).toEqual(['김○자', '남○○자', '이○', 'A○○', '김○○', '김○자', '소○자']);
    expect(
      ['010-1234-2847', '02-123-4567', '01012342847', '+82-10-1234-2847'].map(maskNumber),
    ).toEqual(['010-••••-2847', '02-•••-4567', '010••••2847', '+82-••-••••-2847']);
  });
});
