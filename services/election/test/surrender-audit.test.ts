import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decode, expectOk, expectPresent } from '@madang/base';
import { decodeTransaction, encodeProven, encodeSigned } from '@madang/protocol';
import { type DoneAct, flipped } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { surrenderPayload } from '../chain/schema.ts';
import { refusalsByBoth, saidByBoth } from './audit.ts';
import { check, dossierOf, signedAgain } from './dossier-of.ts';
import { openMixed, voteMixed } from './mixed-world.ts';
import { batchKey, confirm, enter, mark } from './paper.ts';
import { begin, type Given, surrender, surrenderTransaction } from './surrendering.ts';
import { close, decryptAll, officer, voterOf, type World } from './world.ts';

// Dossiers of elections in which mixed keys were given up for papers, by both verifiers.

type Acts = readonly DoneAct[];
type Changing = (acts: Acts) => Acts;
type Payload = Readonly<Record<string, unknown>>;

/** Twelve keys in 101동, and one on the roll there without a key; eleven keys in 102동. */
const voters = Array.from({ length: 24 }, (_, person) => (person < 13 ? 0 : 1));
const keyed = voters.flatMap((_, person) => (person === 12 ? [] : [person]));

let folder: string;
let world: World;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'madang-surrender-'));
  const more = { paper: 'batches', revote: 'last', results: 'buildings' };
  world = openMixed({ voters, buildings: 2, more }, { persons: keyed });
  const done = [
    begin(world, 'desk'),
    begin(world, 'unused'),
    begin(world, 'elsewhere', 1),
    ...keyed.filter((person) => person !== 11).map((person) => voteMixed(world, person, 0)),
    mark(world, 'desk', [12]),
    surrender(world, 0, 'desk'),
    surrender(world, 11, 'desk'),
    surrender(world, 13, 'elsewhere'),
    ...enter(world, 'desk', [[[2]], [[2]], [[]]]),
    confirm(world, 'desk', 3),
  ];
  expect(new Set(done)).toEqual(new Set(['done']));
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const opened = ({ envelope }: DoneAct) =>
  expectOk(decodeTransaction(envelope, envelope.length), 'an act');
const at = (acts: Acts, place: number): DoneAct => expectPresent(acts[place], 'there');

function nth(acts: Acts, act: string, n = 0): number {
  const places = acts.flatMap((one, place) => (one.act === `election.${act}` ? [place] : []));
  return expectPresent(places[n], `there is a ${act}`);
}

/** What the independent verifier says against these acts, which both have to judge alike. */
const refusals = (acts: Changing) => refusalsByBoth({ folder, world }, { acts, isStated: true });

function proofIn(one: DoneAct): Uint8Array {
  const { auth } = opened(one).envelope;
  return auth.kind === 'proof' ? auth.proof : new Uint8Array();
}

const givenIn = (one: DoneAct): Given =>
  expectOk(decode(surrenderPayload, opened(one).body.payload), 'a surrender');

/** The n-th surrender with another payload, signed by the key of a person. */
const resigned =
  (n: number, person: number, change: (given: Given, acts: Acts) => Given): Changing =>
  (acts) => {
    const place = nth(acts, 'surrenderKey', n);
    const one = at(acts, place);
    const given = change(givenIn(one), acts);
    const { bytes } = surrenderTransaction(world, given, voterOf(world, person));
    return acts.with(place, { ...one, envelope: bytes });
  };

/** The first surrender with another proof. */
const proven =
  (change: (one: DoneAct, acts: Acts) => Uint8Array): Changing =>
  (acts) => {
    const place = nth(acts, 'surrenderKey');
    const one = at(acts, place);
    const envelope = encodeProven(opened(one).envelope.body, change(one, acts));
    return acts.with(place, { ...one, envelope });
  };

/** The n-th batch that was begun, with another payload, signed by the officer again. */
const begun =
  (n: number, change: (payload: Payload) => object): Changing =>
  (acts) => {
    const place = nth(acts, 'openBatch', n);
    return acts.with(place, signedAgain(world, at(acts, place), officer, change));
  };

/** Two acts, each in the place of the other. */
function swapped(acts: Acts, one: number, other: number): Acts {
  const [first, second] = [at(acts, one), at(acts, other)];
  return acts
    .with(one, { ...first, act: second.act, envelope: second.envelope })
    .with(other, { ...second, act: first.act, envelope: first.envelope });
}

const without =
  (act: string, n: number): Changing =>
  (acts) =>
    acts.toSpliced(nth(acts, act, n), 1);

/** Places of ballots: the eleven of each building stand behind each other, papers after them. */
const BALLOT_OF_13 = 11;
const FIRST_PAPER = 22;

const key = (person: number) => voterOf(world, person).key;
const batch = (name: string) => batchKey(world, name).key;
const unvoted = ({ previous: _, ...given }: Given): Given => ({ ...given, sequence: 0 });

