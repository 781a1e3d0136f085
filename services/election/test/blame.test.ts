import { dealShare, makeComplaint, makeOpening, openingCommitment } from '@madang/ballot';
import { concat, expectPresent } from '@madang/base';
import { IDENTITY } from '@madang/ristretto';
import { actor, flipped } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { because, changed, type Deviations, office, runWith, tell, tellPart } from './acts.ts';
import { progressOf } from './dossier-of.ts';
import {
  ceremonyOf,
  doAct,
  draft,
  electionOf,
  nextAct,
  openDraft,
  type PartAct,
  runCeremony,
  type World,
} from './world.ts';

const plan = { voters: [0, 0, 0] };
const next = (world: World, number: number) => expectPresent(nextAct(world, number), 'an act');
const voided = (fields: object) => ({
  outcome: 'done',
  events: [{ name: 'ceremonyVoided', fields }],
});
const restart = (world: World, round: number) =>
  tell(world, 'restartCeremony', { round, ...because });
const DAY_MS = 86_400_000;
/** Later than any test waits. */
const CLOSES_LATE = 4_000_000_000_000;
const wait = (world: World, ms: number) => world.ledger.block([], ms);
const told = (world: World, number: number) =>
  expectPresent(ceremonyOf(world).trustees[number - 1], 'a trustee');
const openingIn = (world: World, number: number) =>
  expectPresent(told(world, number).opening, 'it was revealed');
const sharesOf = ({ payload }: PartAct) => payload['shares'] as readonly Uint8Array[];

describe('a trustee who is missing', () => {
  it('is named when the officer begins anew after a day', () => {
    const world = draft({ ...plan, more: { closesAt: CLOSES_LATE } });
    for (const number of [1, 3]) expect(doAct(world, number, next(world, number))).toBe('done');
    wait(world, DAY_MS);
    expect(restart(world, 0)).toEqual(voided({ round: 0, why: 'missing', blamed: [2] }));
    expect(ceremonyOf(world)).toMatchObject({ round: 1, stage: 'commit', missing: [1, 2, 3] });
    runCeremony(world, 'deal');
    expect(doAct(world, 2, next(world, 2))).toBe('done');
    wait(world, DAY_MS);
    expect(restart(world, 1)).toEqual(voided({ round: 1, why: 'missing', blamed: [1, 3] }));
    runCeremony(world);
    openDraft(world);
  });

  it('is not named before they had a day for the stage that it is', () => {
    const early = (round: number) => voided({ round, why: 'restarted', blamed: [] });
    const world = draft(plan);
    const begun = world.ledger.timeMs();
    wait(world, DAY_MS - 1_000);
    expect(world.ledger.timeMs() - begun).toBeLessThan(DAY_MS);
    // One part that is done of a stage gives the others no more time; the next stage does.
    expect(doAct(world, 1, next(world, 1))).toBe('done');
    wait(world, 1_000);
    for (const number of [2, 3]) expect(doAct(world, number, next(world, number))).toBe('done');
    expect(ceremonyOf(world).stage).toBe('reveal');
    expect(restart(world, 0)).toEqual(early(0));
    wait(world, DAY_MS / 2);
    expect(restart(world, 1)).toEqual(early(1));
    wait(world, DAY_MS / 2);
    expect(restart(world, 2)).toEqual(early(2));
    wait(world, DAY_MS);
    expect(restart(world, 3)).toEqual(voided({ round: 3, why: 'missing', blamed: [1, 2, 3] }));
  });

  it('has had a day at its very millisecond, by the times of blocks', () => {
    const told = [DAY_MS - 1, DAY_MS].map((ms) => {
      const world = draft({ voters: [] });
      const { waitsSince } = progressOf(world);
      expect(waitsSince).toBe(world.ledger.timeMs());
      // The block of the act comes a second later.
      wait(world, ms - 1_000);
      const { events } = restart(world, 0);
      expect(progressOf(world)).toMatchObject({ round: 1, waitsSince: waitsSince + ms });
      return events[0]?.fields;
    });
    expect(told).toEqual([
      { round: 0, why: 'restarted', blamed: [] },
      { round: 0, why: 'missing', blamed: [1, 2, 3] },
    ]);
  });

  it('is named by an officer, for the round that it is', () => {
    const world = draft(plan);
    const payload = { round: 0, ...because };
    expect(office(world, 'restartCeremony', payload, actor('somebody'))).toBe(
      'kernel.NOT_PERMITTED',
    );
    expect(restart(world, 1).outcome).toBe('WRONG_STAGE');
    expect(restart(world, 0).outcome).toBe('done');
    expect(restart(world, 0).outcome).toBe('WRONG_STAGE');
  });
});

