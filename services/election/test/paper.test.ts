import { expectPresent, toHex } from '@madang/base';
import { jsonOf } from '@madang/client';
import { actor, device } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { cast as castTable } from '../chain/state.ts';
import { markOf, sealPapers } from '../intake/index.ts';
import { because, office } from './acts.ts';
import { castForged } from './forging.ts';
import { batchAt, batchKey, confirm, enter, mark, voteOnPaper } from './paper.ts';
import {
  attempt,
  cast,
  close,
  decryptAll,
  deputy,
  electionBound,
  electionOf,
  officer,
  open,
  type Plan,
  registerVoter,
  resultOf,
  seal,
  transactionOf,
  vote,
  voterOf,
  type World,
} from './world.ts';

const twelve = Array.from({ length: 12 }, () => 0);
const paper = { paper: 'batches' };
const opened = (plan: Partial<Plan> = {}, more: Plan['more'] = {}): World =>
  open({ voters: twelve, ...plan, more: { ...paper, ...more } });
const keyOf = (world: World, person: number) =>
  world.ledger.read('election.keyOf', {
    election: world.election,
    key: toHex(voterOf(world, person).key),
  });
const standing = (world: World, name: string) => {
  const { key } = batchKey(world, name);
  return { key, standing: batchAt(world, name) };
};

describe('papers and ballots of keys', () => {
  it('come to one count, and to one turnout', () => {
    const world = opened();
    for (const person of [0, 1, 2, 3, 4, 5, 6]) expect(vote(world, person, [[0]])).toBe('done');
    // Five are marked, four hand a paper in: one of them blank.
    voteOnPaper(world, 'desk', [7, 8, 9, 10, 11], [[[1]], [[2]], [[]], [[1]]]);
    expect(electionOf(world).took).toEqual({ voters: 12, eligible: [12], ballots: 11, cast: [11] });
    expect(close(world)).toBe('done');
    decryptAll(world, [1, 2]);
    expect(resultOf(world).questions[0]?.measures).toEqual([
      { cast: 11, blank: 1, answers: [7, 2, 1] },
    ]);
  });

  it('weigh what the roll says, in the building of the batch', () => {
    const buildings = [...twelve, ...twelve].map((_, at) => (at < 12 ? 0 : 1));
    const world = opened(
      { voters: buildings, buildings: 2, weights: buildings.map((at) => [1, 84 + 10 * at]) },
      { measures: ['heads', 'area'], results: 'buildings' },
    );
    const persons = Array.from({ length: 12 }, (_, at) => 12 + at);
    voteOnPaper(
      world,
      'second',
      persons,
      persons.map((person) => [[person % 2]]),
    );
    for (let person = 0; person < 10; person++) vote(world, person, [[2]]);
    expect(close(world)).toBe('done');
    decryptAll(world, [2, 3]);
    expect(resultOf(world).questions[0]?.measures).toEqual([
      { cast: 22, blank: 0, answers: [6, 6, 10] },
      { cast: 12 * 94 + 10 * 84, blank: 0, answers: [6 * 94, 6 * 94, 10 * 84] },
    ]);
  });

  it('are never decrypted of fewer than ten together, whichever way they came', () => {
    const world = opened();
    for (const person of [0, 1, 2, 3]) vote(world, person, [[0]]);
    voteOnPaper(world, 'desk', [4, 5, 6, 7, 8], [[[1]], [[1]], [[1]], [[1]], [[1]]]);
    expect(close(world)).toBe('done');
    expect(resultOf(world)).toMatchObject({ status: 'undisclosed', sums: 0 });
  });

  it('are counted until the election is closed, for those who were marked in time', () => {
    const world = opened();
    expect(mark(world, 'desk', [0, 1])).toBe('done');
    for (let person = 2; person < 11; person++) vote(world, person, [[0]]);
    world.ledger.block([], world.closesAt - world.ledger.timeMs());
    expect(mark(world, 'desk', [11])).toBe('TOO_LATE');
    expect(vote(world, 10, [[0]])).toBe('TOO_LATE');
    expect(enter(world, 'desk', [[[1]], [[2]]])).toEqual(['done', 'done']);
    expect(confirm(world, 'desk', 2)).toBe('done');
    expect(office(world, 'closeElection', { how: 'over' })).toBe('done');
    expect(resultOf(world)).toMatchObject({ status: 'closed', sums: 1 });
    decryptAll(world, [1, 2]);
    expect(resultOf(world).questions[0]?.measures[0]).toMatchObject({ answers: [9, 1, 1] });
  });

  it('end an election early together, if everybody has voted', () => {
    const world = opened();
    for (let person = 0; person < 10; person++) vote(world, person, [[0]]);
    expect(mark(world, 'desk', [10, 11])).toBe('done');
    expect(enter(world, 'desk', [[[1]], [[1]]])).toEqual(['done', 'done']);
    expect(office(world, 'closeElection', { how: 'over' })).toBe('STILL_OPEN');
    expect(confirm(world, 'desk', 2)).toBe('done');
    expect(office(world, 'closeElection', { how: 'over' })).toBe('done');
  });
});

