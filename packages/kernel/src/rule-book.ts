import { assert, expectPresent } from '@madang/base';
import type { AnyError } from './refusal.ts';
import { allErrors, compileRules, type Rules } from './rules.ts';
import type { AnyService } from './service.ts';

/** The services of a protocol version. */
export interface RuleSet {
  readonly version: number;
  readonly services: readonly AnyService[];
}

/** The rules of all protocol versions of a build. Which of them hold, the state says. */
export interface RuleBook {
  /** The versions of this build, ascending. */
  readonly versions: readonly number[];
  /** The rules of a version; nothing if this build lacks them. */
  readonly at: (version: number) => Rules | undefined;
  /** The rules of the newest version of this build. */
  readonly newest: Rules;
  /** Every error of every version, ascending by number. */
  readonly errors: readonly AnyError[];
}

/** Joins rule sets, which ascend by version without a gap. */
export function openRuleBook(sets: readonly [RuleSet, ...RuleSet[]]): RuleBook {
  const rulesByVersion = new Map<number, Rules>();
  const nameByCode = new Map<number, string>();
  const errors: AnyError[] = [];
  let newest: Rules | undefined;
  for (const [index, { version, services }] of sets.entries()) {
    assert(version === sets[0].version + index, 'rules: versions do not ascend without a gap');
    newest = compileRules(services);
    rulesByVersion.set(version, newest);
    for (const error of allErrors(services)) {
      const known = nameByCode.get(error.code);
      assert(known === undefined || known === error.name, 'rules: a number changed its error');
      if (known === undefined) errors.push(error);
      nameByCode.set(error.code, error.name);
    }
  }
  return {
    versions: sets.map(({ version }) => version),
    at: (version) => rulesByVersion.get(version),
    newest: expectPresent(newest, 'rules: no version'),
    errors: errors.sort((left, right) => left.code - right.code),
  };
}
