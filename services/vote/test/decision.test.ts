import { describe, expect, it } from 'vitest';
import { errors } from '../chain/errors.ts';
import {
  agreed,
  association,
  condition,
  deputy,
  draft,
  draftOf,
  holderOf,
  meter,
  office,
  officer,
  open,
  openDraft,
  type Plan,
  rollOf,
  say,
  simple,
  TEXT,
  unitOf,
  type World,
} from './world.ts';

const wait = ({ ledger }: World, untilMs: number) => ledger.block([], untilMs - ledger.timeMs());

describe('draftDecision', () => {
  const send = (change: object) => {
    const { ledger, register, closesAt } = draft(simple(1));
    const payload = { ...draftOf(simple(1), register, closesAt), ...change };
    return ledger.send({ act: 'vote.draftDecision', payload, by: officer }).outcome.code;
  };

  it('refuses a register that there is not, a close that is past or within a second, and a rule that asks for too much', () => {
    expect(send({})).toBe(0);
    expect(send({ register: '00'.repeat(32) })).toBe(errors.UNKNOWN_REGISTER.code);
    expect(send({ closesAt: 0 })).toBe(errors.CLOSE_NOT_VALID.code);
    expect(send({ closesAt: 4_102_444_800_001 })).toBe(errors.CLOSE_NOT_VALID.code);
    const more = { hold: 'all', conditions: [condition('heads', 'at-least', [4, 3])] };
    expect(send({ rule: more })).toBe(errors.RULE_NOT_VALID.code);
    const elsewhere = { kind: 'building', building: 1 };
    const strange = {
      hold: 'all',
      conditions: [condition('heads', 'at-least', [1, 3], elsewhere)],
    };
    expect(send({ rule: strange })).toBe(errors.RULE_NOT_VALID.code);
  });

  it('is for officers of that institution', () => {
    expect(send({ institution: 'university' })).toBe(15);
  });
});

describe('enterRoll', () => {
  const plan = simple(3);
  const enter = (lists: object, world = draft(plan)) =>
    office(world, 'enterRoll', { persons: [], holders: [], units: [], ...lists });
  const person = (number: number) => ({ person: number, commitment: TEXT });

  it('refuses numbers twice, out of order, or known', () => {
    expect(enter({ persons: [person(7), person(7)] })).toBe(errors.ROLL_NOT_ASCENDING.code);
    expect(enter({ persons: [person(8), person(7)] })).toBe(errors.ROLL_NOT_ASCENDING.code);
    expect(enter({ persons: [person(2)] })).toBe(errors.ROLL_LINE_KNOWN.code);
    expect(enter({ units: [unitOf({ holder: 0 }, 0)] })).toBe(errors.ROLL_LINE_KNOWN.code);
    expect(enter({ persons: [person(7)] })).toBe(0);
  });

  it('refuses a line that names what is not on the roll', () => {
    const unknown = errors.ROLL_NAMES_UNKNOWN.code;
    expect(enter({ holders: [holderOf(7, { members: [[9, 1]] })] })).toBe(unknown);
    expect(enter({ units: [unitOf({ holder: 7 }, 7)] })).toBe(unknown);
    expect(enter({ units: [unitOf({ holder: 0, building: 1 }, 7)] })).toBe(unknown);
  });

  it('refuses shares that do not add up, and a representative from outside', () => {
    const line = holderOf(7, {
      members: [
        [0, 1],
        [1, 2],
      ],
    });
    expect(enter({ holders: [{ ...line, whole: 4 }] })).toBe(errors.SHARES_NOT_WHOLE.code);
    const twice = holderOf(7, {
      members: [
        [0, 1],
        [0, 1],
      ],
    });
    expect(enter({ holders: [twice] })).toBe(errors.SHARES_NOT_WHOLE.code);
    const outside = { ...line, representative: 2 };
    expect(enter({ holders: [outside] })).toBe(errors.REPRESENTATIVE_NOT_MEMBER.code);
  });

  it('refuses a person of too many holdings, also within one act', () => {
    const holders = Array.from({ length: 32 }, (_, n) => holderOf(10 + n, { members: [[0, 1]] }));
    expect(enter({ holders: holders.slice(0, 31) })).toBe(0);
    expect(enter({ holders })).toBe(errors.TOO_MANY_HOLDERS.code);
  });

  it('refuses a holder in too many buildings', () => {
    const homes = Array.from({ length: 65 }, (_, building) => ({ holder: 0, building }));
    const world = draft({ owners: { 0: { members: [[0, 1]] } }, homes: [], buildings: 65 });
    const units = homes.map(unitOf);
    expect(enter({ units }, world)).toBe(errors.TOO_MANY_BUILDINGS_HELD.code);
    expect(enter({ units: units.slice(0, 64) }, world)).toBe(0);
    expect(enter({ units: units.slice(64) }, world)).toBe(errors.TOO_MANY_BUILDINGS_HELD.code);
  });

  it('is over once the decision is open', () => {
    expect(enter({ persons: [person(7)] }, open(plan))).toBe(errors.NOT_A_DRAFT.code);
  });

  it('takes a complex in several acts', () => {
    const large = simple(250);
    const { decision } = draft(large);
    expect(rollOf(large, decision).length).toBe(9);
    expect(meter(draft(large)).tallies[0]?.eligible).toEqual({
      heads: 250,
      homes: 250,
      area: 25_000_000,
    });
  });
});

