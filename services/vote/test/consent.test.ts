import { describe, expect, it } from 'vitest';
import { errors } from '../chain/errors.ts';
import { paperRefused } from '../chain/schema.ts';
import {
  agreed,
  clerk,
  deputy,
  device,
  meter,
  office,
  officer,
  open,
  say,
  simple,
  TEXT,
  withdraw,
} from './world.ts';

describe('giveConsent', () => {
  it('counts one head and all of its homes', () => {
    const world = open({
      owners: { 0: { members: [[0, 1]] }, 1: { members: [[1, 1]] } },
      buildings: 2,
      homes: [
        { holder: 0, area: 60 },
        { holder: 0, area: 85, building: 1 },
        { holder: 0, area: 85, building: 1 },
        { holder: 1, area: 50 },
      ],
    });
    expect(say(world, 'giveConsent', 0)).toBe(0);
    expect(agreed(world)).toEqual([1, 3, 230]);
    expect(agreed(world, 1)).toEqual([1, 1, 60]);
    expect(agreed(world, 2)).toEqual([1, 2, 170]);
  });

  it('is refused to a stranger, to another text, twice, and to the contrary', () => {
    const world = open(simple(3));
    expect(say(world, 'giveConsent', 9)).toBe(errors.NOT_IDENTIFIED.code);
    expect(say(world, 'giveConsent', 0, { text: '00'.repeat(32) })).toBe(errors.TEXT_DIFFERS.code);
    expect(say(world, 'giveConsent', 0)).toBe(0);
    expect(say(world, 'giveConsent', 0)).toBe(errors.ALREADY_SPOKEN.code);
    expect(say(world, 'refuseConsent', 0)).toBe(errors.ALREADY_SPOKEN.code);
    expect(agreed(world)).toEqual([1, 1, 100]);
  });

  it('takes the place of the contrary where the last counts', () => {
    const world = open(simple(3, { settings: { repeat: 'last' } }));
    expect(say(world, 'refuseConsent', 0)).toBe(0);
    expect(say(world, 'giveConsent', 0)).toBe(0);
    expect(agreed(world)).toEqual([1, 1, 100]);
    expect(meter(world).tallies[0]?.refuse.heads).toBe(0);
  });

  it('counts nothing for homes that are left out', () => {
    const world = open({
      owners: { 0: { members: [[0, 1]] }, 1: { members: [[1, 1]] } },
      homes: [{ holder: 0 }, { holder: 1, excluded: 'use' }],
    });
    expect(meter(world).tallies[0]?.eligible).toEqual({ heads: 1, homes: 1, area: 100_000 });
    expect(say(world, 'giveConsent', 1)).toBe(errors.NO_VOICE.code);
  });

  it('wants the identification that the decision asks for', () => {
    const world = open(simple(2, { level: 'desk' }));
    expect(say(world, 'giveConsent', 0)).toBe(errors.LEVEL_TOO_LOW.code);
  });

  it('is late from the very second of the close, or a second later where that counts', () => {
    const late = open(simple(2, { closesInS: 100 }));
    waitUntil(late, late.closesAt - 1_000);
    expect(say(late, 'giveConsent', 0)).toBe(errors.TOO_LATE.code);
    const early = open(simple(2, { closesInS: 100 }));
    waitUntil(early, early.closesAt - 2_000);
    expect(say(early, 'giveConsent', 0)).toBe(0);
    const counts = open(simple(2, { closesInS: 100, settings: { closingSecond: 'counts' } }));
    waitUntil(counts, counts.closesAt - 1_000);
    expect(say(counts, 'giveConsent', 0)).toBe(0);
    expect(say(counts, 'giveConsent', 1)).toBe(errors.TOO_LATE.code);
  });
});

type World = ReturnType<typeof open>;
/** Makes the next act one of a second after this time. */
function waitUntil({ ledger }: World, timeMs: number): void {
  ledger.block([], timeMs - ledger.timeMs());
}

