import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent, type Json, toHex, utf8 } from '@madang/base';
import type { DeskPerson } from '@madang/client';
import { randomBytes, sha256 } from '@madang/crypto';
import {
  type Actor,
  actor,
  DECISION_TEXT,
  decisionGrants,
  openTestLedger,
  playDecision,
  simple,
  startServer,
  type TestServer,
  device as testDevice,
} from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AskedDecision,
  askDecision,
  foundCity,
  type HttpCity,
  httpCity,
} from './support/http-decision.ts';

const HOMES = 4;
const MAX_LINES = 20_000;
const text = { text: DECISION_TEXT };

let folder: string;
let server: TestServer;
let city: HttpCity;
let asked: AskedDecision;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'madang-faults-'));
  const layout = foundCity(folder);
  server = await startServer({ folder });
  city = httpCity(server.url, layout);
  asked = await ask();
});
afterAll(async () => {
  await server.kill();
  await rm(folder, { recursive: true });
});

const saltOf = (name: string): string => toHex(sha256(utf8(name)));
const personsOf = (count: number): readonly DeskPerson[] =>
  Array.from({ length: count }, (_, person) => ({
    name: `${String(person)}호 소유자`,
    homes: [`101동 ${String(person)}호`],
    salt: saltOf(String(person)),
    contact: { kind: 'phone', number: '010-0000-0000' },
  }));
const device = (person: number): Actor => actor(`device of ${String(person)}`);

/** A decision of four homes; the first two owners have a key. */
async function ask(): Promise<AskedDecision> {
  // Salts of their own: the same persons with the same salts are the same register.
  const persons = personsOf(HOMES).map((one) => ({ ...one, salt: toHex(randomBytes(32)) }));
  const decision = await askDecision(city, {
    plan: simple(HOMES, { persons: HOMES, settings: { repeat: 'first' } }),
    persons,
    homes: persons.map(({ homes: [label = ''], salt }, unit) => ({ unit, label, salt })),
    closesAt: Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000,
  });
  for (const person of [0, 1]) {
    const account = toHex(device(person).account);
    const key = { person, account, level: 'link', as: 'district' };
    await city.done('people.attestKey', { register: decision.register, ...key }, [city.attester]);
  }
  return decision;
}

const size = async (): Promise<number> => expectOk(await city.client.ledger(), 'a ledger').size;

/** Sends an act that cannot be; gives its code, and looks that it left nothing. */
async function refused(act: string, payload: Json, by: readonly Actor[]): Promise<string> {
  const before = await size();
  const answer = await city.client.send(city.sign(`vote.${act}`, payload, by));
  if (answer.ok) throw new Error(`It was taken: ${JSON.stringify(answer.value.outcome)}`);
  const { code, message } = answer.error;
  // One sentence in the reader's language, and what to do.
  expect(message).toMatch(/^[^\n]*[가-힣][^\n]*\.$/);
  expect(await size()).toBe(before);
  return code;
}

describe('a consent that cannot be', () => {
  it('is refused in a sentence, under a code of its own, and leaves nothing', async () => {
    const { decision } = asked;
    const other = { decision, text: 'ab'.repeat(32) };
    expect(await refused('giveConsent', other, [device(0)])).toBe('vote.TEXT_DIFFERS');
    const forOther = { decision, ...text, for: 1 };
    expect(await refused('giveConsent', forOther, [device(0)])).toBe('vote.NOT_THE_PROXY');
    const stranger = { decision, ...text };
    expect(await refused('giveConsent', stranger, [device(3)])).toBe('vote.NOT_IDENTIFIED');
    const nowhere = { decision: 'cd'.repeat(32), ...text };
    expect(await refused('giveConsent', nowhere, [device(0)])).toBe('vote.UNKNOWN_DECISION');
  });

  it('is one act however often it is sent, and a second one is refused', async () => {
    const { decision } = asked;
    const consent = city.sign('vote.giveConsent', { decision, ...text }, [device(0)]);
    const sent = await Promise.all(Array.from({ length: 5 }, () => city.client.send(consent)));
    const records = sent.map((one) => expectOk(one, 'sent').record);
    expect(new Set(records).size).toBe(1);
    for (const act of ['giveConsent', 'refuseConsent']) {
      const code = await refused(act, { decision, ...text }, [device(0)]);
      expect(code, act).toBe('vote.ALREADY_SPOKEN');
    }
  });
});

describe('a consent near the close', () => {
  it('counts a millisecond before, and is late a second after, on a chain that stood still', async () => {
    const ledger = await openTestLedger({ genesis: { grants: decisionGrants } });
    const run = await playDecision(ledger, simple(3, { persons: 3, closesInS: 100 }));
    const consent = (person: number) => run.act('giveConsent', text, testDevice(person));
    expect(await consent(0)).toBe(0);
    ledger.advance(run.closesAt - ledger.nowMs() - 1);
    expect(await consent(1)).toBe(0);
    ledger.advance(1_001);
    const { errors } = ledger.ledger().machine;
    const late = errors.find(({ name }) => name === 'vote.TOO_LATE');
    expect(await consent(2)).toBe(expectPresent(late, 'an error').code);
    await ledger.close();
  });
});

describe('two officers', () => {
  it('close at once: one does, the other is told, and it stands once on record', async () => {
    const { decision } = await ask();
    const payload = { decision, how: 'called-off' };
    const answers = await Promise.all(
      city.officers.map((officer) =>
        city.client.send(city.sign('vote.closeDecision', payload, [officer])),
      ),
    );
    const told = answers.map((answer) =>
      answer.ok ? (answer.value.outcome.name ?? 'done') : answer.error.code,
    );
    expect(told.sort((left, right) => left.localeCompare(right))).toEqual([
      'done',
      'vote.NOT_OPEN',
    ]);
    const acts = expectOk(await city.client.matterRecords(decision), 'acts').records;
    expect(acts.filter(({ act, code }) => act === 'vote.closeDecision' && code === 0)).toHaveLength(
      1,
    );
    expect(await refused('giveConsent', { decision, ...text }, [device(0)])).toBe('vote.NOT_OPEN');
  });
});

describe('a list of the greatest size', () => {
  it('is taken by the desk whole, and one line more is refused before anything is made', async () => {
    const desk = await city.deskOf(city.officers[0]);
    const before = await size();
    const more = { level: 'link' as const, persons: [...personsOf(MAX_LINES + 1)] };
    const tooMany = await desk.foundRegister(more);
    expect(tooMany).toMatchObject({ ok: false, error: { code: 'CLIENT_PAYLOAD_NOT_VALID' } });
    expect(await size()).toBe(before);
    const founded = expectOk(
      await desk.foundRegister({ level: 'link', persons: [...personsOf(MAX_LINES)] }),
      'a register',
    );
    expect(new Set(founded.commitments).size).toBe(MAX_LINES);
    const last = await desk.freshLink(founded.register, MAX_LINES - 1);
    expect(expectOk(last, 'the last one has a link').contactMasked).toBe('010-••••-0000');
    const homes = Array.from({ length: MAX_LINES }, (_, unit) => ({
      unit,
      label: `101동 ${String(unit)}호`,
      salt: saltOf(String(unit)),
    }));
    expectOk(await desk.keepHomes(asked.decision, homes), 'kept');
    expect(expectOk(await desk.homes(asked.decision), 'homes')).toHaveLength(MAX_LINES);
  }, 120_000);
});
