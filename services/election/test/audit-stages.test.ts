import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saidByBoth } from './audit.ts';
import {
  attempt,
  close,
  decrypt,
  decryptAll,
  draft,
  open,
  openDraft,
  runCeremony,
  send,
  vote,
  type World,
  yesNo,
} from './world.ts';
import { dealWrongly, decryptWrongly } from './wrongdoing.ts';

const reason = { en: 'a reason', ko: '까닭' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'madang-election-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What the independent verifier says, which has to be what the other one says. */
async function said(world: World) {
  const { one, other } = await saidByBoth(folder, world);
  expect(other).toEqual(one);
  return other;
}

describe('an election of three buildings, by both verifiers', () => {
  const buildings = [12, 4, 10].flatMap((size, at) => Array.from({ length: size }, () => at));
  let world: World;

  it('is the same at every stage of the ceremony', async () => {
    world = draft({
      voters: buildings,
      buildings: 3,
      weights: buildings.map((_, person) => [1, 84_000 + person]),
      more: {
        ...{ measures: ['heads', 'area'], results: 'buildings', revote: 'last' },
        questions: [yesNo, { answers: 3, decides: { kind: 'elect', seats: 2 } }],
        turnout: { num: 1, den: 2, compare: 'more-than' },
      },
    });
    expect(await said(world)).toMatchObject({ status: 'draft', ballotCount: 0 });
    runCeremony(world, 'reveal');
    const { election } = world;
    world.ledger.block([], 86_400_000);
    send(world.ledger, 'election.restartCeremony', { election, round: 0, reason });
    send(world.ledger, 'election.restartCeremony', { election, round: 1, reason });
    dealWrongly(world);
    expect((await said(world)).blamed).toEqual([
      { kind: 'voided', round: 0, why: 'missing', blamed: [1, 2, 3] },
      { kind: 'voided', round: 1, why: 'restarted', blamed: [] },
      { kind: 'voided', round: 2, why: 'share-wrong', blamed: [2] },
    ]);
  });

  it('is the same while ballots are taken, paused, replaced and extended', async () => {
    runCeremony(world);
    openDraft(world);
    for (let person = 0; person < 12; person++) vote(world, person, [[person % 2], [0, 2]]);
    vote(world, 3, [[], []]);
    const { election, closesAt } = world;
    send(world.ledger, 'election.pauseElection', { election, reason });
    const sent = { election, kind: 'reminder', voters: 20, undelivered: 2 };
    for (const voters of [20, 7]) send(world.ledger, 'election.noteMessages', { ...sent, voters });
    expect(await said(world)).toMatchObject({
      status: 'paused',
      ballotCount: 13,
      messages: { sendings: 2, voters: 27, undelivered: 4 },
    });
    send(world.ledger, 'election.resumeElection', { election, reason });
    const later = { election, closesAt: closesAt + 1000, reason };
    send(world.ledger, 'election.extendElection', later);
    for (let person = 12; person < 26; person++) vote(world, person, [[0], [person % 3]]);
    expect(await said(world)).toMatchObject({ status: 'open', extensionCount: 1, ballots: 26 });
  });

  it('is the same with a wrong part, and when it is decided', async () => {
    world.ledger.block([], world.closesAt + 1000 - world.ledger.timeMs());
    close(world);
    decryptWrongly(world);
    for (let sum = 1; sum < 4; sum++) decrypt(world, 1, sum);
    decryptAll(world, [3]);
    const decided = await said(world);
    expect(decided).toMatchObject({ status: 'decided', sums: 4, isTurnoutMet: true });
    expect(decided.blamed.at(-1)).toEqual({ kind: 'wrong-part', trustee: 2, sum: 0 });
    // The four of the second building would be too few by themselves.
    expect(decided.questions[0]?.groups.map(([names]) => names)).toEqual([
      ['101동'],
      ['102동', '103동'],
    ]);
  });
});

describe('an election that comes to nothing, by both verifiers', () => {
  it('is the same where too few voted, and where it was called off', async () => {
    const few = open({ voters: Array.from({ length: 12 }, () => 0) });
    vote(few, 1, [[0]]);
    close(few);
    expect(await said(few)).toMatchObject({ status: 'undisclosed', questions: [] });
    const off = draft({ voters: [0, 0] });
    const { election } = off;
    const called = { election, how: 'called-off', reason };
    expect(attempt(off, 'election.closeElection', called)).toBe('done');
    expect(await said(off)).toMatchObject({ status: 'called-off', questions: [] });
  });
});
