import type { LogLine } from '@madang/api';
import { expectOk, expectPresent, toHex, utf8 } from '@madang/base';
import {
  type ComplaintLine,
  createComplaintDoor,
  createElectionDesk,
  type ElectionDesk,
} from '@madang/client';
import { keyPairFromSeed, sha256, signerFrom } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { commitToStatement } from '@madang/services/document/proof/index.ts';
import { type ComplaintEntry, complaintStatement } from '@madang/services/election/intake/index.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bytes,
  codeOf,
  type DeskCity,
  done,
  keyIn,
  openDeskCity,
  persons,
  TEXT,
  textsTo,
} from './support/desk.ts';

let at: DeskCity;
let elections: ElectionDesk;
let lines: LogLine[];
let register: string;
let election: string;
let commitments: readonly string[];

/** An election of the first three of the register's four persons, of whom the last has no phone. */
beforeEach(async () => {
  lines = [];
  at = await openDeskCity(lines);
  const { desk } = at;
  elections = createElectionDesk({ baseUrl: '', fetch: at.city.fetch }, at.token);
  const founded = expectOk(
    await desk.foundRegister({ level: 'link', persons: [...persons] }),
    'register',
  );
  register = founded.register;
  commitments = founded.commitments;
  election = await drafted();
});

/** Drafts an election with its roll, and with other rules if any are given. */
async function drafted(rules: { mixing?: { registersUntil: number } } = {}): Promise<string> {
  const made = expectOk(
    await at.client.act(
      'election.draftElection',
      {
        institution: 'city',
        register: bytes(register),
        level: 'link',
        title: { ko: '선거', en: 'Election' },
        text: sha256(TEXT),
        questions: [
          {
            answers: 2,
            choice: { min: 1, max: 1, blank: true },
            decides: { kind: 'elect', seats: 1 },
          },
        ],
        buildings: ['101동'],
        results: 'complex',
        measures: ['heads'],
        trustees: [{ account: sha256(TEXT), seat: { ko: '위원', en: 'Trustee' } }],
        threshold: 1,
        revote: 'none',
        paper: 'none',
        basis: 'test',
        recordedAt: 0,
        ...rules,
        closesAt: Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000,
      },
      [signerFrom(at.first)],
    ),
    'draft',
  );
  expect(expectOk(await at.client.send(made), 'sent').outcome.code).toBe(0);
  await done(at, 'election.enterVoters', {
    election: bytes(made.id),
    voters: [1, 2, 3].map((person) => ({
      person,
      building: 0,
      weights: [1],
      commitment: bytes(commitments[person] ?? ''),
    })),
  });
  return made.id;
}

afterEach(() => at.city.close());

/** The confirmation of a batch of papers. */
const papersOf = (papers: number) => ({
  election: bytes(election),
  batch: sha256(TEXT),
  papers,
  record: sha256(TEXT),
  place: { ko: '금고', en: 'Safe' },
});

