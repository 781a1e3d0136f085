import { describe, expect, it } from 'vitest';
import { check, dossierOf } from './dossier-of.ts';
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

describe('the dossier of an election that takes its time', () => {
  const buildings = [0, 1].flatMap((building) => Array.from({ length: 12 }, () => building));
  const plan = {
    voters: buildings,
    buildings: 2,
    weights: buildings.map((_, person) => [1, 50 + person]),
    more: {
      ...{ measures: ['heads', 'area'], results: 'buildings', revote: 'last' },
      questions: [yesNo],
      turnout: { num: 1, den: 2, compare: 'more-than' },
    },
  };
  let world: World;
  const checkNow = async () => check(world, await dossierOf(world));
  const facts = async () => (await checkNow()).facts;

  it('is checked at every stage', async () => {
    world = draft(plan);
    expect(await facts()).toMatchObject({ status: 'draft', questions: [], ballotCount: 0 });
    runCeremony(world, 'reveal');
    const { election } = world;
    world.ledger.block([], 86_400_000);
    send(world.ledger, 'election.restartCeremony', { election, round: 0, reason });
    runCeremony(world, 'accept');
    expect((await checkNow()).verdict).toBe('checked');
    expect(await facts()).toMatchObject({
      blamed: [{ kind: 'voided', round: 0, why: 'missing', blamed: [1, 2, 3] }],
    });
  });

  it('names who dealt a wrong share', async () => {
    const { election } = world;
    send(world.ledger, 'election.restartCeremony', { election, round: 1, reason });
    dealWrongly(world);
    expect((await facts())?.blamed.at(-1)).toEqual({
      ...{ kind: 'voided', round: 2, why: 'share-wrong', blamed: [2] },
    });
  });

  it('is checked while ballots are taken, paused and replaced', async () => {
    runCeremony(world);
    openDraft(world);
    for (let person = 0; person < 8; person++) vote(world, person, [[0]]);
    expect(await facts()).toMatchObject({ status: 'open', ballotCount: 8, sums: 0 });
    vote(world, 3, [[1]]);
    const { election } = world;
    send(world.ledger, 'election.pauseElection', { election, reason });
    expect(await facts()).toMatchObject({ status: 'paused', ballotCount: 9, pauseCount: 1 });
    send(world.ledger, 'election.resumeElection', { election, reason });
    for (let person = 8; person < 22; person++) vote(world, person, [person < 15 ? [0] : []]);
    expect(await facts()).toMatchObject({
      ...{ status: 'open', ballotCount: 23 },
      turnout: { voters: 24, ballots: 22 },
    });
  });

  it('says whose part of a decryption was wrong, and what was decided', async () => {
    close(world);
    decryptWrongly(world);
    expect(await facts()).toMatchObject({
      ...{ status: 'closed', sums: 4, announced: 0 },
      trustees: [{ decrypted: 1 }, { decrypted: 0 }, { decrypted: 0 }],
    });
    for (let sum = 1; sum < 4; sum++) decrypt(world, 1, sum);
    decryptAll(world, [3]);
    const verdict = await checkNow();
    expect(verdict.verdict).toBe('checked');
    expect(verdict.facts?.blamed.at(-1)).toEqual({ kind: 'wrong-part', trustee: 2, sum: 0 });
    expect(verdict.facts).toMatchObject({
      ...{ status: 'decided', isTurnoutMet: true, announced: 4, ballotCount: 23 },
      questions: [
        {
          outcome: { kind: 'approved', isApproved: true },
          measures: [
            { cast: 22, blank: 7, answers: [14, 1] },
            { cast: 1_331, blank: 476, answers: [802, 53] },
          ],
          groups: [
            { buildings: [0], cast: 12, answers: [11, 1] },
            { buildings: [1], cast: 10, blank: 7, answers: [3, 0] },
          ],
        },
      ],
    });
  });
});

describe('the dossier of an election that comes to nothing', () => {
  it('is checked where too few voted, and where it was called off', async () => {
    const few = open({ voters: Array.from({ length: 12 }, () => 0) });
    vote(few, 1, [[0]]);
    close(few);
    const undisclosed = await check(few, await dossierOf(few));
    expect(undisclosed).toMatchObject({ verdict: 'checked', facts: { status: 'undisclosed' } });
    const off = draft({ voters: [0, 0] });
    const { election } = off;
    const called = { election, how: 'called-off', reason };
    expect(attempt(off, 'election.closeElection', called)).toBe('done');
    const { verdict, parts, facts } = await check(off, await dossierOf(off));
    expect(verdict).toBe('checked');
    expect(facts).toMatchObject({ status: 'called-off', questions: [] });
    expect(parts.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ELECTION_OPENING_NONE', 'ELECTION_BALLOTS_NONE']),
    );
  });
});