describe('openDecision', () => {
  it('refuses totals that are not those of the roll', () => {
    const world = draft(simple(3));
    const totals = { heads: 3, homes: 3, areaMilliM2: 300_000 };
    const differs = errors.ROLL_DIFFERS.code;
    expect(office(world, 'openDecision', { ...totals, heads: 2 })).toBe(differs);
    expect(office(world, 'openDecision', { ...totals, homes: 4 })).toBe(differs);
    expect(office(world, 'openDecision', { ...totals, areaMilliM2: 1 })).toBe(differs);
    expect(office(world, 'openDecision', totals)).toBe(0);
    expect(office(world, 'openDecision', totals)).toBe(errors.NOT_A_DRAFT.code);
  });

  it('refuses a building without homes, and a close that is past', () => {
    const empty = draft(simple(3, { buildings: 2 }));
    const totals = { heads: 3, homes: 3, areaMilliM2: 300_000 };
    expect(office(empty, 'openDecision', totals)).toBe(errors.BUILDING_EMPTY.code);
    const past = draft(simple(3, { closesInS: 100 }));
    wait(past, past.closesAt);
    expect(office(past, 'openDecision', totals)).toBe(errors.CLOSE_NOT_VALID.code);
  });

  it('comes before anything is said', () => {
    expect(say(draft(simple(3)), 'giveConsent', 0)).toBe(errors.NOT_OPEN.code);
  });
});

describe('establishment', () => {
  it('is the act with which all conditions hold, and does not move afterwards', () => {
    const world = open(simple(6));
    for (const person of [0, 1, 2]) say(world, 'giveConsent', person);
    expect(meter(world)).not.toHaveProperty('established');
    expect(say(world, 'giveConsent', 3)).toBe(0);
    const { established } = meter(world);
    expect(established).toMatchObject({ at: world.ledger.timeMs() });
    say(world, 'giveConsent', 4);
    expect(meter(world).established).toEqual(established);
  });

  it('needs every building: one head short in one of them is short', () => {
    const world = open({
      buildings: 2,
      owners: Object.fromEntries(
        [0, 1, 2, 3, 4, 5].map((n) => [n, { members: [[n, 1] as const] }]),
      ),
      homes: [0, 1, 2, 3]
        .map((holder) => ({ holder }))
        .concat([4, 5].map((holder) => ({ holder, building: 1 }))),
    });
    for (const person of [0, 1, 2, 3]) say(world, 'giveConsent', person);
    expect(say(world, 'giveConsent', 4)).toBe(0);
    // Exactly half of building 1 is not more than half of it.
    expect(meter(world)).toMatchObject({ holds: false });
    const short = meter(world).findings.filter(({ isMet }) => !isMet);
    expect(short.map(({ scope, missing }) => [scope, missing])).toEqual([
      [2, 1],
      [2, 1],
    ]);
    say(world, 'giveConsent', 5);
    expect(meter(world).holds).toBe(true);
  });

  it('can come by a correction of the roll alone', () => {
    const world = open(
      simple(3, { rule: { hold: 'all', conditions: [condition('area', 'at-least', [2, 3])] } }),
    );
    say(world, 'giveConsent', 0);
    const entry = unitOf({ holder: 0, area: 400 }, 0);
    const correction = { reason: 'mistake', evidence: TEXT, change: { kind: 'unit', entry } };
    expect(office(world, 'changeRoll', correction)).toBe(0);
    expect(meter(world).established).toBeDefined();
  });

  it('can end the time, where the decision says so', () => {
    const world = open(simple(3, { settings: { afterEstablishment: 'closed' } }));
    say(world, 'giveConsent', 0);
    say(world, 'giveConsent', 1);
    expect(say(world, 'giveConsent', 2)).toBe(errors.ESTABLISHED.code);
    expect(office(world, 'closeDecision', { how: 'over' })).toBe(0);
  });

  it('takes any one condition where the rule says any', () => {
    const rule = { ...association, hold: 'any' };
    const world = open(simple(3, { rule }));
    say(world, 'giveConsent', 0);
    expect(meter(world).holds).toBe(false);
    say(world, 'giveConsent', 1);
    expect(meter(world).established).toBeDefined();
  });
});