describe('a new round', () => {
  it('has another key, and no key until it is made', () => {
    const world = draft(plan);
    runCeremony(world);
    const { joint, ceremony } = ceremonyOf(world);
    wait(world, DAY_MS);
    expect(restart(world, 0)).toEqual(voided({ round: 0, why: 'restarted', blamed: [] }));
    expect(ceremonyOf(world).joint).toBeUndefined();
    expect(office(world, 'openElection', { voters: 3, weights: [3] })).toBe('KEY_NOT_READY');
    runCeremony(world);
    expect(ceremonyOf(world).ceremony).not.toEqual(ceremony);
    expect(ceremonyOf(world).joint?.key).not.toEqual(joint?.key);
  });

  it('takes no secret of the old one: no opening, no share, no part', () => {
    const world = draft(plan);
    const before: Record<string, PartAct> = {};
    const keep: Deviations[number] = (act) => {
      before[act.act] = act;
      return act;
    };
    runWith(world, 'ready', { 1: keep });
    expect(restart(world, 0).outcome).toBe('done');
    const again = (name: string) =>
      changed(expectPresent(before[`election.${name}`], name), { round: 1 });
    // What was committed to in one round can be committed to again, but not be opened.
    expect(doAct(world, 1, again('commitOpening'))).toBe('done');
    for (const number of [2, 3]) expect(doAct(world, number, next(world, number))).toBe('done');
    expect(doAct(world, 1, again('revealOpening'))).toBe('OPENING_WRONG');
    expect(restart(world, 1).outcome).toBe('done');
    // Shares that were sealed in one round are no shares in another.
    runCeremony(world, 'deal');
    expect(doAct(world, 1, changed(again('dealShares'), { round: 2 }))).toBe('done');
    for (const number of [2, 3]) expect(doAct(world, number, next(world, number))).toBe('done');
    const blame = { round: 2, why: 'share-wrong', blamed: [1] };
    expect(tellPart(world, 2, next(world, 2))).toEqual(voided(blame));
    runCeremony(world, 'rehearse');
    expect(doAct(world, 1, changed(again('rehearse'), { round: 3 }))).toBe('DECRYPTION_WRONG');
  });
});

describe('a dealer who lies', () => {
  /** What dealer 2 sends to trustee 3 in the place of the share that is right. */
  const lies: readonly (readonly [
    name: string,
    lie: (world: World, right: Uint8Array) => Uint8Array,
  ])[] = [
    [
      'with a share of another secret',
      (world) => {
        const { ceremony } = ceremonyOf(world);
        const { secret } = makeOpening(ceremony, 2, 2, world.chance);
        const { transport } = openingIn(world, 3);
        return dealShare(ceremony, { dealer: 2, receiver: 3, secret, transport }, world.chance);
      },
    ],
    [
      'with what is sealed for another trustee',
      (world) => expectPresent(sharesOf(next(world, 2))[0], 'a share'),
    ],
    ['with a wrong proof', (_, right) => flipped(right, 100, 1)],
    [
      'with a scalar that is not reduced',
      (_, right) => {
        return concat(right.slice(0, 32), new Uint8Array(32).fill(0xff), right.slice(64));
      },
    ],
    ['with nothing', () => new Uint8Array(128)],
    ['with the identity', (_, right) => concat(IDENTITY, right.slice(32))],
  ];

  it.each(lies)('%s is found out and blamed', (_, lie) => {
    const world = draft(plan);
    runWith(world, 'accept', {
      2: (act) => {
        if (act.act !== 'election.dealShares') return act;
        const [first, second, third] = sharesOf(act);
        const wrong = lie(world, expectPresent(third, 'a share'));
        return changed(act, { shares: [first, second, wrong] });
      },
    });
    for (const number of [1, 2]) {
      const act = next(world, number);
      expect(act.act).toBe('election.acceptShares');
      expect(doAct(world, number, act)).toBe('done');
    }
    const complaint = next(world, 3);
    expect(complaint).toMatchObject({ act: 'election.complain', payload: { dealer: 2 } });
    const { acts } = electionOf(world);
    expect(tellPart(world, 3, complaint)).toEqual(
      voided({ round: 0, why: 'share-wrong', blamed: [2] }),
    );
    expect(electionOf(world).acts).toBe(acts + 1);
    expect(ceremonyOf(world)).toMatchObject({ round: 1, stage: 'commit' });
    runCeremony(world);
    openDraft(world);
  });
});

