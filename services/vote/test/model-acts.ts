import fc from 'fast-check';
import type { Rule } from '../chain/rule.ts';
import type { Settings } from '../profiles/profile.ts';
import { deputy, type Home, type Owners, officer } from './world.ts';

/** Persons 0 to 5 are on the roll; 6 and 7 are not, and 7 has no device; 5's is a weak one. */
export const ON_ROLL = 6;
export const BUILDINGS = 2;
const HOLDERS = 5;

const person = fc.nat({ max: 7 });
/** Mostly somebody on the roll. */
const speaker = fc.oneof(
  { weight: 9, arbitrary: fc.nat({ max: 4 }) },
  { weight: 1, arbitrary: person },
);
const onRoll = fc.nat({ max: ON_ROLL - 1 });
const building = fc.nat({ max: BUILDINGS - 1 });
const area = fc.integer({ min: 1, max: 3 });
const vote = fc.constantFrom(
  'agree' as const,
  'agree' as const,
  'refuse' as const,
  'abstain' as const,
);
/** A value once in so many times, otherwise nothing. */
const onceIn = <T>(times: number, one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });

const owners: fc.Arbitrary<Owners> = fc
  .record({
    members: fc.uniqueArray(fc.tuple(onRoll, fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 3,
      selector: ([number]) => number,
    }),
    named: onceIn(3, fc.nat({ max: 2 })),
  })
  .map(({ members, named }) => {
    const ascending = [...members].sort(([left], [right]) => left - right);
    const representative = named === undefined ? undefined : ascending[named]?.[0];
    return { members: ascending, ...(representative === undefined ? {} : { representative }) };
  });

const alone = (number: number): fc.Arbitrary<Owners> => fc.constant({ members: [[number, 1]] });

const home: fc.Arbitrary<Home> = fc
  .record({
    building,
    area,
    holder: fc.nat({ max: HOLDERS - 1 }),
    isOut: fc.nat({ max: 5 }).map((one) => one === 0),
  })
  .map(({ isOut, ...rest }) => ({ ...rest, ...(isOut ? { excluded: 'use' } : {}) }));

const oneOf = <const T extends readonly string[]>(...values: T) =>
  fc.constantFrom<T[number]>(...values);
const settings: fc.Arbitrary<Settings> = fc.record({
  closingSecond: oneOf('late', 'counts'),
  coOwners: oneOf('majority', 'majority', 'representative'),
  representativeEnds: oneOf('stands', 'lapses'),
  roll: oneOf('frozen', 'follow', 'follow'),
  repeat: oneOf('first', 'last'),
  proxies: oneOf('allowed', 'allowed', 'none'),
  paper: oneOf('ledger', 'arrival'),
  afterEstablishment: oneOf('open', 'open', 'open', 'closed'),
  withdrawal: oneOf('until-established', 'until-established', 'until-closed', 'never'),
  abstentions: oneOf('participate', 'ignored'),
});

const scope = fc.oneof(
  fc.constant({ kind: 'complex' as const }),
  fc.nat({ max: 2 }).map((waived) => ({ kind: 'each' as const, waived })),
  building.map((number) => ({ kind: 'building' as const, building: number })),
);
const asked: fc.Arbitrary<Rule['conditions'][number]> = fc.record({
  counted: oneOf('agree', 'agree', 'participants'),
  base: oneOf('heads', 'homes', 'area'),
  of: oneOf('eligible', 'eligible', 'participants', 'valid'),
  compare: oneOf('at-least', 'more-than'),
  num: fc.integer({ min: 1, max: 3 }),
  den: fc.integer({ min: 3, max: 5 }),
  scope,
});
const rule: fc.Arbitrary<Rule> = fc.record({
  hold: oneOf('all', 'all', 'any'),
  conditions: fc.array(asked, { minLength: 1, maxLength: 3 }),
});

export const setup = fc.record({
  settings,
  rule,
  /** Half of the holders are one person each. */
  owners: fc.tuple(...Array.from({ length: HOLDERS }, (_, n) => fc.oneof(alone(n), owners))),
  /** The first two lie in different buildings, the first five have different holders. */
  homes: fc.array(home, { minLength: HOLDERS, maxLength: 7 }),
  level: oneOf('link', 'second-factor'),
  closesInS: fc.integer({ min: 25, max: 120 }),
});
export type Setup = typeof setup extends fc.Arbitrary<infer T> ? T : never;

