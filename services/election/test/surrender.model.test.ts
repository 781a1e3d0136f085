import { expectPresent, type Json } from '@madang/base';
import { effort } from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Both, expectResult, expectSums, expectTurnout, saidBy } from './against-model.ts';
import { castMixed, openMixed } from './mixed-world.ts';
import * as model from './model.ts';
import * as desk from './paper.ts';
import { begin, type Given, givenUp, surrender, surrenderTransaction } from './surrendering.ts';
import { cast, close, decryptAll, resultOf, voterOf } from './world.ts';

// Elections of mixed keys against a model that sees all votes, and whose keys are whose.

const question: model.ModelQuestion = {
  answers: 3,
  choice: { blank: true, max: 1, min: 1 },
  decides: { kind: 'elect', seats: 1 },
};

const setup = fc.record({
  /** How many have a mixed key in each building, and how many have registered none. */
  keyed: fc.constantFrom([13], [14], [12, 13], [13, 10]),
  others: fc.integer({ min: 0, max: 2 }),
  results: fc.constantFrom('buildings' as const, 'complex' as const),
  revote: fc.constantFrom('last' as const, 'last' as const, 'none' as const),
  /** Who has voted at first, by bits. */
  first: fc.nat({ max: 0xffffff }),
});
type Setup = typeof setup extends fc.Arbitrary<infer T> ? T : never;

const act = fc.record({
  kind: fc.constantFrom(
    ...(['vote', 'vote', 'surrender', 'surrender', 'surrender', 'stale', 'desk'] as const),
    ...(['stale', 'begin', 'mark', 'paper', 'paper', 'confirm'] as const),
  ),
  person: fc.nat({ max: 30 }),
  /** Which of two batches of a building. */
  batch: fc.nat({ max: 1 }),
  /** Of which building the batch is; of the person's own, if nothing. */
  building: fc.constantFrom(undefined, undefined, undefined, 0, 1, 2),
  wish: fc.tuple(fc.nat({ max: 0xffff })),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

interface Played extends Both {
  /** Surrenders that were signed and kept back. */
  readonly stale: Map<number, Given>;
}

function start({ keyed, others, results, revote, first }: Setup): Played {
  const voters = keyed.flatMap((count, building) =>
    Array.from({ length: count + others }, (_, at) => ({
      building,
      weights: [1],
      ballots: [],
      isMixed: at < count,
    })),
  );
  const world = openMixed(
    {
      voters: voters.map(({ building }) => building),
      buildings: keyed.length,
      more: { results, revote, paper: 'batches', questions: [question] as unknown as Json },
    },
    { persons: voters.flatMap(({ isMixed }, person) => (isMixed ? [person] : [])) },
  );
  const asked = { questions: [question], voters, buildings: keyed.length };
  const of: model.Model = { ...asked, results, revote, batches: new Map() };
  const played = { world, model: of, stale: new Map<number, Given>() };
  for (const [person, { isMixed }] of voters.entries()) {
    if (!isMixed || ((first >> (person % 24)) & 3) === 0) continue;
    expect(vote(played, person, [[person % 3]])).toEqual(['done', 'done']);
  }
  for (const building of keyed.keys()) {
    expect(begin(world, `${String(building)} 0`, building)).toBe('done');
    expect(model.begin(of, `${String(building)} 0`, building)).toBe('done');
  }
  return played;
}

/** What an act came to, and what the model says of it. */
type Outcomes = readonly [outcome: string, due: string];

function vote({ world, model: of }: Played, person: number, said: model.Said): Outcomes {
  const { isMixed, hasSurrendered } = expectPresent(of.voters[person], 'a voter');
  const done = castMixed(world, person, said);
  if (isMixed !== true) return [done, 'UNKNOWN_KEY'];
  if (hasSurrendered === true) return [done, 'KEY_SURRENDERED'];
  return [done, model.take(of, person, said) ? 'done' : 'ALREADY_VOTED'];
}

/** A surrender that was signed before: it is sent again, or kept for later. */
function stale({ world, model: of, stale: kept }: Played, by: number, name: string): Outcomes {
  const [person = by] = kept.keys();
  const voter = expectPresent(of.voters[person], 'a voter');
  const own = voterOf(world, person);
  const given = kept.get(person);
  if (given === undefined || voter.isMixed !== true) {
    kept.set(person, givenUp(world, own, name));
    return ['', ''];
  }
  kept.delete(person);
  const outcome = cast(world, surrenderTransaction(world, given, own));
  if (voter.hasSurrendered === true) return [outcome, 'KEY_SURRENDERED'];
  if (of.revote === 'none' && voter.ballots.length > 0) return [outcome, 'ALREADY_VOTED'];
  const isNewest = given.sequence === voter.ballots.length;
  const nameOf = [...of.batches.keys()].find(
    (one) => desk.batchKey(world, one).key.join() === given.batch.join(),
  );
  return [outcome, isNewest ? model.surrender(of, person, nameOf ?? '') : 'OUT_OF_SEQUENCE'];
}

function outcomesOf(played: Played, one: Act): readonly Outcomes[] {
  const { world, model: of } = played;
  const { person } = one;
  const building = one.building ?? expectPresent(of.voters[person], 'a voter').building;
  const name = `${String(building)} ${String(one.batch)}`;
  const said = saidBy(of, one.wish);
  const paper = (): readonly Outcomes[] => {
    if (!of.batches.has(name)) return [];
    const [outcome = ''] = desk.enter(world, name, [said]);
    return [[outcome, model.enter(of, name, said)]];
  };
  const confirm = (): Outcomes => {
    const papers = Math.max(1, of.batches.get(name)?.papers.length ?? 0);
    return [desk.confirm(world, name, papers), model.confirm(of, name, papers)];
  };
  const begun = (): Outcomes => [begin(world, name, building), model.begin(of, name, building)];
  const surrendered = (): Outcomes => {
    return [surrender(world, person, name), model.surrender(of, person, name)];
  };
  switch (one.kind) {
    case 'vote':
      return [vote(played, person, said)];
    case 'surrender':
      return [surrendered()];
    case 'stale':
      return [stale(played, person, name)];
    case 'begin':
      return [begun()];
    case 'mark':
      return [[desk.mark(world, name, [person]), model.mark(of, name, [person])]];
    case 'paper':
      return paper();
    case 'confirm':
      return [confirm()];
    case 'desk':
      return [begun(), surrendered(), ...paper(), confirm()];
  }
}

function play(given: Setup, acts: readonly Act[]): void {
  const played = start(given);
  const { world, model: of } = played;
  for (const { person, ...rest } of acts) {
    const one = { ...rest, person: person % of.voters.length };
    for (const [outcome, due] of outcomesOf(played, one)) {
      expect([one.kind, outcome]).toEqual([one.kind, due]);
    }
    expectTurnout(played);
  }
  expect(close(world)).toBe('done');
  if (model.modelGroups(of).length === 0) {
    expect(resultOf(world)).toMatchObject({ status: 'undisclosed', sums: 0, questions: [] });
    return;
  }
  decryptAll(world, [1, 3]);
  expectSums(played);
  expectResult(played);
}

describe('an election whose keys are mixed, and given up for papers', () => {
  it('comes to what a model counts that sees all votes', { timeout: 600_000 }, () => {
    const acts = fc.array(act, { minLength: 20, maxLength: 40 });
    const property = fc.property(fc.noBias(setup), fc.noBias(acts), play);
    fc.assert(property, { seed: 20_261_128, numRuns: effort(5, 60), endOnFailure: true });
  });
});