describe('a complaint', () => {
  /** A ceremony in which trustee 1 has a secret that the test knows. */
  const known = () => {
    const world = draft(plan);
    const { ceremony } = ceremonyOf(world);
    const { secret, opening } = makeOpening(ceremony, 1, 2, world.chance);
    const base = { election: next(world, 1).payload['election'], round: 0, trustee: 1 };
    const commitment = openingCommitment(ceremony, 1, opening);
    const part = (act: PartAct['act'], payload: object) => ({
      act,
      payload: { ...base, ...payload },
    });
    const own = (act: PartAct) => expect(doAct(world, 1, act)).toBe('done');
    const others = () => {
      for (const number of [2, 3]) expect(doAct(world, number, next(world, number))).toBe('done');
    };
    own(part('election.commitOpening', { commitment }));
    others();
    own(part('election.revealOpening', { opening }));
    others();
    const shares = [1, 2, 3].map((receiver) => {
      const { transport } = openingIn(world, receiver);
      return dealShare(ceremony, { dealer: 1, receiver, secret, transport }, world.chance);
    });
    own(part('election.dealShares', { shares }));
    others();
    /** Tells K of the share that a dealer sealed for trustee 1. */
    const tellOf = (dealer: number) => {
      const sealed = expectPresent(told(world, dealer).shares?.[0], 'it was dealt');
      const way = { dealer, receiver: 1, sealed, transportSecret: secret.transport };
      return makeComplaint(ceremony, way, world.chance);
    };
    const complain = (dealer: number, complaint: Uint8Array) =>
      part('election.complain', { dealer, complaint });
    const accept = part('election.acceptShares', {});
    return { world, tellOf, complain, accept };
  };

  it('about a share that is right is the fault of whoever complained', () => {
    const { world, tellOf, complain } = known();
    expect(tellPart(world, 1, complain(3, tellOf(3)))).toEqual(
      voided({ round: 0, why: 'complaint-wrong', blamed: [1] }),
    );
    expect(ceremonyOf(world)).toMatchObject({ round: 1, stage: 'commit' });
    runCeremony(world);
  });

  it('that proves nothing changes nothing', () => {
    const { world, tellOf, complain } = known();
    const { acts } = electionOf(world);
    const right = tellOf(3);
    const wrong = [
      complain(3, new Uint8Array(128)),
      complain(3, flipped(right, 0, 1)),
      complain(3, flipped(right, 127, 1)),
      // K of another share; nobody; a share for somebody else.
      complain(2, right),
      complain(4, right),
      changed(complain(3, right), { trustee: 2 }),
    ];
    for (const [at, one] of wrong.entries()) {
      const by = at === wrong.length - 1 ? 2 : 1;
      expect(doAct(world, by, one)).toBe('COMPLAINT_NOT_PROVEN');
    }
    expect(electionOf(world).acts).toBe(acts);
    expect(ceremonyOf(world)).toMatchObject({ round: 0, stage: 'accept', missing: [1, 2, 3] });
  });

  it('comes before one accepts', () => {
    const { world, tellOf, complain, accept } = known();
    expect(doAct(world, 1, accept)).toBe('done');
    expect(doAct(world, 1, complain(3, tellOf(3)))).toBe('WRONG_STAGE');
  });
});
