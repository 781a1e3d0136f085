import { type LogLine, PUBLIC_LIMITS } from '@madang/api';
import { expectOk, fromHex, toHex, utf8 } from '@madang/base';
import { createDeskDoor, type DeskClient, type DeskDoor, type DeskPerson } from '@madang/client';
import { type KeyPair, sha256, signerFrom } from '@madang/crypto';
import { services } from '@madang/services';
import { decisionDefaults } from '@madang/testkit';
import { expect } from 'vitest';
import { readSigningKey } from '../../src/data/key-file.ts';
import { secretFile } from '../../src/data/layout.ts';
import { openTestCity, type TestCity, type TestClient } from './city.ts';

export const HOUR_MS = 3_600_000;
export const TEXT = utf8('The building is widened.');
export const SUMMARY = utf8('It gets larger.');

/** A city whose desk somebody has come to: officer 1. */
export interface DeskCity {
  readonly city: TestCity;
  readonly client: TestClient;
  readonly door: DeskDoor<typeof services>;
  readonly desk: DeskClient;
  /** Of the session at the desk. */
  readonly token: string;
  readonly first: KeyPair;
  readonly second: KeyPair;
  /** ms. */
  readonly now: () => number;
}

/** The desk of a city, from outside. */
export const doorOf = ({ fetch }: TestCity): DeskDoor<typeof services> =>
  createDeskDoor({ baseUrl: '', services, fetch, language: () => 'en' });

/** A key of this city. */
export const keyIn = ({ layout }: TestCity, name: string): KeyPair =>
  expectOk(readSigningKey(secretFile(layout, name)), name);

/** Opens a city and comes to its desk; its log goes to `lines`. */
export async function openDeskCity(
  lines: LogLine[],
  now: () => number = Date.now,
): Promise<DeskCity> {
  const links = { perSecond: 1, burst: 150 };
  const limits = { ...PUBLIC_LIMITS, links };
  const city = await openTestCity({ now, limits, log: (line) => lines.push(line) });
  const door = doorOf(city);
  const [first, second] = [keyIn(city, 'city.officer-1'), keyIn(city, 'city.officer-2')];
  const { token } = expectOk(await door.openSession(signerFrom(first)), 'session');
  return { city, client: city.client(), door, desk: door.at(token), token, first, second, now };
}

/** Four owners; the last has no telephone. */
export const persons: readonly DeskPerson[] = [1, 2, 3, 4].map((number) => ({
  name: `김카나리아${String(number)}`,
  homes: [`101동 ${String(number)}01호`],
  salt: toHex(new Uint8Array(32).fill(number)),
  ...(number === 4 ? {} : { contact: { kind: 'phone', number: `010-0000-000${String(number)}` } }),
}));

/** A decision, and the register of its persons. */
export interface OpenedDecision {
  readonly decision: string;
  readonly register: string;
}

/** A decision on four homes, the last two of which belong to the same two owners together. */
export async function openDecision(at: DeskCity): Promise<OpenedDecision> {
  const { client, desk, first, now } = at;
  const founded = expectOk(
    await desk.foundRegister({ level: 'link', persons: [...persons] }),
    'register',
  );
  const officer = signerFrom(first);
  const draft = expectOk(
    await client.act(
      'vote.draftDecision',
      {
        institution: 'city',
        register: bytes(founded.register),
        level: 'link',
        title: { ko: '리모델링', en: 'Remodelling' },
        text: sha256(TEXT),
        summary: sha256(SUMMARY),
        summaryBy: { ko: '관리소', en: 'Office' },
        buildings: ['101동'],
        basis: 'test',
        rule: {
          hold: 'all',
          conditions: [
            {
              counted: 'agree',
              base: 'heads',
              of: 'eligible',
              compare: 'at-least',
              num: 2,
              den: 3,
              scope: { kind: 'complex' },
            },
          ],
        },
        settings: decisionDefaults,
        recordedAt: now(),
        closesAt: Math.ceil((now() + HOUR_MS) / 1000) * 1000,
      },
      [officer],
    ),
    'draft',
  );
  const decision = draft.id;
  expect(expectOk(await client.send(draft), 'sent').outcome.code).toBe(0);
  const commitment = new Uint8Array(32);
  const unit = (number: number, holder: number) => ({
    unit: number,
    building: 0,
    areaMilliM2: 84_960,
    use: 'residential' as const,
    holder,
    commitment,
  });
  const alone = (number: number) => ({
    holder: number,
    members: [{ person: number, share: 1 }],
    whole: 1,
  });
  const together = {
    holder: 2,
    members: [
      { person: 2, share: 1 },
      { person: 3, share: 1 },
    ],
    whole: 2,
  };
  await done(at, 'vote.enterRoll', {
    decision: bytes(decision),
    persons: founded.commitments.map((one, person) => ({ person, commitment: bytes(one) })),
    holders: [alone(0), alone(1), together],
    units: [unit(0, 0), unit(1, 1), unit(2, 2), unit(3, 2)],
  });
  await done(at, 'vote.openDecision', {
    decision: bytes(decision),
    heads: 3,
    homes: 4,
    areaMilliM2: 4 * 84_960,
  });
  return { decision, register: founded.register };
}

/** An act that has to be done; officer 1 signs unless somebody else is named. */
export async function done(
  { client, first }: DeskCity,
  act: Parameters<TestClient['act']>[0],
  payload: Parameters<TestClient['act']>[1],
  by: KeyPair = first,
): Promise<void> {
  const prepared = expectOk(
    await client.act(act, payload as never, [signerFrom(by)]),
    `prepared ${act}`,
  );
  const { outcome } = expectOk(await client.send(prepared), `sent ${act}`);
  expect([act, outcome.code]).toEqual([act, 0]);
}

/** The bytes of a hexadecimal string. */
export const bytes = (hex: string): Uint8Array => expectOk(fromHex(hex), 'hexadecimal');

/** The code of a refusal; nothing if it was done. */
export async function codeOf(
  answer: Promise<{ ok: boolean; error?: { code: string } }>,
): Promise<string | undefined> {
  const given = await answer;
  return given.ok ? undefined : given.error?.code;
}

/** What the stand-in for telephones holds of a number, newest first. */
export async function textsTo({ client }: DeskCity, number: string): Promise<readonly string[]> {
  const { messages } = expectOk(await client.demoMessages(), 'messages');
  return messages.filter((one) => one.number === number).map(({ text }) => text);
}