describe('keys that were given up, in a dossier', () => {
  it('are told alike by both verifiers, and their ballots do not count', {
    timeout: 120_000,
  }, async () => {
    const { one, other, report } = await saidByBoth(folder, world);
    expect(other).toEqual(one);
    const given = { persons: 1, surrendered: 3, batches: 1, papers: 3 };
    const paper = { ...given, openBatches: 2, openPapers: 0 };
    expect(report.facts).toMatchObject({ paper, ballotCount: 25 });
    const { facts } = await check(world, await dossierOf(world));
    // Of 22 keys that voted two were given up; three papers were confirmed.
    expect(facts).toMatchObject({ paper, ballotCount: 25, turnout: { ballots: 23, cast: [23] } });
  });

  it('are refused with any other proof', { timeout: 120_000 }, async () => {
    const forged: readonly Changing[] = [
      proven((one) => flipped(proofIn(one), 0, 1)),
      proven((one) => flipped(proofIn(one), 40, 1)),
      proven((_, acts) => proofIn(at(acts, nth(acts, 'surrenderKey', 1)))),
      proven((_, acts) => proofIn(at(acts, nth(acts, 'castBallot'))).slice(0, 64)),
      proven((_, acts) => proofIn(at(acts, nth(acts, 'castBallot')))),
      resigned(0, 5, (given) => given),
    ];
    for (const change of forged) {
      expect(await refusals(change)).toEqual(['ballots BALLOT_WRONG']);
    }
  });

  it.each<[string, string, Changing]>([
    [
      'a key that is given up again',
      'VOTER_KEY_GIVEN_UP',
      resigned(1, 0, (_, acts) => givenIn(at(acts, nth(acts, 'surrenderKey')))),
    ],
    [
      'a key of nobody',
      'VOTER_KEY_UNKNOWN',
      resigned(1, 30, (given) => ({ ...given, key: key(30) })),
    ],
    ['another list', 'VOTER_KEY_UNKNOWN', resigned(1, 11, (given) => ({ ...given, list: 1 }))],
    [
      'another ballot before it',
      'BALLOT_NOT_NEXT',
      resigned(0, 0, (given) => ({ ...given, previous: key(5) })),
    ],
    ['a ballot that it does not tell', 'BALLOT_NOT_NEXT', resigned(0, 0, unvoted)],
    [
      'a batch that is none',
      'BATCH_UNKNOWN',
      resigned(1, 11, (given) => ({ ...given, batch: key(5) })),
    ],
    [
      'a batch of another building',
      'BATCH_OTHER',
      resigned(1, 11, (given) => ({ ...given, batch: batch('elsewhere') })),
    ],
    [
      'a batch that has begun',
      'BATCH_BEGUN',
      (acts) => swapped(acts, nth(acts, 'surrenderKey', 1), nth(acts, 'castBallot', FIRST_PAPER)),
    ],
    ['a batch that nobody has begun', 'BATCH_UNKNOWN', without('openBatch', 2)],
    [
      'a ballot after it',
      'VOTER_KEY_GIVEN_UP',
      (acts) => {
        const early = resigned(2, 13, unvoted)(acts);
        return swapped(
          early,
          nth(early, 'castBallot', BALLOT_OF_13),
          nth(early, 'surrenderKey', 2),
        );
      },
    ],
    ['more papers than places', 'BALLOTS_TOO_MANY', without('surrenderKey', 1)],
    [
      'fewer than ten keys left in a list',
      'KEYS_LEFT_FEW',
      resigned(1, 14, (_, acts) => ({
        ...givenIn(at(acts, nth(acts, 'surrenderKey', 2))),
        key: key(14),
        previous: fingerprintBefore(14),
      })),
    ],
  ])('are refused with %s', async (_, cause, change) => {
    expect(await refusals(change)).toEqual([`rules ACT_NOT_DONE ${cause}`]);
  });

  it.each<[string, string, Changing]>([
    [
      'begun by a key that is not the officer’s',
      'POSSESSION_WRONG',
      begun(0, (one) => ({ ...one, possession: '00'.repeat(64) })),
    ],
    ['of no building', 'BATCH_OTHER', begun(1, (one) => ({ ...one, building: 2 }))],
    [
      'begun twice',
      'BATCH_KNOWN',
      (acts) => {
        const first = at(acts, nth(acts, 'openBatch'));
        return acts.with(nth(acts, 'openBatch', 1), { ...first, ...placeOf(acts) });
      },
    ],
  ])('are refused for a batch %s', async (_, cause, change) => {
    expect(await refusals(change)).toEqual([`rules ACT_NOT_DONE ${cause}`]);
  });

  it('are refused with signatures in the place of the proof', async () => {
    const signed: Changing = (acts) => {
      const { auth } = opened(at(acts, nth(acts, 'openBatch'))).envelope;
      const signatures = auth.kind === 'proof' ? [] : auth.signatures;
      const place = nth(acts, 'surrenderKey');
      const one = at(acts, place);
      const envelope = encodeSigned(opened(one).envelope.body, signatures);
      return acts.with(place, { ...one, envelope });
    };
    expect(await refusals(signed)).toEqual(['acts ACT_WRONG AUTHORISATION_OTHER']);
  });

  it('leave sums that both verifiers add up alike, once it is decided', {
    timeout: 120_000,
  }, async () => {
    expect(close(world)).toBe('done');
    decryptAll(world, [1, 3]);
    const { one, other } = await saidByBoth(folder, world);
    expect(other).toEqual(one);
    // Ten of eleven ballots of keys and three papers here, ten of eleven ballots there.
    expect(one.questions[0]?.groups).toEqual([
      [['101동'], { cast: 13, blank: 1, answers: [10, 0, 2] }],
      [['102동'], { cast: 10, blank: 0, answers: [10, 0, 0] }],
    ]);
  });
});

/** Where the second batch was begun. */
function placeOf(acts: Acts) {
  const { height, index, time } = at(acts, nth(acts, 'openBatch', 1));
  return { height, index, time };
}

/** The fingerprint of the ballot of a person. */
function fingerprintBefore(person: number): Uint8Array {
  const own = { election: world.election, key: Buffer.from(key(person)).toString('hex') };
  const told = expectOk(world.ledger.read('election.keyOf', own), 'a key') as { last: string };
  return Uint8Array.from(Buffer.from(told.last, 'hex'));
}