describe('a batch that is not confirmed', () => {
  it('counts nothing at the close, and is there for everybody to see', () => {
    const world = opened();
    for (let person = 0; person < 10; person++) vote(world, person, [[0]]);
    expect(mark(world, 'desk', [10, 11])).toBe('done');
    expect(enter(world, 'desk', [[[1]], [[1]]])).toEqual(['done', 'done']);
    expect(electionOf(world).took).toMatchObject({ ballots: 10, cast: [10] });
    expect(close(world)).toBe('done');
    expect(confirm(world, 'desk', 2)).toBe('NOT_OPEN');
    expect(enter(world, 'desk', [[[1]]])).toEqual(['NOT_OPEN']);
    decryptAll(world, [1, 2]);
    expect(resultOf(world).questions[0]?.measures).toEqual([
      { cast: 10, blank: 0, answers: [10, 0, 0] },
    ]);
    const { election } = world;
    const told = world.ledger.read('election.batches', { election });
    expect(told).toMatchObject({ ok: true, value: [{ marked: 2, papers: 2 }] });
    expect(batchAt(world, 'desk').record).toBeUndefined();
  });
});

describe('confirming a batch', () => {
  it('takes two different officers, who say the same number as there are ballots', () => {
    const world = opened();
    expect(mark(world, 'desk', [0, 1, 2])).toBe('done');
    expect(enter(world, 'desk', [[[0]], [[1]]])).toEqual(['done', 'done']);
    const stranger = actor('somebody');
    for (const by of [officer, [officer, stranger], [officer, device(0)]]) {
      expect(confirm(world, 'desk', 2, by)).toMatch(/^kernel\.(WRONG_SIGNERS|NOT_PERMITTED)$/);
    }
    expect(() => confirm(world, 'desk', 2, [officer, officer])).toThrow();
    for (const wrong of [1, 3]) expect(confirm(world, 'desk', wrong)).toBe('PAPERS_DIFFER');
    expect(confirm(world, 'another', 2)).toBe('UNKNOWN_BATCH');
    expect(electionOf(world).took).toMatchObject({ ballots: 0 });
    expect(confirm(world, 'desk', 2)).toBe('done');
    expect(confirm(world, 'desk', 2)).toBe('BATCH_CONFIRMED');
    expect(electionOf(world).took).toMatchObject({ ballots: 2, cast: [2] });
  });

  it('is possible while the election is paused, and enters nothing', () => {
    const world = opened();
    expect(mark(world, 'desk', [0, 1])).toBe('done');
    expect(enter(world, 'desk', [[[0]]])).toEqual(['done']);
    expect(office(world, 'pauseElection', because)).toBe('done');
    expect(mark(world, 'desk', [2])).toBe('PAUSED');
    expect(enter(world, 'desk', [[[1]]])).toEqual(['PAUSED']);
    expect(confirm(world, 'desk', 1)).toBe('done');
  });

  it('ends it: no further paper, and nobody else', () => {
    const world = opened();
    expect(mark(world, 'desk', [0, 1, 2])).toBe('done');
    expect(enter(world, 'desk', [[[0]], [[1]]])).toEqual(['done', 'done']);
    expect(confirm(world, 'desk', 2)).toBe('done');
    expect(enter(world, 'desk', [[[0]]])).toEqual(['BATCH_CONFIRMED']);
    expect(mark(world, 'desk', [3])).toBe('BATCH_CONFIRMED');
  });
});