describe('abstain', () => {
  const rule = (of: string) => ({
    hold: 'all',
    conditions: [
      {
        counted: 'participants',
        base: 'heads',
        of: 'eligible',
        compare: 'more-than',
        num: 1,
        den: 2,
        scope: { kind: 'complex' },
      },
      {
        counted: 'agree',
        base: 'heads',
        of,
        compare: 'more-than',
        num: 1,
        den: 2,
        scope: { kind: 'complex' },
      },
    ],
  });

  it('is taking part, unless the decision says otherwise', () => {
    const world = open(simple(3, { rule: rule('participants') }));
    expect(say(world, 'abstain', 0)).toBe(0);
    expect(say(world, 'giveConsent', 1)).toBe(0);
    expect(meter(world).findings).toMatchObject([
      { numerator: 2 },
      { denominator: 2, isMet: false },
    ]);
    const ignored = open(
      simple(3, { rule: rule('participants'), settings: { abstentions: 'ignored' } }),
    );
    say(ignored, 'abstain', 0);
    say(ignored, 'giveConsent', 1);
    expect(meter(ignored).findings).toMatchObject([
      { numerator: 1 },
      { denominator: 1, isMet: true },
    ]);
  });

  it('stands beside yes and no where only those are valid', () => {
    const world = open(simple(3, { rule: rule('valid') }));
    say(world, 'abstain', 0);
    say(world, 'giveConsent', 1);
    expect(meter(world)).toMatchObject({ holds: true, findings: [{}, { denominator: 1 }] });
  });
});

describe('withdraw', () => {
  it('takes a consent out of the count; it can be given anew', () => {
    const world = open(simple(3));
    say(world, 'giveConsent', 0);
    expect(withdraw(world, 0)).toBe(0);
    expect(agreed(world)).toEqual([0, 0, 0]);
    expect(withdraw(world, 0)).toBe(errors.NOTHING_TO_WITHDRAW.code);
    expect(say(world, 'refuseConsent', 0)).toBe(0);
    expect(withdraw(world, 0)).toBe(0);
    expect(say(world, 'giveConsent', 0)).toBe(0);
  });

  it('is refused once the decision is established, and changes nothing then', () => {
    const world = open(simple(3));
    say(world, 'giveConsent', 0);
    say(world, 'giveConsent', 1);
    expect(meter(world).established).toBeDefined();
    expect(withdraw(world, 0)).toBe(errors.ESTABLISHED.code);
    expect(agreed(world)).toEqual([2, 2, 200]);
    expect(say(world, 'giveConsent', 2)).toBe(0);
  });

  it('comes first in its block, so that the consent which would have been the last is not', () => {
    const world = open(simple(3));
    const { ledger, decision } = world;
    say(world, 'giveConsent', 0);
    const consent = { act: 'vote.giveConsent', payload: { decision, text: TEXT }, by: device(1) };
    const back = { act: 'vote.withdraw', payload: { decision }, by: device(0) };
    const { transactions } = ledger.block([ledger.sign(consent), ledger.sign(back)]);
    expect(transactions.map(({ outcome }) => outcome.code)).toEqual([0, 0]);
    expect(meter(world)).not.toHaveProperty('established');
  });

  it('can be forbidden, or allowed until the close', () => {
    const never = open(simple(3, { settings: { withdrawal: 'never' } }));
    say(never, 'giveConsent', 0);
    expect(withdraw(never, 0)).toBe(errors.WITHDRAWAL_NOT_ALLOWED.code);
    const closed = open(simple(3, { settings: { withdrawal: 'until-closed' } }));
    say(closed, 'giveConsent', 0);
    say(closed, 'giveConsent', 1);
    const { established } = meter(closed);
    expect(withdraw(closed, 0)).toBe(0);
    expect(meter(closed)).toMatchObject({ holds: false, established });
  });
});

