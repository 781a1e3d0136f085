import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LogLine } from '@madang/api';
import { expectOk, expectPresent, toHex } from '@madang/base';
import {
  type DeskClient,
  type DeskPerson,
  type DeskSession,
  deskSessionMessage,
  homeCommitment,
} from '@madang/client';
import {
  type KeyPair,
  keyPairFromSeed,
  randomBytes,
  sha256,
  signerFrom,
  signSync,
} from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { canaryScan } from '@madang/testkit';
import { commitmentOf } from '@madang/vault';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { foundLedger } from '../src/data/found.ts';
import { readSigningKey } from '../src/data/key-file.ts';
import { layoutOf, secretFile } from '../src/data/layout.ts';
import { emptyCity, gaon } from '../src/demo/gaon.ts';
import { demoMessenger } from '../src/people/messenger.ts';
import { openTestCity, type TestCity, type TestClient, temporaryFolder } from './support/city.ts';
import {
  bytes,
  codeOf,
  type DeskCity,
  done,
  doorOf,
  HOUR_MS,
  keyIn,
  openDecision as openDecisionOf,
  openDeskCity,
  persons,
  SUMMARY,
  TEXT,
  textsTo,
} from './support/desk.ts';

const MINUTE_MS = 60_000;

let at: DeskCity;
let city: TestCity;
let client: TestClient;
let door: DeskCity['door'];
let lines: LogLine[];
let offsetMs: number;
let first: KeyPair;
let second: KeyPair;
let desk: DeskClient;
const now = (): number => Date.now() + offsetMs;
const keyOf = (name: string): KeyPair => keyIn(city, name);

beforeEach(async () => {
  [lines, offsetMs] = [[], 0];
  at = await openDeskCity(lines, now);
  ({ city, client, door, desk, first, second } = at);
});
afterEach(() => city.close());

async function session(key: KeyPair): Promise<DeskSession> {
  return expectOk(await door.openSession(signerFrom(key)), 'session');
}

const accountOfKey = (name: string): Uint8Array => accountOf('ed25519', keyOf(name).publicKey);

/** Makes the district's attester hold a role of the district too. */
async function grant(role: string, institution: string): Promise<void> {
  await done(
    at,
    'governance.grantRole',
    { institution, role, account: accountOfKey('district.attester'), delegable: false },
    keyOf('district.governance'),
  );
}

const told = (number: string): Promise<readonly string[]> => textsTo(at, number);
const openDecision = () => openDecisionOf(at);

