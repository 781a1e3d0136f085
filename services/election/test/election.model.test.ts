import { expectPresent, type Json } from '@madang/base';
import { effort } from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealBallot } from '../intake/index.ts';
import { voteTogether } from './acts.ts';
import { type Both, expectResult, expectSums, expectTurnout, saidBy } from './against-model.ts';
import {
  confirm,
  type Decides,
  enter,
  type Model,
  type ModelQuestion,
  mark,
  modelGroups,
  type Said,
  take,
} from './model.ts';
import * as desk from './paper.ts';
import {
  cast,
  close,
  decryptAll,
  electionBound,
  open,
  registerVoter,
  resultOf,
  seal,
  transactionOf,
  vote,
  voterOf,
} from './world.ts';

const share = fc.record({
  num: fc.integer({ min: 1, max: 3 }),
  den: fc.integer({ min: 3, max: 5 }),
  compare: fc.constantFrom('at-least' as const, 'more-than' as const),
});

const elect: fc.Arbitrary<Decides> = fc
  .record({ seats: fc.integer({ min: 1, max: 2 }), needs: fc.option(share, { freq: 2 }) })
  .map(({ seats, needs }) => ({
    kind: 'elect' as const,
    seats,
    ...(needs === null ? {} : { needs }),
  }));
const approve: fc.Arbitrary<Decides> = fc.record({
  kind: fc.constant('approve' as const),
  needs: share,
  of: fc.constantFrom('ballots' as const, 'answers' as const),
});
const decides = fc.oneof(
  { weight: 3, arbitrary: elect },
  { weight: 3, arbitrary: approve },
  { weight: 1, arbitrary: fc.constant<Decides>({ kind: 'inform' }) },
);

/** Choices of one or several with and without a blank vote, and answers each on its own. */
const question: fc.Arbitrary<ModelQuestion> = fc
  .record({
    answers: fc.integer({ min: 2, max: 3 }),
    choice: fc.constantFrom(
      undefined,
      { blank: true, max: 1, min: 1 },
      { blank: false, max: 1, min: 0 },
      { blank: true, max: 2, min: 1 },
      { blank: false, max: 2, min: 2 },
    ),
    decides,
  })
  .map(({ choice, ...rest }) => (choice === undefined ? rest : { ...rest, choice }));

/** A number from which a vote is made, once it is known what is asked. */
const wish = fc.nat({ max: 0xffff });
const wishes = fc.tuple(wish, wish);

const setup = fc.record({
  questions: fc.array(question, { minLength: 1, maxLength: 2 }),
  buildings: fc.constantFrom(1, 2, 3, 3, 4),
  results: fc.constantFrom('buildings' as const, 'buildings' as const, 'complex' as const),
  revote: fc.constantFrom('last' as const, 'none' as const),
  turnout: fc.option(share, { nil: undefined }),
  trustees: fc.constantFrom(
    { threshold: 1, trustees: 2, by: [2] },
    { threshold: 2, trustees: 3, by: [1, 3] },
    { threshold: 2, trustees: 3, by: [3, 2] },
    { threshold: 2, trustees: 2, by: [2, 1] },
  ),
  /** Where each voter lives, what they own, and what they say at first. */
  voters: fc.array(
    fc.record({
      home: fc.constantFrom(0, 0, 0, 1, 1, 2, 2, 3),
      area: fc.constantFrom(84, 84, 84, 59, 119, 1, 200),
      first: fc.option(wishes, { freq: 5 }),
    }),
    { minLength: 20, maxLength: 40 },
  ),
});
type Setup = typeof setup extends fc.Arbitrary<infer T> ? T : never;