describe('changeRoll', () => {
  const two: Plan = simple(4, {
    rule: { hold: 'all', conditions: [condition('homes', 'at-least', [1, 1])] },
    settings: { roll: 'follow' },
  });
  const sale = (entry: object, reason = 'transfer') => ({
    reason,
    evidence: TEXT,
    change: { kind: 'unit', entry },
  });

  it('refuses a sale where the roll stays as it is', () => {
    const world = open({ ...two, settings: {} });
    expect(office(world, 'changeRoll', sale(unitOf({ holder: 1 }, 0)) as never)).toBe(
      errors.ROLL_FROZEN.code,
    );
  });

  it('lets the consent of the seller lapse, and the buyer start afresh', () => {
    const world = open(two);
    say(world, 'giveConsent', 0);
    say(world, 'giveConsent', 1);
    expect(office(world, 'changeRoll', sale(unitOf({ holder: 1 }, 0)) as never)).toBe(0);
    expect(agreed(world)).toEqual([1, 1, 100]);
    expect(say(world, 'giveConsent', 0)).toBe(errors.NO_VOICE.code);
    expect(say(world, 'giveConsent', 1)).toBe(0);
    expect(agreed(world)).toEqual([1, 2, 200]);
    expect(say(world, 'giveConsent', 1)).toBe(errors.ALREADY_SPOKEN.code);
  });

  it('brings in a buyer who was not on the roll', () => {
    const world = open(two);
    const change = (change: object) =>
      office(world, 'changeRoll', { reason: 'transfer', evidence: TEXT, change } as never);
    expect(change({ kind: 'holder', entry: holderOf(9, { members: [[15, 1]] }) })).toBe(
      errors.ROLL_NAMES_UNKNOWN.code,
    );
    expect(change({ kind: 'person', person: 15, commitment: TEXT })).toBe(0);
    expect(change({ kind: 'person', person: 15, commitment: TEXT })).toBe(
      errors.ROLL_LINE_KNOWN.code,
    );
    expect(change({ kind: 'holder', entry: holderOf(9, { members: [[15, 1]] }) })).toBe(0);
    expect(change({ kind: 'unit', entry: unitOf({ holder: 9 }, 0) })).toBe(0);
    expect(change({ kind: 'unit', entry: unitOf({ holder: 9 }, 0) })).toBe(
      errors.NOTHING_CHANGES.code,
    );
    expect(meter(world).tallies[0]?.eligible.heads).toBe(4);
  });

  it('keeps the consent for a home whose area is corrected, or that is put back in', () => {
    const world = open({ ...two, settings: {} });
    say(world, 'giveConsent', 0);
    office(world, 'changeRoll', sale(unitOf({ holder: 0, area: 120 }, 0), 'mistake') as never);
    expect(agreed(world)).toEqual([1, 1, 120]);
    const out = unitOf({ holder: 0, excluded: 'rights-unchanged' }, 0);
    office(world, 'changeRoll', sale(out, 'mistake') as never);
    expect(agreed(world)).toEqual([0, 0, 0]);
    expect(meter(world).tallies[0]).toMatchObject({ eligible: { homes: 3 }, excluded: 1 });
  });

  it('keeps what a holder says when its only home, for which it has yet to speak, is corrected', () => {
    const world = open(two);
    const said = () => world.ledger.read('vote.person', { decision: world.decision, person: 0 });
    say(world, 'giveConsent', 0);
    office(world, 'changeRoll', sale(unitOf({ holder: 0 }, 1)) as never);
    office(world, 'changeRoll', sale(unitOf({ holder: 2 }, 0)) as never);
    const before = { value: { holders: [{ says: 'agree', homes: 1, countedHomes: 0 }] } };
    expect(said()).toMatchObject(before);
    office(world, 'changeRoll', sale(unitOf({ holder: 0, area: 120 }, 1), 'mistake') as never);
    expect(said()).toMatchObject(before);
    expect(agreed(world)).toEqual([0, 0, 0]);
  });

  it('is over when the time is: no correction makes a decision afterwards', () => {
    const world = open({ ...two, settings: {}, closesInS: 100 });
    wait(world, world.closesAt);
    const entry = unitOf({ holder: 0, area: 400 }, 0);
    expect(office(world, 'changeRoll', sale(entry, 'mistake') as never)).toBe(errors.TOO_LATE.code);
  });
});