describe('a session', () => {
  it('is opened by the signature of an officer, and told with the institution', async () => {
    const opened = await session(second);
    expect(opened).toMatchObject({ institution: 'city' });
    expect(opened.expiresAt - now()).toBeGreaterThan(8 * HOUR_MS - MINUTE_MS);
    expect(opened.token).toMatch(/^[0-9a-f]{64}$/);
  });

  it('ends after eight hours', async () => {
    expectOk(await desk.pending(), 'before');
    offsetMs = 8 * HOUR_MS + 1;
    expect(await codeOf(desk.pending())).toBe('api.SESSION_ENDED');
  });

  it('is refused to a key without the role', async () => {
    expect(await codeOf(door.openSession(signerFrom(keyOf('city.registrar'))))).toBe(
      'api.NOT_AN_OFFICER',
    );
    const stranger = signerFrom(keyPairFromSeed(randomBytes(32)));
    expect(await codeOf(door.openSession(stranger))).toBe('api.NOT_AN_OFFICER');
  });

  it('is refused to a clock that is more than two minutes away, and to a wrong signature', async () => {
    const ask = (time: number, signed: number, chain = city.opened.ledger.chain) => {
      const nonce = randomBytes(32);
      return post('/api/desk/session', {
        key: toHex(first.publicKey),
        suite: 'ed25519',
        time,
        nonce: toHex(nonce),
        signature: toHex(signSync(first, deskSessionMessage(chain, { time: signed, nonce }))),
      });
    };
    for (const away of [-2, 2]) {
      const time = now() + away * MINUTE_MS + Math.sign(away) * 5_000;
      expect(await ask(time, time)).toMatchObject({ code: 'api.CLOCK_DIFFERS' });
    }
    const time = now();
    expect(await ask(time, time + 1)).toMatchObject({ code: 'api.DESK_SIGNATURE_WRONG' });
    expect(await ask(time, time, new Uint8Array(32))).toMatchObject({
      code: 'api.DESK_SIGNATURE_WRONG',
    });
    expect(await ask(time, time)).toMatchObject({ institution: 'city' });
  });

  it('is opened once by a signature, whoever sends it again', async () => {
    const time = now();
    const request = (nonce: Uint8Array) => ({
      key: toHex(first.publicKey),
      suite: 'ed25519',
      time,
      nonce: toHex(nonce),
      signature: toHex(
        signSync(first, deskSessionMessage(city.opened.ledger.chain, { time, nonce })),
      ),
    });
    const one = request(randomBytes(32));
    expect(await post('/api/desk/session', one)).toMatchObject({ institution: 'city' });
    expect(await post('/api/desk/session', one)).toMatchObject({ code: 'api.DESK_SIGNATURE_USED' });
    expect(await post('/api/desk/session', request(randomBytes(32)))).toMatchObject({
      institution: 'city',
    });
    // Until the signature is too old, and then for that reason.
    offsetMs = 2 * MINUTE_MS - 1_000;
    expect(await post('/api/desk/session', one)).toMatchObject({ code: 'api.DESK_SIGNATURE_USED' });
    offsetMs = 2 * MINUTE_MS + 1_000;
    expect(await post('/api/desk/session', one)).toMatchObject({ code: 'api.CLOCK_DIFFERS' });
  });

  it('is tried so often and no more', async () => {
    const stranger = signerFrom(keyPairFromSeed(randomBytes(32)));
    const codes = [];
    for (let count = 0; count < 160; count++) codes.push(await codeOf(door.openSession(stranger)));
    expect(codes.slice(0, 100)).toEqual(codes.slice(0, 100).map(() => 'api.NOT_AN_OFFICER'));
    expect(codes.at(-1)).toBe('api.TOO_MANY_REQUESTS');
  });

  it('ends with the role', async () => {
    await grant('vote.officer', 'district');
    const { token } = await session(keyOf('district.attester'));
    expectOk(await door.at(token).pending(), 'before');
    await done(
      at,
      'governance.revokeRole',
      { institution: 'district', role: 'vote.officer', account: accountOfKey('district.attester') },
      keyOf('district.governance'),
    );
    expect(await codeOf(door.at(token).pending())).toBe('api.NOT_AN_OFFICER');
  });

  it('is needed for every other call', async () => {
    const stranger = door.at('0'.repeat(64));
    const id = 'a'.repeat(64);
    const calls = [
      stranger.foundRegister({ level: 'link', persons: [...persons] }),
      stranger.keepHomes(id, []),
      stranger.homes(id),
      stranger.personsOf(id, 0),
      stranger.sendLinks(id),
      stranger.remind(id, [0]),
      stranger.freshLink(id, 0),
      stranger.addPerson(id, expectPresent(persons[0], 'a person')),
      stranger.notices(id),
      stranger.leavePending({ body: '', key: id, suite: 'ed25519', signature: '0'.repeat(128) }),
      stranger.pending(),
    ];
    for (const call of calls) expect(await codeOf(call)).toBe('api.SESSION_ENDED');
    expect((await city.fetch('/api/desk/pending', {})).status).toBe(401);
  });
});

async function post(address: string, body: unknown): Promise<unknown> {
  const answer = await city.fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.json();
}