describe('co-owners', () => {
  const shared = (members: readonly (readonly [number, number])[], more = {}) =>
    open({
      owners: { 0: { members, ...more }, 1: { members: [[9, 1]] } },
      homes: [{ holder: 0 }, { holder: 1 }],
      ...more,
    });

  it('act by a majority of shares', () => {
    const world = shared([
      [0, 2],
      [1, 2],
      [2, 1],
    ]);
    expect(say(world, 'giveConsent', 0)).toBe(0);
    expect(agreed(world)).toEqual([0, 0, 0]);
    expect(say(world, 'refuseConsent', 1)).toBe(0);
    expect(agreed(world)).toEqual([0, 0, 0]);
    expect(say(world, 'giveConsent', 2)).toBe(0);
    expect(agreed(world)).toEqual([1, 1, 100]);
    expect(withdraw(world, 2)).toBe(0);
    expect(agreed(world)).toEqual([0, 0, 0]);
  });

  it('say nothing at 50 to 50', () => {
    const world = shared([
      [0, 1],
      [1, 1],
    ]);
    say(world, 'giveConsent', 0);
    say(world, 'refuseConsent', 1);
    expect(agreed(world)).toEqual([0, 0, 0]);
    expect(meter(world).tallies[0]?.refuse.heads).toBe(0);
  });

  it('leave it to the representative whom they named', () => {
    const world = open({
      owners: {
        0: {
          members: [
            [0, 9],
            [1, 1],
          ],
          representative: 1,
        },
      },
      homes: [{ holder: 0 }],
    });
    expect(say(world, 'giveConsent', 0)).toBe(errors.NO_VOICE.code);
    expect(say(world, 'giveConsent', 1)).toBe(0);
    expect(agreed(world)).toEqual([1, 1, 100]);
  });

  it('need a representative where the decision says so', () => {
    const world = shared(
      [
        [0, 9],
        [1, 1],
      ],
      { settings: { coOwners: 'representative' } },
    );
    expect(say(world, 'giveConsent', 0)).toBe(errors.NO_VOICE.code);
  });

  it('count as one head beside the home that one of them owns alone', () => {
    const world = open({
      owners: {
        0: { members: [[0, 1]] },
        1: {
          members: [
            [0, 1],
            [1, 1],
          ],
          representative: 0,
        },
      },
      homes: [{ holder: 0 }, { holder: 1 }],
    });
    expect(say(world, 'giveConsent', 0)).toBe(0);
    expect(agreed(world)).toEqual([2, 2, 200]);
  });

  it('keep what a representative said who represents no more', () => {
    const named = {
      owners: {
        0: {
          members: [
            [0, 1],
            [1, 1],
          ] as const,
          representative: 0,
        },
      },
      homes: [{ holder: 0 }],
      rule: { hold: 'all', conditions: [never] },
    };
    const change = (person: number) => ({
      reason: 'representative',
      evidence: TEXT,
      change: { kind: 'representative', holder: 0, person },
    });
    const world = open(named);
    say(world, 'giveConsent', 0);
    expect(office(world, 'changeRoll', change(1))).toBe(0);
    expect(agreed(world)).toEqual([1, 1, 100]);
    expect(say(world, 'refuseConsent', 1)).toBe(errors.NOTHING_CHANGES.code);
    expect(withdraw(world, 1)).toBe(0);
    expect(say(world, 'refuseConsent', 1)).toBe(0);
    const lapsing = open({ ...named, settings: { representativeEnds: 'lapses' } });
    say(lapsing, 'giveConsent', 0);
    office(lapsing, 'changeRoll', change(1));
    expect(agreed(lapsing)).toEqual([0, 0, 0]);
  });
});

/** A condition that nothing meets in these worlds. */
const never = {
  counted: 'agree',
  base: 'homes',
  of: 'eligible',
  compare: 'more-than',
  num: 1,
  den: 1,
  scope: { kind: 'complex' },
};

