import { actor } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { answerTogether, because, blockOf, office, tell } from './acts.ts';
import {
  cast,
  close,
  draft,
  electionOf,
  officer,
  open,
  openDraft,
  registerVoter,
  runCeremony,
  seal,
  transactionOf,
  vote,
  voterOf,
  type World,
} from './world.ts';

const voters = Array.from({ length: 10 }, () => 0);
const everybody = voters.map(() => 1);

/** Lets time pass until so long before the close; the next block is a second later. */
const wait = ({ ledger, closesAt }: World, beforeMs: number) =>
  ledger.block([], closesAt - beforeMs - ledger.timeMs());
const statusOf = (world: World) => electionOf(world).status;

describe('an election in time', () => {
  it('takes ballots until the last block before the close, and none from it on', () => {
    const world = open({ voters });
    expect(registerVoter(world, 0)).toBe('done');
    expect(registerVoter(world, 1)).toBe('done');
    wait(world, 1_001);
    const late = transactionOf(world, seal(world, 1, [[0]]), voterOf(world, 1));
    expect(vote(world, 0, [[0]])).toBe('done');
    expect(world.ledger.timeMs()).toBe(world.closesAt - 1);
    world.ledger.block([], 0);
    expect(world.ledger.admit(late)).toMatchObject({ ok: true });
    world.ledger.block([], 1);
    expect(world.ledger.admit(late)).toMatchObject({
      ok: false,
      error: { name: 'election.TOO_LATE' },
    });
    expect(cast(world, late)).toBe('TOO_LATE');
    expect(electionOf(world).took.ballots).toBe(1);
  });

  it('is closed at the close, not before, and by an officer', () => {
    const world = open({ voters });
    wait(world, 1_001);
    const over = { how: 'over' };
    expect(office(world, 'closeElection', over)).toBe('STILL_OPEN');
    expect(office(world, 'closeElection', over, actor('somebody'))).toBe('kernel.NOT_PERMITTED');
    expect(office(world, 'closeElection', over)).toBe('done');
    expect(office(world, 'closeElection', over)).toBe('NOT_OPEN');
  });

  it('is no draft once it is open, and takes nothing before', () => {
    const world = draft({ voters });
    for (const name of ['pauseElection', 'resumeElection']) {
      expect(office(world, name, because)).toBe('NOT_OPEN');
    }
    const later = { closesAt: world.closesAt + 1_000, ...because };
    expect(office(world, 'extendElection', later)).toBe('NOT_OPEN');
    expect(office(world, 'closeElection', { how: 'over' })).toBe('NOT_OPEN');
    runCeremony(world);
    openDraft(world);
    const roll = { voters: 10, weights: [10] };
    expect(office(world, 'openElection', roll)).toBe('NOT_A_DRAFT');
  });

  it('can be called off as a draft, and is never opened then', () => {
    const world = draft({ voters });
    runCeremony(world);
    expect(office(world, 'closeElection', { how: 'called-off', ...because })).toBe('done');
    expect(office(world, 'openElection', { voters: 10, weights: [10] })).toBe('NOT_A_DRAFT');
    expect(office(world, 'restartCeremony', { round: 0, ...because })).toBe('NOT_A_DRAFT');
    expect(statusOf(world)).toBe('called-off');
  });
});

describe('an election that is paused', () => {
  it('takes no ballots and no keys until it is resumed', () => {
    const world = open({ voters });
    expect(registerVoter(world, 0)).toBe('done');
    expect(office(world, 'resumeElection', because)).toBe('NOT_OPEN');
    expect(tell(world, 'pauseElection', because)).toEqual({
      outcome: 'done',
      events: [{ name: 'paused', fields: because }],
    });
    expect(statusOf(world)).toBe('paused');
    expect(office(world, 'pauseElection', because)).toBe('PAUSED');
    expect(vote(world, 0, [[0]])).toBe('PAUSED');
    expect(registerVoter(world, 1)).toBe('PAUSED');
    expect(office(world, 'resumeElection', because, actor('somebody'))).toBe(
      'kernel.NOT_PERMITTED',
    );
    expect(office(world, 'resumeElection', because)).toBe('done');
    expect(vote(world, 0, [[0]])).toBe('done');
  });

  it('closes at its time all the same, and can be called off', () => {
    const world = open({ voters });
    answerTogether(world, everybody);
    const other = open({ voters });
    for (const one of [world, other]) expect(office(one, 'pauseElection', because)).toBe('done');
    expect(office(other, 'closeElection', { how: 'called-off', ...because })).toBe('done');
    expect(statusOf(other)).toBe('called-off');
    wait(world, 0);
    expect(office(world, 'pauseElection', because)).toBe('PAUSED');
    expect(office(world, 'closeElection', { how: 'over' })).toBe('done');
    expect(statusOf(world)).toBe('closed');
  });

  it('takes no ballots after its time, even if it is resumed', () => {
    const world = open({ voters });
    expect(registerVoter(world, 0)).toBe('done');
    expect(office(world, 'pauseElection', because)).toBe('done');
    wait(world, 0);
    expect(office(world, 'resumeElection', because)).toBe('done');
    expect(vote(world, 0, [[0]])).toBe('TOO_LATE');
    expect(office(world, 'pauseElection', because)).toBe('TOO_LATE');
  });
});

