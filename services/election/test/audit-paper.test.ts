import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent } from '@madang/base';
import { decodeTransaction, encodeSigned } from '@madang/protocol';
import type { Actor, DoneAct } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditElection, saidByBoth } from './audit.ts';
import { type Change, check, decide, dossierOf, signedAgain } from './dossier-of.ts';
import { confirm, enter, mark } from './paper.ts';
import { close, deputy, officer, open, vote, type World } from './world.ts';

type Changing = NonNullable<Change['acts']>;

let folder: string;
let world: World;
/** Eleven vote by key, one of them on paper in the end; of two batches one is confirmed. */
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'madang-election-'));
  const voters = Array.from({ length: 16 }, (_, person) => (person < 14 ? 0 : 1));
  world = open({ voters, buildings: 2, more: { paper: 'batches', revote: 'last' } });
  for (let person = 0; person < 11; person++) vote(world, person, [[person % 2]]);
  const done = [
    mark(world, 'desk', [0]),
    mark(world, 'desk', [11, 12]),
    mark(world, 'left', [13]),
    ...enter(world, 'desk', [[[2]], [[2]], [[]]]),
    ...enter(world, 'left', [[[2]]]),
    confirm(world, 'desk', 3),
  ];
  expect(new Set(done)).toEqual(new Set(['done']));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const opened = ({ envelope }: DoneAct) =>
  expectOk(decodeTransaction(envelope, envelope.length), 'an act');

function nth(acts: readonly DoneAct[], act: string, n = 0): number {
  const places = acts.flatMap((one, at) => (one.act === `election.${act}` ? [at] : []));
  return expectPresent(places[n], `there is a ${act}`);
}

const at = (acts: readonly DoneAct[], place: number): DoneAct =>
  expectPresent(acts[place], 'there');

/** The n-th act of its name with another payload, signed again. */
const resigned =
  (
    act: string,
    n: number,
    by: Actor | readonly Actor[],
    change: (payload: Payload) => object,
  ): Changing =>
  (acts) => {
    const place = nth(acts, act, n);
    return acts.with(place, signedAgain(world, at(acts, place), by, change));
  };
type Payload = Readonly<Record<string, unknown>>;

/** Two acts, each in the place of the other. */
function swapped(acts: readonly DoneAct[], one: number, other: number): readonly DoneAct[] {
  const [first, second] = [at(acts, one), at(acts, other)];
  return acts
    .with(one, { ...first, act: second.act, envelope: second.envelope })
    .with(other, { ...second, act: first.act, envelope: first.envelope });
}

/** What both verifiers say against a dossier of these acts, as all institutions would state it. */
async function refusals(acts: Changing): Promise<readonly string[]> {
  const dossier = await dossierOf(world, { acts, isStated: true });
  const { status, not } = await auditElection(folder, world, dossier);
  const { verdict, parts } = await check(world, dossier);
  expect(verdict).toBe(status === 0 ? 'checked' : 'mismatch');
  const own = parts.flatMap(({ part, state, code, detail: { why } }) =>
    state === 'failed' ? [`${part} ${code} ${typeof why === 'string' ? why : ''}`.trim()] : [],
  );
  return [...not, ...own];
}

describe('papers in a dossier', () => {
  it('are told alike by both verifiers, those that count and those that do not', async () => {
    const { one, other, report } = await saidByBoth(folder, world);
    expect(other).toEqual(one);
    const paper = { persons: 4, batches: 1, papers: 3, openBatches: 1, openPapers: 1 };
    expect(report.facts).toMatchObject({ paper, ballotCount: 15 });
    const { facts } = await check(world, await dossierOf(world));
    expect(facts).toMatchObject({ paper, ballotCount: 15, turnout: { ballots: 13, cast: [13] } });
  });

  it('are counted with all other ballots', async () => {
    expect(close(world)).toBe('done');
    decide(world);
    const { one, other } = await saidByBoth(folder, world);
    expect(other).toEqual(one);
    expect(one.questions[0]?.measures).toEqual([{ cast: 13, blank: 1, answers: [5, 5, 2] }]);
  });
});

describe('the dossier of papers that somebody changed', () => {
  const without =
    (act: string, n = 0): Changing =>
    (acts) =>
      acts.toSpliced(nth(acts, act, n), 1);

  it.each<[string, Changing, string, string]>([
    [
      'somebody who was marked after the first paper',
      (acts) => swapped(acts, nth(acts, 'markPaper', 1), nth(acts, 'castBallot', 11)),
      'BATCH_BEGUN',
      'BATCH_BEGUN',
    ],
    [
      'more papers than marks',
      resigned('markPaper', 1, officer, ({ persons, ...rest }) => ({
        ...rest,
        persons: (persons as number[]).slice(0, 1),
      })),
      'BALLOTS_TOO_MANY',
      'TOO_MANY_BALLOTS',
    ],
    [
      'a person of another building',
      resigned('markPaper', 1, officer, ({ persons, ...rest }) => ({
        ...rest,
        persons: [...(persons as number[]), 14],
      })),
      'BATCH_OTHER',
      'PAPER_LINE_NOT_VALID',
    ],
    [
      'a person who is not on the roll',
      resigned('markPaper', 1, officer, ({ persons, ...rest }) => ({
        ...rest,
        persons: [...(persons as number[]), 20],
      })),
      'NOT_ON_ROLL',
      'PAPER_LINE_NOT_VALID',
    ],
    [
      'a person who was marked twice',
      resigned('markPaper', 2, officer, (payload) => ({ ...payload, persons: [0] })),
      'PAPER_TAKEN',
      'PAPER_LINE_TAKEN',
    ],
    [
      'a batch by a key that the officer does not have',
      resigned('markPaper', 2, officer, (payload) => ({ ...payload, possession: '00'.repeat(64) })),
      'POSSESSION_WRONG',
      'POSSESSION_WRONG',
    ],
    [
      'another number of papers',
      resigned('confirmBatch', 0, [officer, deputy], (payload) => ({ ...payload, papers: 2 })),
      'PAPERS_DIFFER',
      'PAPERS_DIFFER',
    ],
    [
      'a batch that one officer confirmed',
      resigned('confirmBatch', 0, officer, (payload) => payload),
      'SIGNERS_NUMBER',
      'kernel.WRONG_SIGNERS',
    ],
    [
      'a batch that was not confirmed, and counted',
      without('confirmBatch'),
      'PARTS_FEW',
      'TOO_FEW_PARTS',
    ],
    ['a paper less', without('castBallot', 13), 'PAPERS_DIFFER', 'PAPERS_DIFFER'],
  ])('%s is refused', async (_, acts, cause, why) => {
    const named = why.startsWith('kernel.') ? why : `election.${why}`;
    expect(await refusals(acts)).toEqual([
      `rules ACT_NOT_DONE ${cause}`,
      `rules ELECTION_ACT_NOT_DONE ${named}`,
    ]);
  });

  it('of a batch that one officer signed twice is none', async () => {
    const acts: Changing = (all) => {
      const place = nth(all, 'confirmBatch');
      const { auth, body } = opened(at(all, place)).envelope;
      const [first] = auth.kind === 'proof' ? [] : auth.signatures;
      const twice = expectPresent(first, 'a signature');
      return all.with(place, { ...at(all, place), envelope: encodeSigned(body, [twice, twice]) });
    };
    const dossier = await dossierOf(world, { acts });
    const { not } = await auditElection(folder, world, dossier);
    expect(not).toEqual(['acts ACT_WRONG SIGNATURES_ORDER']);
    expect((await check(world, dossier)).verdict).toBe('mismatch');
  });
});