describe('a register', () => {
  it('is opened for the officer’s institution, with the commitment of each person', async () => {
    const { register, commitments } = expectOk(
      await desk.foundRegister({ level: 'link', persons: [...persons] }),
      'register',
    );
    const onLedger = expectOk(
      await client.query('people.register', { id: bytes(register) }),
      'on the ledger',
    );
    expect(onLedger).toMatchObject({ institution: 'city', persons: 4, level: 'link' });
    expect(commitments).toEqual(
      persons.map((one) => toHex(commitmentOf({ ...one, salt: bytes(one.salt) }))),
    );
  });

  it('is refused with a line that cannot be kept, and nothing is opened', async () => {
    const before = city.opened.ledger.size();
    const [one] = persons;
    const wrong = { ...expectPresent(one, 'a person'), contact: { kind: 'phone', number: '12' } };
    expect(await post('/api/desk/registers', {})).toMatchObject({ code: 'api.SESSION_ENDED' });
    expect(
      await codeOf(desk.foundRegister({ level: 'link', persons: [wrong as DeskPerson] })),
    ).toBe('CLIENT_PAYLOAD_NOT_VALID');
    expect(city.opened.ledger.size()).toBe(before);
  });
});

describe('homes', () => {
  it('are kept for a decision and given back, and are not in the clear on disk', async () => {
    const { decision } = await openDecision();
    expect(await codeOf(desk.homes(decision))).toBe('api.HOMES_UNKNOWN');
    const homes = [0, 1, 2, 3].map((unit) => ({
      unit,
      label: `101동 카나리아${String(unit)}호`,
      salt: toHex(new Uint8Array(32).fill(unit)),
    }));
    expectOk(await desk.keepHomes(decision, homes), 'kept');
    expect(expectOk(await desk.homes(decision), 'given')).toEqual(homes);
    expect(await codeOf(desk.homes('a'.repeat(64)))).toBe('api.MATTER_UNKNOWN');
    const files = readdirSync(city.layout.vault, { recursive: true, withFileTypes: true });
    const written = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(path.join(file.parentPath, file.name)));
    expect(written.length).toBeGreaterThan(0);
    const scan = canaryScan(Object.fromEntries(homes.map(({ unit, label }) => [unit, label])));
    for (const file of written) expect(scan(file)).toEqual([]);
  });

  it('have the commitment of the specification', () => {
    expect(toHex(homeCommitment(new Uint8Array(32).fill(5), '107동 503호'))).toBe(
      '7eeaf3c6aba1f1a35cad2817a7c2576a9c852e789e8288c322383dde54245836',
    );
  });
});

describe('who is behind a home', () => {
  it('is told masked, and each look is a line of the log that names nobody', async () => {
    const { decision } = await openDecision();
    expect(expectOk(await desk.personsOf(decision, 2), 'two owners').persons).toEqual(
      [
        {
          person: 2,
          nameMasked: '김○○○○○',
          homes: ['101동 301호'],
          contactMasked: '010-••••-0003',
          identified: false,
        },
        { person: 3, nameMasked: '김○○○○○', homes: ['101동 401호'], identified: false },
      ].map((one) => expect.objectContaining({ ...one, nameMasked: expect.any(String) })),
    );
    const looks = lines.filter(({ method }) => method === 'LOOK');
    expect(looks).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toMatch(/카나리아|010-0000|101동/);
    expect(expectOk(await desk.personsOf(decision, 2), 'shares')).toMatchObject({
      members: [
        { person: 2, share: 1 },
        { person: 3, share: 1 },
      ],
      whole: 2,
    });
    expect(await codeOf(desk.personsOf(decision, 99))).toBe('api.HOME_UNKNOWN');
  });
});