describe('the desk of elections', () => {
  it('shows the roll with homes, and without names or numbers of telephones', async () => {
    const voters = expectOk(await elections.voters(election), 'voters');
    expect(voters).toEqual([
      { person: 1, homes: ['101동 201호'], hasVoted: false, isRegistered: false, isReached: true },
      { person: 2, homes: ['101동 301호'], hasVoted: false, isRegistered: false, isReached: true },
      { person: 3, homes: ['101동 401호'], hasVoted: false, isRegistered: false, isReached: false },
    ]);
    expect(JSON.stringify(voters)).not.toMatch(/카나리아|010-0000/);
  });

  it('sends links to those on the roll alone, and counts whom it cannot reach', async () => {
    const sent = expectOk(await elections.sendLinks(election), 'sent');
    expect(sent).toEqual({ messages: 2, homes: 2, undelivered: 1 });
    await expect.poll(() => textsTo(at, '010-0000-0003')).toHaveLength(1);
    // The first of the register is not on this roll.
    expect(await textsTo(at, '010-0000-0001')).toEqual([]);
  });

  it('reminds those who have not voted', async () => {
    const sent = expectOk(await elections.remind(election), 'sent');
    expect(sent).toEqual({ messages: 2, homes: 2, undelivered: 1 });
    const [text] = await expect
      .poll(() => textsTo(at, '010-0000-0002'))
      .toHaveLength(1)
      .then(() => textsTo(at, '010-0000-0002'));
    expect(text).toContain('아직 하지 않은 일이 있습니다');
  });

  it('lets a batch of papers wait for the second officer, and no act of one officer', async () => {
    const batch = papersOf(3);
    const { door, desk } = at;
    const left = await door.propose('election.confirmBatch', batch, signerFrom(at.first));
    expectOk(await desk.leavePending(expectOk(left, 'signed')), 'left');
    const { token } = expectOk(await door.openSession(signerFrom(at.second)), 'session');
    const [waits, ...more] = expectOk(await door.at(token).pending(), 'pending');
    expect(more).toEqual([]);
    const read = expectOk(door.readProposal(expectPresent(waits, 'one waits')), 'read');
    expect(read).toMatchObject({ act: 'election.confirmBatch', payload: batch });
    const pause = { election: bytes(election), reason: { ko: '정전', en: 'A power cut' } };
    const alone = await door.propose('election.pauseElection', pause, signerFrom(at.first));
    expect(await codeOf(desk.leavePending(expectOk(alone, 'signed')))).toBe(
      'api.PROPOSAL_NOT_VALID',
    );
  });

  it('shows registers that are there already, with what they were used for, and who is in them', async () => {
    const known = expectOk(await elections.registers(), 'registers');
    const own = expectPresent(
      known.find((one) => one.register === register),
      'the register',
    );
    expect(own).toMatchObject({
      level: 'link',
      persons: 4,
      matters: [{ ko: '선거', en: 'Election' }],
    });
    const inside = expectOk(await elections.registerPersons(register), 'persons');
    expect(inside.map(({ person, homes, isReached }) => ({ person, homes, isReached }))).toEqual([
      { person: 0, homes: ['101동 101호'], isReached: true },
      { person: 1, homes: ['101동 201호'], isReached: true },
      { person: 2, homes: ['101동 301호'], isReached: true },
      { person: 3, homes: ['101동 401호'], isReached: false },
    ]);
    // What stands on the roll for them is what stood there when the register was opened.
    expect(inside.map(({ commitment }) => commitment)).toEqual(commitments);
    expect(JSON.stringify([known, inside])).not.toMatch(/카나리아|010-0000/);
  });

  it('shows no register of another institution', async () => {
    const stranger = keyPairFromSeed(sha256(TEXT));
    const account = accountOf(stranger.suite, stranger.publicKey);
    const role = { institution: 'district', role: 'vote.officer', account, delegable: false };
    await done(at, 'governance.grantRole', role, keyIn(at.city, 'district.governance'));
    const { token } = expectOk(await at.door.openSession(signerFrom(stranger)), 'session');
    const other = createElectionDesk({ baseUrl: '', fetch: at.city.fetch }, token);
    expect(expectOk(await other.registers(), 'registers')).toEqual([]);
    expect(await codeOf(other.registerPersons(register))).toBe('api.OTHER_INSTITUTION');
  });

  it('is for officers of elections, and decisions are not', async () => {
    const alone = await cityOfficer('election.officer');
    const { desk, session } = alone;
    expect(session.roles).toEqual(['election.officer']);
    expect(expectOk(await alone.elections.voters(election), 'voters')).toHaveLength(3);
    expectOk(await desk.foundRegister({ level: 'link', persons: [...persons] }), 'register');
    expect(await codeOf(desk.homes(election))).toBe('api.ROLE_NEEDED');
    expect(await codeOf(desk.sendLinks(election))).toBe('api.ROLE_NEEDED');
    const batch = papersOf(1);
    const left = await at.door.propose('election.confirmBatch', batch, alone.signer);
    expectOk(await desk.leavePending(expectOk(left, 'signed')), 'left');
    const withdrawals = { decision: bytes(election), papers: [paper] };
    const papers = await at.door.propose('vote.enterWithdrawals', withdrawals, alone.signer);
    expect(await codeOf(desk.leavePending(expectOk(papers, 'signed')))).toBe(
      'api.PROPOSAL_NOT_VALID',
    );
  });

  it('is not for officers of decisions alone, who see nothing that waits of an election', async () => {
    const alone = await cityOfficer('vote.officer');
    expect(alone.session.roles).toEqual(['vote.officer']);
    expect(await codeOf(alone.elections.voters(election))).toBe('api.ROLE_NEEDED');
    expect(await codeOf(alone.elections.remind(election))).toBe('api.ROLE_NEEDED');
    const batch = papersOf(1);
    const left = await at.door.propose('election.confirmBatch', batch, signerFrom(at.first));
    expectOk(await at.desk.leavePending(expectOk(left, 'signed')), 'left');
    expect(expectOk(await alone.desk.pending(), 'pending')).toEqual([]);
    expect(expectOk(await at.desk.pending(), 'pending')).toHaveLength(1);
  });

  it('claims of nobody that they have not voted where keys are mixed, and reminds nobody of it', async () => {
    const registersUntil = Math.ceil(Date.now() / 1_000) * 1_000 + 60_000;
    const mixed = await drafted({ mixing: { registersUntil } });
    const voters = expectOk(await elections.voters(mixed), 'voters');
    expect(voters).toHaveLength(3);
    for (const voter of voters) expect(voter).not.toHaveProperty('hasVoted');
    expect(await codeOf(elections.remind(mixed))).toBe('api.NOBODY_TO_REMIND');
    expect(await textsTo(at, '010-0000-0002')).toEqual([]);
  });

  it('knows no other matter, and gives nothing without a session', async () => {
    expect(await codeOf(elections.voters(register))).toBe('api.MATTER_UNKNOWN');
    const stranger = createElectionDesk(
      { baseUrl: '', fetch: at.city.fetch },
      toHex(new Uint8Array(32)),
    );
    expect(await codeOf(stranger.voters(election))).toBe('api.SESSION_ENDED');
    expect(await codeOf(stranger.remind(election))).toBe('api.SESSION_ENDED');
    expect(await codeOf(stranger.registers())).toBe('api.SESSION_ENDED');
    expect(await codeOf(stranger.registerPersons(register))).toBe('api.SESSION_ENDED');
  });

  it('takes an entry of the complaint log that is on record, once, and shows it to everybody', async () => {
    const line = await recorded(entryOf(1));
    expect(await codeOf(elections.addComplaint(election, line))).toBeUndefined();
    const door = createComplaintDoor({ baseUrl: '', fetch: at.city.fetch });
    const [shown, ...others] = expectOk(await door.complaints(election), 'complaints');
    expect(others).toEqual([]);
    expect(shown).toMatchObject(line);
    expect(shown?.time).toBeGreaterThan(0);
    expect(await codeOf(elections.addComplaint(election, line))).toBe('api.COMPLAINT_NOT_NEXT');
    const next = await recorded({ ...entryOf(2), previous: bytes(line.id) });
    expect(await codeOf(elections.addComplaint(election, next))).toBeUndefined();
  });

  it('takes no entry that is not on record, of another election, or of somebody else', async () => {
    const line = await recorded(entryOf(1));
    const salt = toHex(new Uint8Array(32).fill(9));
    const refused = async (wrong: ComplaintLine) =>
      expect(await codeOf(elections.addComplaint(election, wrong))).toBe('api.COMPLAINT_NOT_NEXT');
    await refused({ ...line, salt });
    await refused({ ...line, id: salt });
    await refused({ ...line, statement: complaintStatement({ ...entryOf(1), category: 'roll' }) });
    await refused(await recorded({ ...entryOf(1), election: bytes(register) }));
    await refused(await recorded(entryOf(1), at.second));
    await refused(await recorded(entryOf(2)));
    const door = createComplaintDoor({ baseUrl: '', fetch: at.city.fetch });
    expect(expectOk(await door.complaints(election), 'complaints')).toEqual([]);
  });

  it('leaves nothing personal in the log of the server', async () => {
    expectOk(await elections.voters(election), 'voters');
    expectOk(await elections.sendLinks(election), 'sent');
    const written = lines.map((line) => JSON.stringify(line)).join('\n');
    expect(written).not.toMatch(/카나리아|0000-000|101동/);
  });
});

