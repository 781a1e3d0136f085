import type { LogLine } from '@madang/api';
import { expectOk, toHex } from '@madang/base';
import type { DeskClient } from '@madang/client';
import { sha256, signerFrom } from '@madang/crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bytes,
  codeOf,
  type DeskCity,
  done,
  openDeskCity,
  persons,
  TEXT,
  textsTo,
} from './support/desk.ts';

let at: DeskCity;
let desk: DeskClient;
let lines: LogLine[];
let register: string;
let election: string;

/** An election of the first three of the register's four persons, of whom the last has no phone. */
beforeEach(async () => {
  lines = [];
  at = await openDeskCity(lines);
  desk = at.desk;
  const founded = expectOk(
    await desk.foundRegister({ level: 'link', persons: [...persons] }),
    'register',
  );
  register = founded.register;
  const draft = expectOk(
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
        closesAt: Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000,
      },
      [signerFrom(at.first)],
    ),
    'draft',
  );
  election = draft.id;
  expect(expectOk(await at.client.send(draft), 'sent').outcome.code).toBe(0);
  await done(at, 'election.enterVoters', {
    election: bytes(election),
    voters: [1, 2, 3].map((person) => ({
      person,
      building: 0,
      weights: [1],
      commitment: bytes(founded.commitments[person] ?? ''),
    })),
  });
});

afterEach(() => at.city.close());

describe('the desk of elections', () => {
  it('shows the roll with homes, and without names or numbers of telephones', async () => {
    const voters = expectOk(await desk.voters(election), 'voters');
    expect(voters).toEqual([
      { person: 1, homes: ['101동 201호'], hasVoted: false, isReached: true },
      { person: 2, homes: ['101동 301호'], hasVoted: false, isReached: true },
      { person: 3, homes: ['101동 401호'], hasVoted: false, isReached: false },
    ]);
    expect(JSON.stringify(voters)).not.toMatch(/카나리아|010-0000/);
  });

  it('sends links to those on the roll alone, and counts whom it cannot reach', async () => {
    const sent = expectOk(await desk.sendVoterLinks(election), 'sent');
    expect(sent).toEqual({ messages: 2, homes: 2, undelivered: 1 });
    await expect.poll(() => textsTo(at, '010-0000-0003')).toHaveLength(1);
    // The first of the register is not on this roll.
    expect(await textsTo(at, '010-0000-0001')).toEqual([]);
  });

  it('reminds those who have not voted', async () => {
    const sent = expectOk(await desk.remindVoters(election), 'sent');
    expect(sent).toEqual({ messages: 2, homes: 2, undelivered: 1 });
    const [text] = await expect
      .poll(() => textsTo(at, '010-0000-0002'))
      .toHaveLength(1)
      .then(() => textsTo(at, '010-0000-0002'));
    expect(text).toContain('아직 하지 않은 일이 있습니다');
  });

  it('knows no other matter, and gives nothing without a session', async () => {
    expect(await codeOf(desk.voters(register))).toBe('api.MATTER_UNKNOWN');
    const stranger = at.door.at(toHex(new Uint8Array(32)));
    expect(await codeOf(stranger.voters(election))).toBe('api.SESSION_ENDED');
    expect(await codeOf(stranger.remindVoters(election))).toBe('api.SESSION_ENDED');
  });

  it('leaves nothing personal in the log of the server', async () => {
    expectOk(await desk.voters(election), 'voters');
    expectOk(await desk.sendVoterLinks(election), 'sent');
    const written = lines.map((line) => JSON.stringify(line)).join('\n');
    expect(written).not.toMatch(/카나리아|0000-000|101동/);
  });
});