describe('the end', () => {
  it('is not before the close, and happens once', () => {
    const world = open(simple(3, { closesInS: 100 }));
    expect(office(world, 'closeDecision', { how: 'over' })).toBe(errors.STILL_OPEN.code);
    wait(world, world.closesAt);
    expect(office(world, 'closeDecision', { how: 'over' })).toBe(0);
    expect(office(world, 'closeDecision', { how: 'over' }, deputy)).toBe(errors.NOT_OPEN.code);
  });

  it('can be called off', () => {
    const world = draft(simple(3));
    expect(office(world, 'closeDecision', { how: 'called-off' })).toBe(0);
    openDraftRefused(world);
  });

  const openDraftRefused = (world: World) => {
    expect(() => {
      openDraft(world, simple(3));
    }).toThrow('refused');
  };

  it('is put off by extendDecision, only later and only in time', () => {
    const world = open(simple(3, { closesInS: 100 }));
    const extend = (closesAt: number) =>
      office(world, 'extendDecision', { closesAt, reason: 'outage' });
    expect(extend(world.closesAt)).toBe(errors.CLOSE_NOT_VALID.code);
    expect(extend(world.closesAt + 1)).toBe(errors.CLOSE_NOT_VALID.code);
    expect(extend(world.closesAt + 60_000)).toBe(0);
    wait(world, world.closesAt + 1_000);
    expect(say(world, 'giveConsent', 0)).toBe(0);
    wait(world, world.closesAt + 60_000);
    expect(extend(world.closesAt + 120_000)).toBe(errors.TOO_LATE.code);
  });
});

describe('noteMessages', () => {
  it('puts reminders on record', () => {
    const world = open(simple(3));
    const before = meter(world).acts;
    const note = { kind: 'reminder', homes: 2, undelivered: 1 };
    expect(office(world, 'noteMessages', note)).toBe(0);
    expect(meter(world).acts).toBe(before + 1);
  });
});

describe('homes and persons', () => {
  it('say what is counted for them', () => {
    const world = open({
      owners: {
        0: { members: [[0, 1]] },
        1: {
          members: [
            [1, 1],
            [2, 1],
          ],
        },
      },
      homes: [{ holder: 0, area: 60 }, { holder: 1 }, { holder: 0, excluded: 'use' }],
    });
    say(world, 'giveConsent', 0);
    const { ledger, decision } = world;
    expect(ledger.read('vote.homes', { decision })).toMatchObject({
      ok: true,
      value: [
        { unit: 0, says: 'agree', lacksRepresentative: false },
        { unit: 1, lacksRepresentative: true },
        { unit: 2, excluded: 'use' },
      ],
    });
    expect(ledger.read('vote.homes', { decision, after: 1 })).toMatchObject({
      value: [{ unit: 2 }],
    });
    expect(ledger.read('vote.person', { decision, person: 0 })).toMatchObject({
      value: { said: { vote: 'agree', way: 'self' }, holders: [{ homes: 1, countedHomes: 1 }] },
    });
    expect(ledger.read('vote.decision', { id: decision })).toMatchObject({
      value: { institution: 'city', status: 'open', buildings: 1 },
    });
    const line = { id: decision, status: 'open', isEstablished: false };
    for (const params of [{}, { register: world.register }]) {
      expect(ledger.read('vote.listDecisions', params)).toMatchObject({ value: [line] });
    }
    expect(ledger.read('vote.listDecisions', { register: decision })).toMatchObject({ value: [] });
    expect(ledger.read('vote.person', { decision, person: 12 })).toMatchObject({
      error: { name: errors.NOT_ON_ROLL.name },
    });
  });
});