const paper = { person: 0, arrivedAt: 0, scan: sha256(TEXT) };

/** Somebody who holds one role of the city, at the desk. */
async function cityOfficer(role: 'vote.officer' | 'election.officer') {
  const key = keyPairFromSeed(sha256(utf8(role)));
  const account = accountOf(key.suite, key.publicKey);
  const granted = { institution: 'city', role, account, delegable: false };
  await done(at, 'governance.grantRole', granted, keyIn(at.city, 'city.governance'));
  const signer = signerFrom(key);
  const session = expectOk(await at.door.openSession(signer), 'session');
  const { token } = session;
  const own = createElectionDesk({ baseUrl: '', fetch: at.city.fetch }, token);
  return { signer, session, desk: at.door.at(token), elections: own };
}

/** A complaint that has come. */
function entryOf(complaint: number): ComplaintEntry {
  const file = sha256(utf8(`complaint ${String(complaint)}`));
  return { election: bytes(election), complaint, category: 'count', state: 'received', file };
}

/** Puts an entry on record as a statement of an officer. */
async function recorded(entry: ComplaintEntry, by = at.first): Promise<ComplaintLine> {
  const statement = complaintStatement(entry);
  const salt = new Uint8Array(32).fill(7);
  const { root, count } = commitToStatement(statement, salt);
  const payload = { kind: 'statement' as const, root, count };
  const made = await at.client.act('document.notarise', payload, [signerFrom(by)]);
  const sent = expectOk(await at.client.send(expectOk(made, 'prepared')), 'sent');
  return { id: sent.id, salt: toHex(salt), statement };
}