describe('the papers of a batch', () => {
  it('are no more than persons who were marked before the first of them', () => {
    const world = opened();
    expect(mark(world, 'desk', [0])).toBe('done');
    expect(mark(world, 'desk', [1])).toBe('done');
    expect(enter(world, 'desk', [[[0]]])).toEqual(['done']);
    expect(mark(world, 'desk', [2])).toBe('BATCH_BEGUN');
    expect(enter(world, 'desk', [[[0]], [[0]]])).toEqual(['done', 'TOO_MANY_BALLOTS']);
    expect(batchAt(world, 'desk')).toMatchObject({ marked: 2, papers: 2 });
  });

  it('follow each other: none is dropped, doubled or put in another order', () => {
    const world = opened();
    expect(mark(world, 'desk', [0, 1, 2])).toBe('done');
    const own = batchKey(world, 'desk');
    const sealed = sealPapers(
      electionBound(world),
      standing(world, 'desk'),
      [[[0]], [[1]], [[2]]],
      world.chance,
    );
    const [first, second, third] = [0, 1, 2].map((at) => () => {
      const one = expectPresent(sealed[at], 'a ballot');
      return cast(world, transactionOf(world, one, own));
    }) as [() => string, () => string, () => string];
    expect([second(), third()]).toEqual(['OUT_OF_SEQUENCE', 'OUT_OF_SEQUENCE']);
    expect([first(), third(), first()]).toEqual(['done', 'OUT_OF_SEQUENCE', 'OUT_OF_SEQUENCE']);
    expect([second(), first(), second()]).toEqual(['done', 'OUT_OF_SEQUENCE', 'OUT_OF_SEQUENCE']);
    expect(third()).toBe('done');
    expect(batchAt(world, 'desk').last).toEqual(sealed[2]?.encrypted.fingerprint);
  });

  it('go on where they were after an interruption', () => {
    const world = opened();
    expect(mark(world, 'desk', [0, 1, 2])).toBe('done');
    const papers = [[[0]], [[1]], [[2]]];
    const own = batchKey(world, 'desk');
    const rest = () =>
      sealPapers(electionBound(world), standing(world, 'desk'), papers, world.chance);
    for (const left of [3, 2, 1]) {
      const [next] = rest();
      expect(rest()).toHaveLength(left);
      if (next !== undefined) expect(cast(world, transactionOf(world, next, own))).toBe('done');
    }
    expect(rest()).toHaveLength(0);
    expect(confirm(world, 'desk', 3)).toBe('done');
  });

  it('are proven like any ballot: none says more than the questions allow, none is copied', () => {
    const world = opened();
    expect(vote(world, 5, [[1]])).toBe('done');
    expect(mark(world, 'desk', [0, 1])).toBe('done');
    const own = batchKey(world, 'desk');
    const [sealed] = sealPapers(
      electionBound(world),
      standing(world, 'desk'),
      [[[0]]],
      world.chance,
    );
    if (sealed === undefined) throw new Error();
    const { selections } = seal(world, 5, [[1]]).payload;
    expect(castForged(world, sealed, own, { payload: { selections } })).toBe('kernel.PROOF_WRONG');
    const thief = { ...own, secret: voterOf(world, 5).secret };
    expect(cast(world, transactionOf(world, sealed, thief))).toBe('kernel.PROOF_WRONG');
    expect(cast(world, transactionOf(world, sealed, own))).toBe('done');
  });
});

