import type { TypeOf } from '@madang/base';
import type { Base, Condition, Rule } from '../chain/rule.ts';
import type { settings } from '../chain/settings.ts';

/** What a decision leaves open and says before it opens. */
export type Settings = TypeOf<typeof settings>;

/** A sentence in both languages. */
export interface Words {
  readonly ko: string;
  readonly en: string;
}

/** Where a rule was read. */
export interface Source {
  readonly law: string;
  /** Empty where what was read did not name it. */
  readonly article: string;
  /**
   * What was read: the `statute` itself, an `official` reply about it, or a `page` about it;
   * `recalled` is general knowledge that nobody has looked up.
   */
  readonly basis: 'statute' | 'official' | 'page' | 'recalled';
  /** Month of the reading, or for `recalled` of the writing down. */
  readonly read: string;
  /** The pages and replies. */
  readonly seen: readonly string[];
}

/** The rule of one kind of decision, as data that an office starts from. */
export interface Profile {
  readonly id: string;
  readonly title: Words;
  /** Who is on the roll: owners, or whoever lives there. */
  readonly capacity: 'owners' | 'occupants';
  /** Whether the rule is about the whole complex or about one building, which `ruleIn` names. */
  readonly place: 'complex' | 'one-building';
  readonly rule: Rule;
  readonly settings: Settings;
  /** The settings that the law fixes; the others are the defaults of the product. */
  readonly fixed: readonly (keyof Settings)[];
  /** What the text has to state, or the consent is void. */
  readonly contents?: readonly Words[];
  readonly source: Source;
  /** What the office has to look up or choose before it relies on the rule. */
  readonly note: Words;
}

/** The first value of each setting. */
export const DEFAULTS: Settings = {
  closingSecond: 'late',
  coOwners: 'majority',
  representativeEnds: 'stands',
  roll: 'frozen',
  repeat: 'first',
  proxies: 'allowed',
  paper: 'ledger',
  afterEstablishment: 'open',
  withdrawal: 'until-established',
  abstentions: 'participate',
};

/** When the reference pages were gone through for these profiles. */
export const READ = '2026-11';

type Share = readonly [num: number, den: number];
type Scope = Condition['scope'];

const COMPLEX: Scope = { kind: 'complex' };
/** Stands for the one building of a profile of `one-building`. */
export const ONE_BUILDING: Scope = { kind: 'building', building: 0 };

/** Every building on its own, except those with at most so many heads. */
export function each(waived = 0): Scope {
  return { kind: 'each', waived };
}

/** At least this share of all agrees (이상). */
export function atLeast(base: Base, [num, den]: Share, scope = COMPLEX): Condition {
  return { counted: 'agree', base, of: 'eligible', compare: 'at-least', num, den, scope };
}

/** More than this share of all agrees (초과, 과반수). */
export function moreThan(base: Base, share: Share, scope = COMPLEX): Condition {
  return { ...atLeast(base, share, scope), compare: 'more-than' };
}

/** All of these conditions. */
export function allOf(...conditions: readonly Condition[]): Rule {
  return { hold: 'all', conditions };
}

/** Owners by heads and their votes, which go by area, each by the same measure. */
export function ownersAndVotes(
  compare: typeof atLeast,
  share: Share,
  scope = COMPLEX,
): readonly Condition[] {
  return [compare('heads', share, scope), compare('area', share, scope)];
}