describe('an election that is extended', () => {
  it('takes ballots until its new close, which is later and a whole second', () => {
    const world = open({ voters });
    const { closesAt } = world;
    const extend = (to: number) => office(world, 'extendElection', { closesAt: to, ...because });
    expect(registerVoter(world, 0)).toBe('done');
    for (const wrong of [closesAt, closesAt - 1_000, closesAt + 1, closesAt + 1_500, 0]) {
      expect(extend(wrong)).toBe('CLOSE_NOT_VALID');
    }
    wait(world, 2_000);
    expect(extend(closesAt + 5_000)).toBe('done');
    world.ledger.block([], 3_000);
    expect(office(world, 'closeElection', { how: 'over' })).toBe('STILL_OPEN');
    expect(vote(world, 0, [[0]])).toBe('done');
    expect(electionOf(world).closesAt).toBe(closesAt + 5_000);
    world.ledger.block([], 3_000);
    expect(extend(closesAt + 60_000)).toBe('TOO_LATE');
    expect(office(world, 'closeElection', { how: 'over' })).toBe('done');
    expect(extend(closesAt + 60_000)).toBe('NOT_OPEN');
  });

  it('may be one that is paused', () => {
    const world = open({ voters });
    expect(office(world, 'pauseElection', because)).toBe('done');
    const closesAt = world.closesAt + 1_000;
    expect(office(world, 'extendElection', { closesAt, ...because })).toBe('done');
    expect(electionOf(world)).toMatchObject({ status: 'paused', closesAt });
  });
});

describe('an election that is closed early', () => {
  const over = { how: 'over' };

  it('is one in which everybody voted, and no ballot can be replaced', () => {
    const world = open({ voters });
    answerTogether(world, everybody.slice(0, -1));
    expect(office(world, 'closeElection', over)).toBe('STILL_OPEN');
    expect(vote(world, 9, [[]])).toBe('done');
    expect(office(world, 'closeElection', over)).toBe('done');
    expect(statusOf(world)).toBe('closed');
  });

  it('is none whose ballots can be replaced', () => {
    const world = open({ voters, more: { revote: 'last' } });
    answerTogether(world, everybody);
    expect(office(world, 'closeElection', over)).toBe('STILL_OPEN');
    expect(vote(world, 0, [[2]])).toBe('done');
    expect(close(world)).toBe('done');
  });
});

describe('two officers', () => {
  const params = { maxBlockCostUs: 1_000_000, maxExpiryMs: 600_000, maxTransactionBytes: 65_536 };
  const closing = (world: World, ...ends: readonly object[]) =>
    blockOf(
      world,
      ends.map((end) => {
        const payload = { election: world.election, ...end };
        return world.ledger.sign({ act: 'election.closeElection', payload, by: officer });
      }),
    ).map(({ outcome }) => outcome);

  it('who close in one block close once', () => {
    const world = open({ voters, genesis: { params } });
    answerTogether(world, everybody);
    wait(world, 0);
    expect(closing(world, { how: 'over' }, { how: 'over' })).toEqual(['done', 'NOT_OPEN']);
    expect(statusOf(world)).toBe('closed');
  });

  it('of whom one calls it off: the first act of the block holds', () => {
    const off = { how: 'called-off', ...because };
    const over = { how: 'over' };
    for (const [ends, status] of [
      [[off, over], 'called-off'],
      [[over, off], 'closed'],
    ] as const) {
      const world = open({ voters, genesis: { params } });
      answerTogether(world, everybody);
      expect(closing(world, ...ends)).toEqual(['done', 'NOT_OPEN']);
      expect(statusOf(world)).toBe(status);
    }
  });

  it('of whom one closes while a ballot comes: it is taken before, not after', () => {
    const world = open({ voters, more: { revote: 'last' }, genesis: { params } });
    answerTogether(world, everybody);
    const ballots = [0, 1].map((person) =>
      transactionOf(world, seal(world, person, [[0]]), voterOf(world, person)),
    );
    const payload = { election: world.election, how: 'called-off', ...because };
    const end = world.ledger.sign({ act: 'election.closeElection', payload, by: officer });
    const [first, second] = ballots;
    const block = blockOf(
      world,
      [first, end, second].filter((one) => one !== undefined),
    );
    expect(block.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'NOT_OPEN']);
  });
});
