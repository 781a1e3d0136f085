import { expectPresent } from '@madang/base';
import type { Condition, Rule } from '../chain/rule.ts';
import { condominium } from './condominium.ts';
import { management } from './management.ts';
import type { Profile } from './profile.ts';
import { reconstruction } from './reconstruction.ts';
import { remodelling } from './remodelling.ts';

export type { Profile } from './profile.ts';

const profiles: readonly Profile[] = [
  ...remodelling,
  ...management,
  ...condominium,
  ...reconstruction,
];

/** All rule packs, related ones next to each other. */
export function listProfiles(): readonly Profile[] {
  return profiles;
}

/** The rule pack that a decision names as its basis, if there is one of this id. */
export function profileOf(id: string): Profile | undefined {
  return profiles.find((profile) => profile.id === id);
}

/** The rule of a profile; one of a single building is about the building of this index. */
export function ruleIn({ place, rule }: Profile, building = 0): Rule {
  if (place === 'complex') return rule;
  const scope = { kind: 'building', building } as const;
  return { ...rule, conditions: rule.conditions.map((one) => ({ ...one, scope })) };
}

/**
 * Whether a decision's rule asks what a profile does. Order and repetition of conditions do not
 * matter, nor how a share is written; which building it is about is up to the decision.
 */
export function isSameRule(profile: Profile, rule: Rule): boolean {
  const expected = ruleIn(profile, buildingOf(rule));
  const asksAll = (one: Rule, other: Rule): boolean =>
    one.conditions.every((condition) => other.conditions.some((its) => isSame(condition, its)));
  const isHeldAlike = expected.hold === rule.hold || rule.conditions.length === 1;
  return isHeldAlike && asksAll(expected, rule) && asksAll(rule, expected);
}

function buildingOf({ conditions }: Rule): number {
  const { scope } = expectPresent(conditions[0], 'vote: a rule has a condition');
  return scope.kind === 'building' ? scope.building : 0;
}

function isSame(left: Condition, right: Condition): boolean {
  return (
    left.counted === right.counted &&
    left.base === right.base &&
    left.of === right.of &&
    left.compare === right.compare &&
    left.num * right.den === right.num * left.den &&
    isSameScope(left.scope, right.scope)
  );
}

function isSameScope(left: Condition['scope'], right: Condition['scope']): boolean {
  if (left.kind === 'each') return right.kind === 'each' && left.waived === right.waived;
  if (left.kind === 'building') {
    return right.kind === 'building' && left.building === right.building;
  }
  return right.kind === 'complex';
}