/** Where a paper says that it arrived: so long before now, or after it. */
const arrival = fc.constantFrom(0, 0, 0, 1_000, 5_000, 60_000, -60_000, -60_001);
const paper = fc.record({ person: fc.nat({ max: 6 }), vote, agoMs: arrival });
const papers = fc.array(paper, { minLength: 1, maxLength: 3 });
const entrusting = fc.record({
  person,
  proxy: fc.option(person, { nil: undefined }),
  agoMs: arrival,
});
const entrustings = fc.array(entrusting, { minLength: 1, maxLength: 3 });
const officers = fc.constantFrom([officer, deputy], [officer, deputy], [officer]);
const reason = oneOf('mistake', 'transfer', 'transfer', 'court');
const kind = <const T extends string>(name: T) => fc.constant(name);

const saying = (by: fc.Arbitrary<number>) =>
  fc.record({
    kind: kind('say'),
    /** The signer, unless there is somebody who would be more to the point. */
    by,
    vote,
    for: onceIn(20, onRoll),
    isSameText: onceIn(20, fc.constant(false)).map((one) => one ?? true),
    rather: fc.constantFrom(undefined, undefined, undefined, 'proxy' as const),
  });
const withdrawing = fc.record({
  kind: kind('withdraw'),
  by: speaker,
  for: onceIn(20, onRoll),
  rather: fc.constantFrom(undefined, 'proxy' as const, 'who spoke' as const, 'who spoke' as const),
});
const movingHome = (
  unit: fc.Arbitrary<number>,
  at: fc.Arbitrary<number>,
  holder: fc.Arbitrary<number>,
) =>
  fc.record({
    kind: kind('unit'),
    unit,
    home: fc.record({ building: at, area, holder }),
    isOut: onceIn(6, fc.constant(true)).map((one) => one ?? false),
    keepsHolder: fc.boolean(),
    reason,
  });
const representing = (holder: fc.Arbitrary<number>, who: fc.Arbitrary<number>) =>
  fc.record({
    kind: kind('represent'),
    holder,
    person: fc.option(who, { nil: undefined }),
  });
const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

const anyAct = fc.oneof(
  often(12, saying(speaker)),
  often(3, withdrawing),
  often(3, fc.record({ kind: kind('appoint'), by: person, proxy: person })),
  often(1, fc.record({ kind: kind('endProxy'), by: person })),
  often(2, fc.record({ kind: kind('papers'), papers, officers })),
  often(1, fc.record({ kind: kind('withdrawals'), papers, officers })),
  often(5, movingHome(fc.nat({ max: 8 }), fc.nat({ max: BUILDINGS }), fc.nat({ max: 6 }))),
  often(2, representing(fc.nat({ max: 6 }), onRoll)),
  often(1, fc.record({ kind: kind('entrust'), papers: entrustings, officers })),
  often(1, fc.record({ kind: kind('person'), person })),
  often(1, fc.record({ kind: kind('holder'), holder: fc.nat({ max: 6 }), owners })),
  often(
    1,
    fc.record({
      kind: kind('extend'),
      /** The new close, beside the first one. */
      byMs: fc.constantFrom(-1_000, 0, 500, 1_000, 5_000, 10_000),
    }),
  ),
  often(
    1,
    fc.record({
      kind: kind('close'),
      how: oneOf('over', 'over', 'over', 'over', 'over', 'called-off'),
    }),
  ),
);
export type Act = typeof anyAct extends fc.Arbitrary<infer T> ? T : never;
export type ActOf<K extends Act['kind']> = Extract<Act, { readonly kind: K }>;

/** Acts of one block, and when it comes: so long after the one before, or around the close. */
const blockOf = (act: fc.Arbitrary<Act>) =>
  fc.record({
    acts: fc.array(act, { minLength: 1, maxLength: 2 }),
    afterMs: fc.constantFrom(1_000, 1_000, 1_000, 500, 2_500),
    toClose: onceIn(40, fc.constantFrom(-1, 0, 999, 1_000)),
  });
export type Block = ReturnType<typeof blockOf> extends fc.Arbitrary<infer T> ? T : never;

export const blocks = fc.array(blockOf(anyAct), { minLength: 10, maxLength: 30 });

const few = fc.nat({ max: 2 });

/** Three owners, and those who own with them, who sell homes to each other most of the time. */
export const marketSetup = setup.map(
  (one): Setup => ({ ...one, settings: { ...one.settings, roll: 'follow' }, closesInS: 300 }),
);
export const marketBlocks = fc.array(
  blockOf(
    fc.oneof(
      often(4, saying(few)),
      often(1, withdrawing),
      often(7, movingHome(fc.nat({ max: 4 }), building, few)),
      often(1, representing(few, few)),
    ),
  ),
  { minLength: 20, maxLength: 50 },
);