describe('a person who is marked', () => {
  it('has no vote by a key any more, whether they had one or make one', () => {
    const world = opened();
    expect(registerVoter(world, 0)).toBe('done');
    const early = transactionOf(world, seal(world, 0, [[1]]), voterOf(world, 0));
    expect(mark(world, 'desk', [0, 1])).toBe('done');
    expect(cast(world, early)).toBe('UNKNOWN_KEY');
    expect(registerVoter(world, 0)).toBe('VOTES_ON_PAPER');
    expect(registerVoter(world, 1)).toBe('VOTES_ON_PAPER');
    expect(electionOf(world).took).toMatchObject({ ballots: 0 });
  });

  it('has not voted yet, where no ballot can be replaced', () => {
    const world = opened();
    expect(vote(world, 1, [[0]])).toBe('done');
    expect(mark(world, 'desk', [0, 1])).toBe('PAPER_LINE_TAKEN');
    expect(mark(world, 'desk', [0])).toBe('done');
    expect(mark(world, 'another', [0])).toBe('PAPER_LINE_TAKEN');
    expect(mark(world, 'desk', [0])).toBe('PAPER_LINE_TAKEN');
  });

  it('votes on paper in the place of every ballot before, where the last one counts', () => {
    const world = opened({}, { revote: 'last' });
    for (let person = 0; person < 11; person++) vote(world, person, [[0]]);
    vote(world, 1, [[1]]);
    // What the receipt of a ballot claims to stand.
    const claimed = castTable.stateKey([electionBound(world).id, voterOf(world, 1).key]);
    expect(world.ledger.state().get(claimed)).toBeDefined();
    expect(mark(world, 'desk', [0, 1, 11])).toBe('done');
    expect(world.ledger.state().get(claimed)).toBeUndefined();
    expect(electionOf(world).took).toMatchObject({ ballots: 9, cast: [9] });
    expect(keyOf(world, 1)).toMatchObject({ ok: false });
    expect(vote(world, 2, [[1]])).toBe('done');
    const { ledger, election } = world;
    const told = ledger.read('election.voter', { election, person: 1 });
    expect(told).toMatchObject({
      value: { batch: toHex(batchKey(world, 'desk').key), ballots: 0 },
    });
    expect(enter(world, 'desk', [[[2]], [[2]]])).toEqual(['done', 'done']);
    expect(confirm(world, 'desk', 2)).toBe('done');
    expect(close(world)).toBe('done');
    decryptAll(world, [1, 2]);
    expect(resultOf(world).questions[0]?.measures).toEqual([
      { cast: 11, blank: 0, answers: [8, 1, 2] },
    ]);
  });

  it('is on the roll, in order, of the building and weight of the batch', () => {
    const world = opened(
      { voters: [0, 0, 1, 0], buildings: 2, weights: [1, 1, 1, 2].map((area) => [1, area]) },
      { measures: ['heads', 'area'] },
    );
    expect(mark(world, 'desk', [0, 2])).toBe('PAPER_LINE_NOT_VALID');
    expect(mark(world, 'desk', [0, 3])).toBe('PAPER_LINE_NOT_VALID');
    expect(mark(world, 'desk', [0, 4])).toBe('PAPER_LINE_NOT_VALID');
    expect(mark(world, 'desk', [1, 0])).toBe('ROLL_NOT_ASCENDING');
    expect(mark(world, 'desk', [0, 0])).toBe('ROLL_NOT_ASCENDING');
    expect(mark(world, 'desk', [0])).toBe('done');
    expect(mark(world, 'desk', [2])).toBe('PAPER_LINE_NOT_VALID');
    expect(mark(world, 'desk', [1])).toBe('done');
  });

  it('is marked by an officer who has the key of the batch', () => {
    const world = opened();
    expect(mark(world, 'desk', [0], device(0))).toBe('kernel.NOT_PERMITTED');
    expect(mark(world, 'desk', [0], deputy)).toBe('done');
    const own = batchKey(world, 'desk');
    const given = { persons: [1], account: deputy.account };
    const stolen = markOf(electionBound(world), own, given, world.chance);
    expect(attempt(world, 'election.markPaper', jsonOf(stolen), officer)).toBe('POSSESSION_WRONG');
  });

  it('is one of a hundred at most in a batch', () => {
    const hundred = Array.from({ length: 101 }, () => 0);
    const world = opened({ voters: hundred });
    const from = (first: number, count: number) =>
      Array.from({ length: count }, (_, at) => first + at);
    for (const first of [0, 25, 50]) expect(mark(world, 'desk', from(first, 25))).toBe('done');
    expect(mark(world, 'desk', from(75, 24))).toBe('done');
    expect(mark(world, 'desk', from(99, 2))).toBe('BATCH_FULL');
    expect(mark(world, 'desk', [99])).toBe('done');
    expect(mark(world, 'desk', [100])).toBe('BATCH_FULL');
  });
});

describe('a key', () => {
  it('is that of a voter or of a batch, and not of both', () => {
    const world = opened();
    expect(registerVoter(world, 0)).toBe('done');
    const account = officer.account;
    const bound = electionBound(world);
    const taken = markOf(bound, voterOf(world, 0), { persons: [1], account }, world.chance);
    expect(attempt(world, 'election.markPaper', jsonOf(taken), officer)).toBe('KEY_TAKEN');
    expect(mark(world, 'desk', [1])).toBe('done');
    expect(registerVoter(world, 2, batchKey(world, 'desk'))).toBe('KEY_TAKEN');
  });
});

describe('an election without paper', () => {
  it('takes none', () => {
    const world = opened({}, { paper: 'none' });
    expect(mark(world, 'desk', [0])).toBe('NO_PAPER');
    const own = batchKey(world, 'desk');
    const [one] = sealPapers(
      electionBound(world),
      { key: own.key, standing: { papers: 0 } },
      [[[0]]],
      world.chance,
    );
    if (one !== undefined) expect(cast(world, transactionOf(world, one, own))).toBe('UNKNOWN_KEY');
  });
});
