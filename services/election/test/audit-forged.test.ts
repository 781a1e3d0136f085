import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeKnown, expectOk, expectPresent, utf8 } from '@madang/base';
import { decodeTransaction, encodeProven } from '@madang/protocol';
import { type DoneAct, device, effort, flipped } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bound, progress, results } from '../chain/state.ts';
import { auditElection, refusalsByBoth } from './audit.ts';
import {
  ANNOUNCEMENT,
  boundAfter,
  type Change,
  check,
  decide,
  dossierOf,
  idsOf,
  progressOf,
  signedAgain,
  votedElection,
} from './dossier-of.ts';
import { officer, type World } from './world.ts';

type Changing = NonNullable<Change['acts']>;
type Payload = Readonly<Record<string, unknown>>;
type Lines = readonly Payload[];

let folder: string;
let world: World;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'madang-election-'));
  world = votedElection();
  decide(world);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const refusals = (change: Change) => refusalsByBoth({ folder, world }, change);

function nth(acts: readonly DoneAct[], act: string, n = 0): number {
  const places = acts.flatMap((one, at) => (one.act === `election.${act}` ? [at] : []));
  return expectPresent(places[n], `there is a ${act}`);
}

/** Another act in the place of the first of its name, where it stood. */
function replaced(act: string, by: (one: DoneAct, acts: readonly DoneAct[]) => DoneAct): Changing {
  return (acts) => {
    const at = nth(acts, act);
    return acts.with(at, by(expectPresent(acts[at], 'an act'), acts));
  };
}

const trustee = (number: number) => expectPresent(world.trustees[number - 1], 'a trustee');

/** An act with another payload, signed again by who signed it. */
const resigned = (
  act: string,
  by: () => Parameters<typeof signedAgain>[2],
  change: PayloadChange,
) => replaced(act, (one) => signedAgain(world, one, by(), change));
type PayloadChange = (payload: Payload) => object;

/** A ballot, with its proof, whose payload is changed. */
function ballotWith(change: PayloadChange): Changing {
  return replaced('castBallot', (one) => {
    const { auth } = opened(one).envelope;
    const changed = signedAgain(world, one, officer, change);
    const { body } = opened(changed).envelope;
    return { ...one, envelope: encodeProven(body, proofIn(auth)) };
  });
}

const opened = ({ envelope }: DoneAct) =>
  expectOk(decodeTransaction(envelope, envelope.length), 'an act');

function proofIn(auth: ReturnType<typeof opened>['envelope']['auth']): Uint8Array {
  if (auth.kind !== 'proof') throw new Error('an act with a proof');
  return auth.proof;
}

function withProofOf(one: DoneAct, other: DoneAct): DoneAct {
  const proof = proofIn(opened(other).envelope.auth);
  return { ...one, envelope: encodeProven(opened(one).envelope.body, proof) };
}

const ballotAt = (acts: readonly DoneAct[], n: number) =>
  expectPresent(acts[nth(acts, 'castBallot', n)], 'a ballot');