/** Who says something afterwards, and how they go about it. */
const act = fc.record({
  kind: fc.constantFrom(
    ...(['vote', 'vote', 'vote', 'old', 'without key', 'not on roll'] as const),
    ...(['desk', 'desk', 'mark', 'mark anybody', 'paper', 'confirm', 'confirm more'] as const),
  ),
  person: fc.nat({ max: 39 }),
  wish: wishes,
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
const acts = fc.array(act, { minLength: 4, maxLength: 14 });

function begin({ questions, buildings, results, revote, turnout, ...given }: Setup): Both {
  const voters = given.voters.map(({ home, area }) => ({
    building: home < buildings ? home : 0,
    weights: [1, area],
    ballots: [],
  }));
  const asked = turnout === undefined ? {} : { turnout };
  const batches = new Map();
  const model: Model = { questions, voters, buildings, results, revote, batches, ...asked };
  const { threshold, trustees } = given.trustees;
  const world = open({
    voters: voters.map(({ building }) => building),
    weights: voters.map(({ weights }) => weights),
    ...{ buildings, threshold, trustees },
    more: {
      ...{ results, revote, paper: 'batches', ...asked },
      questions: questions as unknown as Json,
      measures: ['heads', 'area'],
    },
  });
  const first = given.voters.map(({ first: wished }) =>
    wished === null ? undefined : saidBy(model, wished),
  );
  voteTogether(world, first);
  for (const [person, said] of first.entries()) if (said !== undefined) take(model, person, said);
  return { world, model };
}

/** Up to three who could be marked together, with this person's home and area; or the person. */
function alike({ voters, revote }: Model, person: number): readonly number[] {
  const like = voters[person];
  const others = voters.flatMap((one, at) => {
    const isAlike = one.building === like?.building && one.weights.join() === like.weights.join();
    const isFree = one.batch === undefined && (revote === 'last' || one.ballots.length === 0);
    return isAlike && isFree ? [at] : [];
  });
  return others.length === 0 ? [person] : others.slice(0, 3);
}

/** One act about paper on the ledger, and what the model says of it. */
function paperOn({ world, model }: Both, one: Act, said: Said): readonly [string, string][] {
  const { person } = one;
  const group = alike(model, person);
  const { building, weights } = expectPresent(model.voters[person], 'a voter');
  const name = [building, ...weights, one.wish[0] % 2].join(' ');
  const known = model.batches.get(name);
  const papers = (known?.papers.length ?? 0) + (one.kind === 'confirm more' ? 1 : 0);
  const marked = (persons: readonly number[]): [string, string] => {
    return [desk.mark(world, name, persons), mark(model, name, persons)];
  };
  const entered = (): [string, string] => {
    if (!model.batches.has(name)) return ['', ''];
    const [outcome] = desk.enter(world, name, [said]);
    return [outcome ?? '', enter(model, name, said)];
  };
  const confirmed = (count: number): [string, string] => {
    const sent = Math.max(count, 1);
    return [desk.confirm(world, name, sent), confirm(model, name, sent)];
  };
  switch (one.kind) {
    case 'mark':
      return [marked(group)];
    case 'mark anybody':
      return [marked([person, person + 1])];
    case 'paper':
      return [entered()];
    case 'desk': {
      const all = [marked(group), ...group.slice(one.wish[1] % 2).map(entered)];
      return [...all, confirmed(model.batches.get(name)?.papers.length ?? 0)];
    }
    default:
      return [confirmed(papers)];
  }
}

const PAPER_KINDS: readonly Act['kind'][] = [
  ...(['desk', 'mark', 'mark anybody', 'paper', 'confirm', 'confirm more'] as const),
];

/** One act on the ledger; the name of its outcome. */
function actOn({ world, model }: Both, one: Act, said: Said): string {
  const { person } = one;
  if (model.voters[person]?.batch !== undefined && one.kind === 'vote') {
    return registerVoter(world, person);
  }
  const own = voterOf(world, person);
  switch (one.kind) {
    case 'old': {
      const key = { key: own.key, standing: { ballots: 0 } };
      const sealed = sealBallot(electionBound(world), key, said, world.chance);
      return cast(world, transactionOf(world, sealed, own));
    }
    case 'without key': {
      const stranger = voterOf(world, person + 100);
      return cast(world, transactionOf(world, seal(world, person, said, stranger), stranger));
    }
    case 'not on roll':
      return registerVoter(world, model.voters.length);
    default:
      return vote(world, person, said);
  }
}

/** What the model says of it: a ballot that is refused changes nothing. */
function expected({ model }: Both, one: Act, said: Said): string {
  const { ballots, batch } = expectPresent(model.voters[one.person], 'a voter');
  if (one.kind === 'without key') return 'UNKNOWN_KEY';
  if (one.kind === 'not on roll') return 'NOT_ON_ROLL';
  if (batch !== undefined) return one.kind === 'old' ? 'UNKNOWN_KEY' : 'VOTES_ON_PAPER';
  if (one.kind === 'old' && ballots.length === 0) return 'UNKNOWN_KEY';
  if (one.kind === 'old' && model.revote === 'last') return 'OUT_OF_SEQUENCE';
  return take(model, one.person, said) ? 'done' : 'ALREADY_VOTED';
}

function play(given: Setup, all: readonly Act[]): void {
  const both = begin(given);
  const { world, model } = both;
  for (const { person, ...rest } of all) {
    const one = { ...rest, person: person % model.voters.length };
    const said = saidBy(model, one.wish);
    if (PAPER_KINDS.includes(one.kind)) {
      for (const [outcome, due] of paperOn(both, one, said)) expect(outcome).toBe(due);
    } else {
      const outcome = actOn(both, one, said);
      expect([one.kind, outcome]).toEqual([one.kind, expected(both, one, said)]);
    }
    expectTurnout(both);
  }
  expect(close(world)).toBe('done');
  if (modelGroups(model).length === 0) {
    expect(resultOf(world)).toMatchObject({ status: 'undisclosed', sums: 0, questions: [] });
    return;
  }
  decryptAll(world, given.trustees.by);
  expectSums(both);
  expectResult(both);
}

describe('an election', () => {
  it('comes to what a model counts that sees all votes', { timeout: 600_000 }, () => {
    const property = fc.property(fc.noBias(setup), fc.noBias(acts), play);
    const options = { seed: 20_261_127, numRuns: effort(6, 80), endOnFailure: true };
    fc.assert(property, options);
  });
});
