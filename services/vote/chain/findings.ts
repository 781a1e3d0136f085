import { expectPresent } from '@madang/base';
import {
  type Abstentions,
  type Condition,
  type Finding,
  isAsked,
  judge,
  type Rule,
  type Tally,
} from './rule.ts';
import { COMPLEX, scopeOf } from './state.ts';

/** What a condition finds in one scope: 0 is the complex, n the building n - 1. */
export interface ScopeFinding extends Finding {
  readonly condition: number;
  readonly scope: number;
}

/** What each condition of a rule finds, wherever it asks; `tallies` has every scope, in order. */
export function findingsOf(
  { conditions }: Rule,
  abstentions: Abstentions,
  tallies: readonly Tally[],
): readonly ScopeFinding[] {
  return conditions.flatMap((condition, index) =>
    scopesOf(condition, tallies).map((scope) => ({
      condition: index,
      scope,
      ...judge(condition, expectPresent(tallies[scope], 'vote: a tally'), abstentions),
    })),
  );
}

function scopesOf({ scope }: Condition, tallies: readonly Tally[]): readonly number[] {
  switch (scope.kind) {
    case 'complex':
      return [COMPLEX];
    case 'building':
      return [scopeOf(scope.building)];
    case 'each':
      return tallies.flatMap((one, at) =>
        at !== COMPLEX && isAsked(scope.waived, one) ? [at] : [],
      );
  }
}