describe('messages', () => {
  it('go to everybody with a telephone, and are counted in homes', async () => {
    const { decision, register } = await openDecision();
    expect(expectOk(await desk.sendLinks(decision), 'sent')).toEqual({
      messages: 3,
      homes: 4,
      undelivered: 0,
    });
    await vi.waitFor(async () => {
      expect(await told('010-0000-0001')).toEqual([expect.stringContaining('/link#')]);
    });
    expect(expectOk(await client.outboxCounts(register), 'counts')).toMatchObject({
      withoutContact: 1,
    });
  });

  it('remind those behind homes, each person once', async () => {
    const { decision } = await openDecision();
    expect(expectOk(await desk.remind(decision, [2, 3, 0, 0]), 'sent')).toEqual({
      messages: 2,
      homes: 3,
      undelivered: 0,
    });
    expect(await codeOf(desk.remind(decision, [0, 77]))).toBe('api.HOME_UNKNOWN');
    await vi.waitFor(async () => {
      expect(await told('010-0000-0003')).toHaveLength(1);
    });
    expect(await told('010-0000-0002')).toHaveLength(0);
  });

  it('of what was done in somebody’s name are counted in homes that learnt of it, or did not', async () => {
    const { decision } = await openDecision();
    expect(expectOk(await desk.notices(decision), 'none yet')).toEqual({
      homes: 0,
      undelivered: 0,
    });
    const papers = [0, 3].map((person) => ({ ...paperOf(person), vote: 'agree' as const }));
    const payload = { decision: bytes(decision), text: sha256(TEXT), papers };
    const left = await door.propose('vote.enterPapers', payload, signerFrom(first));
    const both = await door.cosign(expectOk(left, 'left'), signerFrom(second));
    const sent = expectOk(await client.send(expectOk(both, 'both')), 'sent');
    expect(sent.outcome.code).toBe(0);
    // Person 3 has no telephone, and owns two homes together with another. The count waits for what
    // follows the log.
    expect(expectOk(await desk.notices(decision), 'told')).toEqual({ homes: 1, undelivered: 2 });
  });

  it('bring a new link to one person', async () => {
    const { register } = await openDecision();
    expect(expectOk(await desk.freshLink(register, 1), 'sent').contactMasked).toBe('010-••••-0002');
    expect(await codeOf(desk.freshLink(register, 3))).toBe('api.NO_CONTACT');
    expect(await codeOf(desk.freshLink(register, 9))).toBe('api.PERSON_UNKNOWN');
    expect(await codeOf(desk.freshLink('a'.repeat(64), 0))).toBe('people.UNKNOWN_REGISTER');
  });
});

describe('an officer of another institution', () => {
  it('is refused everything about this one', async () => {
    const { decision, register } = await openDecision();
    await grant('vote.officer', 'district');
    const other = door.at((await session(keyOf('district.attester'))).token);
    const calls = [
      other.homes(decision),
      other.keepHomes(decision, []),
      other.personsOf(decision, 0),
      other.sendLinks(decision),
      other.remind(decision, [0]),
      other.freshLink(register, 0),
      other.addPerson(register, expectPresent(persons[0], 'a person')),
      other.notices(decision),
    ];
    for (const call of calls) expect(await codeOf(call)).toBe('api.OTHER_INSTITUTION');
    // Nobody has given this server the district's registrar.
    expect(await codeOf(other.foundRegister({ level: 'link', persons: [...persons] }))).toBe(
      'api.REGISTER_NOT_OPENED',
    );
    expect(lines.filter(({ method }) => method === 'LOOK')).toEqual([]);
  });

  it('does not see what waits here', async () => {
    const { decision } = await openDecision();
    await grant('vote.officer', 'district');
    const payload = { decision: bytes(decision), papers: [paperOf(0)] };
    const left = await door.propose('vote.enterWithdrawals', payload, signerFrom(first));
    expectOk(await desk.leavePending(expectOk(left, 'signed')), 'left');
    const other = door.at((await session(keyOf('district.attester'))).token);
    expect(expectOk(await other.pending(), 'nothing')).toEqual([]);
  });
});

const paperOf = (person: number) => ({ person, arrivedAt: now(), scan: sha256(SUMMARY) });