describe('proxies', () => {
  const appoint = (world: World, person: number, proxy: number) =>
    world.ledger.send({
      act: 'vote.appointProxy',
      payload: { decision: world.decision, proxy },
      by: device(person),
    }).outcome.code;

  it('act for whoever appointed them, until that ends', () => {
    const world = open(simple(4));
    expect(say(world, 'giveConsent', 1, { for: 0 })).toBe(errors.NOT_THE_PROXY.code);
    expect(appoint(world, 0, 1)).toBe(0);
    expect(say(world, 'giveConsent', 1, { for: 0 })).toBe(0);
    expect(agreed(world)).toEqual([1, 1, 100]);
    const { decision, ledger } = world;
    const end = { act: 'vote.endProxy', payload: { decision }, by: device(0) };
    expect(ledger.send(end).outcome.code).toBe(0);
    expect(ledger.send(end).outcome.code).toBe(errors.NOTHING_CHANGES.code);
    expect(withdraw(world, 1, { for: 0 })).toBe(errors.NOT_THE_PROXY.code);
    expect(agreed(world)).toEqual([1, 1, 100]);
  });

  it('are listed with those whom they act for, until that ends or another is appointed', () => {
    const world = open(simple(4));
    const { decision, ledger } = world;
    const actsFor = (proxy: number, after?: number) => {
      const behind = after === undefined ? {} : { after };
      const answer = ledger.read('vote.principals', { decision, proxy, ...behind });
      return answer.ok ? answer.value : answer.error.name;
    };
    for (const person of [3, 0, 2]) appoint(world, person, 1);
    expect(actsFor(1)).toEqual([0, 2, 3]);
    expect(actsFor(1, 0)).toEqual([2, 3]);
    const { events } = ledger.send({
      act: 'vote.appointProxy',
      payload: { decision, proxy: 3 },
      by: device(2),
    }).outcome;
    expect(events.map(({ name }) => name)).toEqual(['vote.proxyEnded', 'vote.proxyAppointed']);
    expect([actsFor(1), actsFor(3)]).toEqual([[0, 3], [2]]);
    ledger.send({ act: 'vote.endProxy', payload: { decision }, by: device(0) });
    expect([actsFor(0), actsFor(1)]).toEqual([[], [3]]);
  });

  it('give way to the owner, and cannot undo what the owner did', () => {
    const world = open(simple(4));
    appoint(world, 0, 1);
    say(world, 'refuseConsent', 1, { for: 0 });
    expect(say(world, 'giveConsent', 0)).toBe(0);
    expect(agreed(world)).toEqual([1, 1, 100]);
    expect(say(world, 'refuseConsent', 1, { for: 0 })).toBe(errors.OWNER_HAS_SPOKEN.code);
    expect(withdraw(world, 1, { for: 0 })).toBe(errors.OWNER_HAS_SPOKEN.code);
    expect(withdraw(world, 0)).toBe(0);
  });

  it('are refused where the decision allows none, and to oneself', () => {
    const world = open(simple(4, { settings: { proxies: 'none' } }));
    expect(appoint(world, 0, 1)).toBe(errors.PROXIES_NOT_ALLOWED.code);
    expect(appoint(open(simple(2)), 0, 0)).toBe(errors.PROXY_IS_SELF.code);
  });

  const enter = (world: World, papers: object[], by = [officer, deputy]) =>
    office(world, 'enterProxies', { papers: papers as never }, by);
  const paper = (world: World, person: number, proxy?: number, more = {}) => ({
    person,
    arrivedAt: world.ledger.timeMs(),
    scan: TEXT,
    ...(proxy === undefined ? {} : { proxy }),
    ...more,
  });

  it('come on paper by two officers, and end so', () => {
    const world = open(simple(4));
    expect(enter(world, [paper(world, 0, 1)], [officer])).toBe(14);
    expect(enter(world, [paper(world, 0, 1)], [officer, clerk])).toBe(15);
    expect(say(world, 'giveConsent', 1, { for: 0 })).toBe(errors.NOT_THE_PROXY.code);
    expect(enter(world, [paper(world, 0, 1)])).toBe(0);
    expect(say(world, 'giveConsent', 1, { for: 0 })).toBe(0);
    expect(enter(world, [paper(world, 0)])).toBe(0);
    expect(withdraw(world, 1, { for: 0 })).toBe(errors.NOT_THE_PROXY.code);
    const none = open(simple(2, { settings: { proxies: 'none' } }));
    expect(enter(none, [paper(none, 0, 1)])).toBe(errors.PROXIES_NOT_ALLOWED.code);
  });

  it('are entered one by one: each that cannot be says why and leaves the others', () => {
    const world = open(simple(4));
    const papers = [
      paper(world, 0, 0),
      paper(world, 9, 1),
      paper(world, 2),
      paper(world, 3, 1, { arrivedAt: world.ledger.timeMs() + 120_000 }),
      paper(world, 0, 2),
    ];
    const payload = { decision: world.decision, papers };
    const by = [officer, deputy];
    const { outcome } = world.ledger.send({ act: 'vote.enterProxies', payload, by });
    const codes = [
      errors.PROXY_IS_SELF,
      errors.NOT_ON_ROLL,
      errors.NOTHING_CHANGES,
      errors.ARRIVAL_NOT_VALID,
    ].map(({ code }) => code);
    const refused = outcome.events.filter(({ name }) => name === 'vote.paperRefused');
    expect(
      refused.map(({ fields }) => (paperRefused.toJson(fields) as { error: number }).error),
    ).toEqual(codes);
    expect(outcome.events.at(-1)?.name).toBe('vote.proxyAppointed');
    const all = world.ledger.read('vote.persons', { decision: world.decision, after: 0 });
    expect(all).toMatchObject({
      value: [{ person: 1, holders: [1] }, { person: 2 }, { person: 3 }],
    });
    const first = world.ledger.read('vote.persons', { decision: world.decision });
    expect(first).toMatchObject({ value: [{ person: 0, proxy: 2 }, ...Array(3).fill({})] });
  });
});