describe('the dossier of an election that somebody changed', () => {
  const left: Changing = (acts) => acts.toSpliced(nth(acts, 'castBallot', 4), 1);

  it('is right as it is, and may carry the announcement', async () => {
    const file = { name: 'text', bytes: ANNOUNCEMENT };
    expect(await refusals({ files: [file] })).toEqual([]);
    const other = { name: 'text', bytes: utf8('another') };
    expect(await refusals({ files: [other] })).toEqual(['texts TEXT_FILE_DIFFERS']);
    expect(await refusals({ title: 'another' })).toEqual(['texts TITLE_DIFFERS']);
    const [given, stray] = ['given', 'stray'].map((name) => path.join(folder, name)) as [
      string,
      string,
    ];
    writeFileSync(given, ANNOUNCEMENT);
    writeFileSync(stray, 'stray');
    const dossier = await dossierOf(world);
    const { not } = await auditElection(folder, world, dossier, '--file', given);
    expect(not).toEqual([]);
    const more = ['--file', given, '--file', stray];
    const { not: lost } = await auditElection(folder, world, dossier, ...more);
    expect(lost).toEqual(['texts FILE_NOT_OF_ELECTION']);
  });

  it.each<[string, Changing, string]>([
    ['a ballot left out', left, 'acts ACTS_NUMBER'],
    [
      'two ballots swapped',
      (acts) => {
        const [one, other] = [ballotAt(acts, 2), ballotAt(acts, 3)];
        return acts
          .with(acts.indexOf(one), { ...one, envelope: other.envelope })
          .with(acts.indexOf(other), { ...other, envelope: one.envelope });
      },
      'acts JOURNAL_DIFFERS',
    ],
    [
      'two ballots swapped with their places',
      (acts) => {
        const [one, other] = [ballotAt(acts, 2), ballotAt(acts, 3)];
        return acts.with(acts.indexOf(one), other).with(acts.indexOf(other), one);
      },
      'acts JOURNAL_DIFFERS',
    ],
    [
      'a ballot with the proof of another',
      replaced('castBallot', (one, acts) => withProofOf(one, ballotAt(acts, 1))),
      'ballots BALLOT_WRONG',
    ],
    [
      'an act of an officer under a proof',
      replaced('openElection', (one, acts) => withProofOf(one, ballotAt(acts, 0))),
      'acts ACT_WRONG AUTHORISATION_OTHER',
    ],
  ])('%s is refused', async (_, acts, refusal) => {
    expect(await refusals({ acts })).toEqual([refusal]);
  });

  it.each<[string, () => Changing, string]>([
    ['a ballot left out', () => left, 'rules ACT_NOT_DONE PARTS_FEW'],
    [
      'two parts of a decryption swapped',
      () =>
        resigned(
          'decryptSum',
          () => trustee(1),
          ({ parts, ...rest }) => ({
            ...rest,
            parts: (parts as string[]).toReversed(),
          }),
        ),
      'rules ACT_NOT_DONE PARTS_FEW',
    ],
    [
      'a decryption by another trustee than signed it',
      () =>
        resigned(
          'decryptSum',
          () => trustee(2),
          (payload) => payload,
        ),
      'rules ACT_NOT_DONE TRUSTEE_OTHER',
    ],
    [
      'other counts',
      () =>
        resigned(
          'announceCounts',
          () => officer,
          ({ counts, ...rest }) => ({
            ...rest,
            counts: (counts as number[]).toReversed(),
          }),
        ),
      'rules ACT_NOT_DONE COUNTS_WRONG',
    ],
    [
      'another line of the roll',
      () =>
        resigned(
          'enterVoters',
          () => officer,
          ({ voters, ...rest }) => ({
            ...rest,
            voters: (voters as Lines).map((line) => ({ ...line, commitment: '00'.repeat(32) })),
          }),
        ),
      'opening BOUND_DIFFERS',
    ],
    [
      'a line less in the roll',
      () =>
        resigned(
          'enterVoters',
          () => officer,
          ({ voters, ...rest }) => ({
            ...rest,
            voters: (voters as Lines).slice(1),
          }),
        ),
      'opening ACT_NOT_DONE TOTALS_DIFFER',
    ],
    [
      'a person outside the register in the roll',
      () =>
        resigned(
          'enterVoters',
          () => officer,
          ({ voters, ...rest }) => ({
            ...rest,
            voters: (voters as Lines).with(-1, { ...(voters as Lines).at(-1), person: 24 }),
          }),
        ),
      'opening ACT_NOT_DONE PERSON_OUTSIDE',
    ],
    [
      'other sealed shares in the ceremony',
      () =>
        resigned(
          'dealShares',
          () => trustee(1),
          ({ shares, ...rest }) => ({
            ...rest,
            shares: (shares as string[]).toReversed(),
          }),
        ),
      'opening BOUND_DIFFERS',
    ],
    [
      'another commitment in the ceremony',
      () =>
        resigned(
          'commitOpening',
          () => trustee(1),
          (payload) => ({
            ...payload,
            commitment: '00'.repeat(32),
          }),
        ),
      'opening ACT_NOT_DONE OPENING_WRONG',
    ],
    [
      'a ballot that is no elements of the group',
      () =>
        ballotWith(({ selections, ...rest }) => ({
          ...rest,
          selections: `ff${String(selections).slice(2)}`,
        })),
      'ballots BALLOT_WRONG',
    ],
    [
      'a ballot of another sequence',
      () => ballotWith((payload) => ({ ...payload, sequence: 1 })),
      'ballots BALLOT_WRONG',
    ],
    [
      'a key without a proof of possession',
      () =>
        resigned(
          'registerKey',
          () => device(0),
          (payload) => ({ ...payload, possession: '00'.repeat(64) }),
        ),
      'rules ACT_NOT_DONE POSSESSION_WRONG',
    ],
  ])('%s, as all institutions would state it together, is refused', async (_, acts, refusal) => {
    expect(await refusals({ acts: acts(), isStated: true })).toEqual([refusal]);
  });
});

describe('a state of an election that the institutions forge', () => {
  it('is refused by the ballots where they fit another key', async () => {
    const own = world.ledger.done().filter(({ act }) => act.startsWith('election.'));
    const reversed = resigned(
      'dealShares',
      () => trustee(1),
      ({ shares, ...rest }) => ({
        ...rest,
        shares: (shares as string[]).toReversed(),
      }),
    )(own);
    const acts = () => reversed;
    const [election] = idsOf(world);
    const claimed = new Map([[bound.stateKey(election), boundAfter(world, acts)]]);
    expect(await refusals({ acts, claimed, isStated: true })).toEqual(['ballots BALLOT_WRONG']);
  });

  it('is refused with another result, none, or another progress', async () => {
    const [election] = idsOf(world);
    const forged = encodeKnown(results.value, {
      isTurnoutMet: true,
      outcomes: [{ kind: 'elected', answers: [0], tied: [] }],
    });
    for (const value of [forged, undefined]) {
      const claimed = new Map([[results.stateKey(election), value]]);
      expect(await refusals({ claimed })).toEqual(['rules RESULT_DIFFERS']);
    }
    const closed = encodeKnown(progress.value, { ...progressOf(world), status: 'closed' as const });
    const claimed = new Map([[progress.stateKey(election), closed]]);
    expect(await refusals({ claimed })).toEqual(['rules PROGRESS_DIFFERS']);
    const none = new Map([[bound.stateKey(election), undefined]]);
    expect(await refusals({ claimed: none })).toEqual(['opening BOUND_DIFFERS']);
  });
});

it('a dossier with any byte changed is refused', {
  timeout: effort(60_000, 3_600_000),
}, async () => {
  const dossier = await dossierOf(world, { files: [{ name: 'text', bytes: ANNOUNCEMENT }] });
  const step = effort(1499, 7);
  for (let place = 5 % step; place < dossier.length; place += step) {
    const changed = flipped(dossier, place, 1 << (place % 8));
    const { status } = await auditElection(folder, world, changed);
    expect(status, `byte ${String(place)}`).not.toBe(0);
    expect((await check(world, changed)).verdict, `byte ${String(place)}`).not.toBe('checked');
  }
});