describe('acts of two officers', () => {
  const papers = (decision: string) => ({
    decision: bytes(decision),
    text: sha256(TEXT),
    papers: [{ person: 0, vote: 'agree' as const, arrivedAt: now(), scan: sha256(SUMMARY) }],
  });

  it('wait for the second officer, who reads the bytes, signs and sends', async () => {
    const { decision } = await openDecision();
    const payload = papers(decision);
    const left = expectOk(
      await door.propose('vote.enterPapers', payload, signerFrom(first)),
      'signed by the first',
    );
    expectOk(await desk.leavePending(left), 'left');
    const other = door.at((await session(second)).token);
    const [waiting] = expectOk(await other.pending(), 'waiting');
    const found = expectPresent(waiting, 'one waits');
    const read = expectOk(door.readProposal(found), 'read');
    expect(read).toMatchObject({
      act: 'vote.enterPapers',
      payload,
      id: found.id,
    });
    const prepared = expectOk(await door.cosign(found, signerFrom(second)), 'both');
    const sent = expectOk(await client.send(prepared), 'sent');
    expect([sent.id, sent.outcome.code]).toEqual([found.id, 0]);
    expect(expectOk(await desk.pending(), 'nothing waits')).toEqual([]);
    const meter = expectOk(
      await client.query('vote.meter', { decision: bytes(decision) }),
      'meter',
    );
    expect(meter.tallies[0]?.agree.heads).toBe(1);
  });

  it('expire after ten minutes at most', async () => {
    const { decision } = await openDecision();
    const left = expectOk(
      await door.propose('vote.enterPapers', papers(decision), signerFrom(first)),
      'signed',
    );
    expectOk(await desk.leavePending(left), 'left');
    expect(expectOk(await desk.pending(), 'waiting')).toHaveLength(1);
    offsetMs = 10 * MINUTE_MS;
    expect(expectOk(await desk.pending(), 'none')).toEqual([]);
  });

  it('wait in a number that has an end', async () => {
    const { decision } = await openDecision();
    const leave = async () => {
      const payload = papers(decision);
      const left = await door.propose('vote.enterPapers', payload, signerFrom(first));
      return desk.leavePending(expectOk(left, 'signed'));
    };
    for (let count = 0; count < 100; count++) expectOk(await leave(), 'left');
    expect(await codeOf(leave())).toBe('api.PENDING_FULL');
  });

  it('are refused if somebody else signed, if one officer is enough, and if they are not acts', async () => {
    const { decision } = await openDecision();
    const bySecond = expectOk(
      await door.propose('vote.enterPapers', papers(decision), signerFrom(second)),
      'signed by the second',
    );
    const ofOne = expectOk(
      await door.propose(
        'vote.closeDecision',
        { decision: bytes(decision), how: 'called-off' },
        signerFrom(first),
      ),
      'an act of one',
    );
    const mine = expectOk(
      await door.propose('vote.enterPapers', papers(decision), signerFrom(first)),
      'mine',
    );
    const changed = {
      ...mine,
      body: mine.body.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    };
    for (const one of [bySecond, ofOne, changed, { ...mine, body: '00' }]) {
      expect(await codeOf(desk.leavePending(one))).toBe('api.PROPOSAL_NOT_VALID');
    }
    expect(door.readProposal({ body: '00' }).ok).toBe(false);
  });
});

describe('the keys of a demo’s officers', () => {
  it('are given by the demo', async () => {
    const { officers } = expectOk(await door.demoOfficers(), 'officers');
    expect(officers.map(({ name }) => name)).toEqual(['city.officer-1', 'city.officer-2']);
    const played = keyPairFromSeed(bytes(expectPresent(officers[0], 'an officer').secretKey));
    expect(played.publicKey).toEqual(first.publicKey);
  });

  it('are never given by another city', async () => {
    const layout = layoutOf(`${temporaryFolder()}/data`);
    expectOk(foundLedger(layout, { ...gaon, isDemo: false }, Date.now()), 'founded');
    const real = await openTestCity({ layout, messenger: demoMessenger(Date.now) });
    const answer = await real.fetch('/api/demo/officers', {});
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'api.NOT_FOUND' });
    const key = expectOk(readSigningKey(secretFile(layout, 'city.officer-1')), 'a key');
    expectOk(await doorOf(real).openSession(signerFrom(key)), 'it has a desk all the same');
    await real.close();
  });
});

it('has no desk where no links are sent', async () => {
  const layout = layoutOf(`${temporaryFolder()}/data`);
  expectOk(foundLedger(layout, emptyCity, Date.now()), 'founded');
  const empty = await openTestCity({ layout });
  expect(await codeOf(doorOf(empty).at('0'.repeat(64)).pending())).toBe('api.NO_DESK');
  const stranger = signerFrom(keyPairFromSeed(randomBytes(32)));
  expect(await codeOf(doorOf(empty).openSession(stranger))).toBe('api.NO_DESK');
  await empty.close();
});
