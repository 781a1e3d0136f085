import { choice, list, record, type TypeOf, uint, variant } from '@madang/base';

/** Most buildings of one decision. */
export const MAX_BUILDINGS = 256;

/** Most conditions of one rule. */
export const MAX_CONDITIONS = 16;

/** What is counted: persons (each owner once), homes, or the area of homes. */
export const bases = ['heads', 'homes', 'area'] as const;
export type Base = (typeof bases)[number];

/** A share, from 0 of n to all of n. */
const proportion = uint({ max: 1_000_000 });

/**
 * One condition: in `scope`, what was `counted` compares with the share `num / den` of `of`,
 * measured in `base`.
 */
export const condition = record({
  /** Who counts above the line: those in favour, or all who took part. */
  counted: choice(['agree', 'participants']),
  base: choice(bases),
  /** What stands below the line: all, all who took part, or all who were for or against. */
  of: choice(['eligible', 'participants', 'valid']),
  /** `at-least` holds at equality (이상), `more-than` does not (초과, 과반수). */
  compare: choice(['at-least', 'more-than']),
  num: proportion,
  den: uint({ min: 1, max: 1_000_000 }),
  scope: variant('kind', {
    /** The whole complex. */
    complex: {},
    /** Every building on its own; one of at most `waived` heads is left out. */
    each: { waived: uint({ max: 1_000 }) },
    /** One building. */
    building: { building: uint({ max: MAX_BUILDINGS - 1 }) },
  }),
});
export type Condition = TypeOf<typeof condition>;

/** When a decision is made: all, or any, of some conditions. */
export const rule = record({
  hold: choice(['all', 'any']),
  conditions: list(condition, { min: 1, max: MAX_CONDITIONS }),
});
export type Rule = TypeOf<typeof rule>;

const amounts = record({ heads: uint(), homes: uint(), area: uint() });

/** How much: distinct heads, homes, and area in thousandths of a square metre. */
export type Amounts = TypeOf<typeof amounts>;

/** What a building, or the whole complex, has and has said. */
export const tally = record({
  eligible: amounts,
  agree: amounts,
  refuse: amounts,
  abstain: amounts,
  /** Homes that the rule leaves out. */
  excluded: uint(),
});
export type Tally = TypeOf<typeof tally>;

export const NOTHING: Amounts = { heads: 0, homes: 0, area: 0 };
export const EMPTY_TALLY: Tally = {
  eligible: NOTHING,
  agree: NOTHING,
  refuse: NOTHING,
  abstain: NOTHING,
  excluded: 0,
};

/** Whether those who abstain took part. */
export type Abstentions = 'participate' | 'ignored';

/** A condition at one place: the two amounts that it compares, and whether it holds. */
export interface Finding {
  readonly numerator: number;
  readonly denominator: number;
  readonly isMet: boolean;
  /** How much of `base` is missing above the line while what is below stays as it is. */
  readonly missing: number;
}

/** What a condition finds in one tally. Exact: no share is ever divided. */
export function judge(given: Condition, of: Tally, abstentions: Abstentions): Finding {
  const numerator = amountOf(given.counted, given.base, of, abstentions);
  const denominator = amountOf(given.of, given.base, of, abstentions);
  const needed = least(given, denominator);
  const missing = needed > BigInt(numerator) ? Number(needed - BigInt(numerator)) : 0;
  // Of nobody there is no majority, and no unanimity either.
  return { numerator, denominator, isMet: denominator > 0 && missing === 0, missing };
}

/** The least numerator with which a condition holds. */
function least({ compare, num, den }: Condition, denominator: number): bigint {
  const product = BigInt(denominator) * BigInt(num);
  const divisor = BigInt(den);
  return compare === 'more-than' ? product / divisor + 1n : (product + divisor - 1n) / divisor;
}

function amountOf(
  what: Condition['counted'] | Condition['of'],
  base: Base,
  of: Tally,
  abstentions: Abstentions,
): number {
  const valid = of.agree[base] + of.refuse[base];
  switch (what) {
    case 'agree':
      return of.agree[base];
    case 'eligible':
      return of.eligible[base];
    case 'valid':
      return valid;
    case 'participants':
      return abstentions === 'participate' ? valid + of.abstain[base] : valid;
  }
}

/**
 * Whether a condition of scope `each` asks anything of a building: not of one whose homes are all
 * excluded, nor of one with too few heads.
 */
export function isAsked(waived: number, { eligible }: Tally): boolean {
  return eligible.homes > 0 && eligible.heads > waived;
}
