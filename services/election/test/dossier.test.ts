import { encodeKnown, expectPresent, type Json, utf8 } from '@madang/base';
import { decodeTransaction, encodeProven } from '@madang/protocol';
import { type DoneAct, effort, flipped } from '@madang/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { bound, progress, results } from '../chain/state.ts';
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
import { officer, open, type World } from './world.ts';

type Changing = NonNullable<Change['acts']>;

/** Parts that did not pass, with their codes, but for those that rest on another. */
async function refusals(world: World, change: Change): Promise<readonly string[]> {
  const verdict = await check(world, await dossierOf(world, change));
  if (verdict.verdict === 'checked') return ['checked'];
  return verdict.parts
    .filter(({ state, code }) => state !== 'passed' && code !== 'VERIFY_RESTS_ON')
    .map(({ part, code, detail: { why } }) =>
      [part, code, ...(typeof why === 'string' ? [why] : [])].join(' '),
    );
}

describe('the dossier of an election', () => {
  let world: World;
  beforeAll(() => {
    world = votedElection();
    decide(world);
  });
  const nth = (acts: readonly DoneAct[], act: string, n = 0): number =>
    expectPresent(
      acts.flatMap((one, at) => (one.act === `election.${act}` ? [at] : []))[n],
      `there is a ${act}`,
    );
  /** Another act in the place of the n-th of its name, where it stood. */
  const replaced =
    (act: string, by: (one: DoneAct, acts: readonly DoneAct[]) => DoneAct, n = 0) =>
    (acts: readonly DoneAct[]) => {
      const at = nth(acts, act, n);
      return acts.with(at, by(expectPresent(acts[at], 'an act'), acts));
    };

  it('is checked, and says what it came to', async () => {
    const verdict = await check(world, await dossierOf(world));
    expect(verdict.parts.filter(({ state }) => state !== 'passed')).toEqual([]);
    expect(verdict.verdict).toBe('checked');
    expect(verdict.facts).toMatchObject({
      status: 'decided',
      isTurnoutMet: true,
      turnout: { voters: 14, ballots: 12, cast: [12] },
      questions: [
        {
          measures: [{ cast: 12, blank: 1, answers: [3, 6, 2] }],
          outcome: { kind: 'elected', answers: [1], tied: [] },
        },
      ],
      trustees: [{ decrypted: 1 }, { decrypted: 0 }, { decrypted: 1 }],
      blamed: [],
      sums: 1,
      announced: 1,
      ballotCount: 12,
    });
  });

  it('may carry the announcement, and no other', async () => {
    const file = { name: 'text', bytes: ANNOUNCEMENT };
    expect(await refusals(world, { files: [file] })).toEqual(['checked']);
    const other = { name: 'text', bytes: utf8('another') };
    expect(await refusals(world, { files: [other] })).toEqual(['texts ELECTION_TEXT_DIFFERS']);
    expect(await refusals(world, { title: 'another' })).toEqual(['texts ELECTION_TITLE_DIFFERS']);
  });

  it('is not checked without a policy', async () => {
    const dossier = await dossierOf(world);
    expect((await check(world, dossier, '')).verdict).toBe('unchecked');
    const other = open({ voters: [0] });
    expect((await check(other, dossier)).verdict).toBe('checked');
  });

  describe('as its holder would change it', () => {
    const swapped = (acts: readonly DoneAct[], isWithPlaces: boolean) => {
      const [first, second] = [nth(acts, 'castBallot', 2), nth(acts, 'castBallot', 3)];
      const [one, other] = [expectPresent(acts[first], ''), expectPresent(acts[second], '')];
      return isWithPlaces
        ? acts.with(first, other).with(second, one)
        : acts
            .with(first, { ...one, envelope: other.envelope })
            .with(second, { ...other, envelope: one.envelope });
    };
    const withProofOf = (one: DoneAct, other: DoneAct): DoneAct => {
      const [own, foreign] = [one, other].map(({ envelope }) =>
        expectPresent(decodeTransaction(envelope, envelope.length), ''),
      );
      const [kept, given] = [expectPresent(own, ''), expectPresent(foreign, '')];
      if (!kept.ok || !given.ok || given.value.envelope.auth.kind !== 'proof') return one;
      const { body } = kept.value.envelope;
      return { ...one, envelope: encodeProven(body, given.value.envelope.auth.proof) };
    };

    it.each<[string, Changing, string]>([
      [
        'a ballot left out',
        (acts) => acts.toSpliced(nth(acts, 'castBallot', 4), 1),
        'acts ELECTION_ACTS_NUMBER',
      ],
      ['two ballots swapped', (acts) => swapped(acts, false), 'acts ELECTION_JOURNAL_DIFFERS'],
      [
        'two ballots swapped with their places',
        (acts) => swapped(acts, true),
        'acts ELECTION_OUT_OF_ORDER',
      ],
      [
        'a ballot with the proof of another',
        replaced('castBallot', (one, acts) =>
          withProofOf(one, expectPresent(acts[nth(acts, 'castBallot', 1)], '')),
        ),
        'ballots ELECTION_BALLOT_WRONG',
      ],
      [
        'an act of an officer under a proof',
        replaced('openElection', (one, acts) =>
          withProofOf(one, expectPresent(acts[nth(acts, 'castBallot')], '')),
        ),
        'opening ELECTION_ACT_NOT_DONE kernel.WRONG_SIGNERS',
      ],
    ])('%s is refused', async (_, acts, refusal) => {
      expect(await refusals(world, { acts })).toEqual([refusal]);
    });
  });

  describe('as all institutions together with whoever signed would state it', () => {
    const trustee = (number: number) => expectPresent(world.trustees[number - 1], 'a trustee');
    type Lines = readonly Readonly<Record<string, Json>>[];

    it.each<[string, () => Changing, string]>([
      [
        'a ballot left out',
        () => (acts) => acts.toSpliced(nth(acts, 'castBallot', 4), 1),
        'rules ELECTION_ACT_NOT_DONE election.TOO_FEW_PARTS',
      ],
      [
        'two parts of a decryption swapped',
        () =>
          replaced('decryptSum', (one) =>
            signedAgain(world, one, trustee(1), ({ parts, ...rest }) => ({
              ...rest,
              parts: (parts as string[]).toReversed(),
            })),
          ),
        'rules ELECTION_ACT_NOT_DONE election.TOO_FEW_PARTS',
      ],
      [
        'other counts',
        () =>
          replaced('announceCounts', (one) =>
            signedAgain(world, one, officer, ({ counts, ...rest }) => ({
              ...rest,
              counts: (counts as number[]).toReversed(),
            })),
          ),
        'rules ELECTION_ACT_NOT_DONE election.COUNTS_WRONG',
      ],
      [
        'another line of the roll',
        () =>
          replaced('enterVoters', (one) =>
            signedAgain(world, one, officer, ({ voters, ...rest }) => ({
              ...rest,
              voters: (voters as Lines).map((line) => ({ ...line, commitment: '00'.repeat(32) })),
            })),
          ),
        'opening ELECTION_BOUND_DIFFERS',
      ],
      [
        'a line less in the roll',
        () =>
          replaced('enterVoters', (one) =>
            signedAgain(world, one, officer, ({ voters, ...rest }) => ({
              ...rest,
              voters: (voters as Lines).slice(1),
            })),
          ),
        'opening ELECTION_ACT_NOT_DONE election.ROLL_DIFFERS',
      ],
      [
        'other sealed shares in the ceremony',
        () =>
          replaced('dealShares', (one) =>
            signedAgain(world, one, trustee(1), ({ shares, ...rest }) => ({
              ...rest,
              shares: (shares as string[]).toReversed(),
            })),
          ),
        'opening ELECTION_BOUND_DIFFERS',
      ],
      [
        'another commitment in the ceremony',
        () =>
          replaced('commitOpening', (one) =>
            signedAgain(world, one, trustee(1), (payload) => ({
              ...payload,
              commitment: '00'.repeat(32),
            })),
          ),
        'opening ELECTION_ACT_NOT_DONE election.OPENING_WRONG',
      ],
    ])('%s is refused', async (_, acts, refusal) => {
      expect(await refusals(world, { acts: acts(), isStated: true })).toEqual([refusal]);
    });

    it('other shares, with a fingerprint that fits them, are refused by the ballots', async () => {
      const changed = replaced('dealShares', (one) =>
        signedAgain(world, one, trustee(1), ({ shares, ...rest }) => ({
          ...rest,
          shares: (shares as string[]).toReversed(),
        })),
      )(world.ledger.done().filter(({ act }) => act.startsWith('election.')));
      const acts = () => changed;
      const [election] = idsOf(world);
      const claimed = new Map([[bound.stateKey(election), boundAfter(world, acts)]]);
      expect(await refusals(world, { acts, claimed, isStated: true })).toEqual([
        'ballots ELECTION_BALLOT_WRONG',
      ]);
    });

    it('another result, or another state of the election, is refused', async () => {
      const [election] = idsOf(world);
      const result = encodeKnown(results.value, {
        isTurnoutMet: true,
        outcomes: [{ kind: 'elected', answers: [0], tied: [] }],
      });
      const forged = new Map([[results.stateKey(election), result]]);
      expect(await refusals(world, { claimed: forged })).toEqual(['rules ELECTION_RESULT_DIFFERS']);
      const none = new Map([[results.stateKey(election), undefined]]);
      expect(await refusals(world, { claimed: none })).toEqual(['rules ELECTION_RESULT_DIFFERS']);
      const closed = { ...progressOf(world), status: 'closed' } as const;
      const value = encodeKnown(progress.value, closed);
      const other = new Map([[progress.stateKey(election), value]]);
      expect(await refusals(world, { claimed: other })).toEqual([
        'rules ELECTION_PROGRESS_DIFFERS',
      ]);
    });
  });

  it('is refused with any byte changed', { timeout: effort(60_000, 3_600_000) }, async () => {
    const dossier = await dossierOf(world, { files: [{ name: 'text', bytes: ANNOUNCEMENT }] });
    const step = effort(397, 1);
    for (let place = 3 % step; place < dossier.length; place += step) {
      const { verdict, parts } = await check(world, flipped(dossier, place, 1 << (place % 8)));
      expect(verdict, `byte ${String(place)}`).not.toBe('checked');
      expect(parts.some(({ state }) => state !== 'passed')).toBe(true);
    }
  });
});