describe('papers', () => {
  const paper = (world: World, person: number, vote = 'agree', more = {}) => ({
    person,
    vote,
    arrivedAt: world.ledger.timeMs(),
    scan: TEXT,
    ...more,
  });
  const enter = (world: World, papers: object[], by = [officer, deputy]) =>
    office(world, 'enterPapers', { text: TEXT, papers: papers as never }, by);

  it('take two officers', () => {
    const world = open(simple(4));
    expect(enter(world, [paper(world, 0)], [officer])).toBe(14);
    expect(enter(world, [paper(world, 0)], [officer, clerk])).toBe(15);
    expect(enter(world, [paper(world, 0)])).toBe(0);
    expect(agreed(world)).toEqual([1, 1, 100]);
  });

  it('are counted one by one: a bad one does not spoil its batch', () => {
    const world = open(simple(4));
    say(world, 'giveConsent', 1);
    const payload = {
      decision: world.decision,
      text: TEXT,
      papers: [paper(world, 0), paper(world, 1, 'refuse'), paper(world, 2), paper(world, 17)],
    };
    const done = world.ledger.send({ act: 'vote.enterPapers', payload, by: [officer, deputy] });
    expect(done.outcome.code).toBe(0);
    expect(done.outcome.events.map(({ name }) => name)).toEqual([
      'vote.spoken',
      'vote.paperRefused',
      'vote.spoken',
      'vote.paperRefused',
      'vote.established',
    ]);
    expect(agreed(world)).toEqual([3, 3, 300]);
  });

  it('can be late by their entry or by their arrival, as the decision says', () => {
    const plan = simple(4, { closesInS: 100 });
    const byLedger = open(plan);
    const arrived = paper(byLedger, 0);
    waitUntil(byLedger, byLedger.closesAt);
    enter(byLedger, [arrived]);
    expect(agreed(byLedger)).toEqual([0, 0, 0]);
    const byArrival = open({ ...plan, settings: { paper: 'arrival' } });
    const kept = paper(byArrival, 0);
    waitUntil(byArrival, byArrival.closesAt);
    enter(byArrival, [kept, paper(byArrival, 1)]);
    expect(agreed(byArrival)).toEqual([1, 1, 100]);
  });

  it('cannot have come before the opening, or later than a clock ahead of the block says', () => {
    const world = open(simple(4));
    // The act itself stands in a block somewhat later than the one that the world knows now.
    const nowMs = world.ledger.timeMs();
    enter(world, [
      paper(world, 0, 'agree', { arrivedAt: 0 }),
      paper(world, 1, 'agree', { arrivedAt: nowMs + 120_000 }),
    ]);
    expect(agreed(world)).toEqual([0, 0, 0]);
    enter(world, [paper(world, 2, 'agree', { arrivedAt: nowMs + 30_000 })]);
    expect(agreed(world)[0]).toBe(1);
  });

  it('can withdraw', () => {
    const world = open(simple(4));
    enter(world, [paper(world, 0)]);
    const papers = [{ person: 0, arrivedAt: world.ledger.timeMs(), scan: TEXT }];
    expect(office(world, 'enterWithdrawals', { papers }, [officer, deputy])).toBe(0);
    expect(agreed(world)).toEqual([0, 0, 0]);
  });
});
