import { expectPresent } from '@madang/base';
import type { ReadContext } from '@madang/kernel/define';
import { type Condition, judge, type Tally } from './rule.ts';
import { COMPLEX, type Decision, type Progress, scopeOf, tallies } from './state.ts';

/** Whether the rule of a decision holds in the state as it is. */
export function isEstablishedBy(
  ctx: ReadContext<'vote'>,
  matter: { readonly id: Uint8Array; readonly decision: Decision; readonly progress: Progress },
): boolean {
  const { hold, conditions } = matter.decision.rule;
  const holds = (condition: Condition, index: number): boolean =>
    doesHold(ctx, matter, condition, index);
  return hold === 'all' ? conditions.every(holds) : conditions.some(holds);
}

function doesHold(
  ctx: ReadContext<'vote'>,
  { id, decision, progress }: Parameters<typeof isEstablishedBy>[1],
  condition: Condition,
  index: number,
): boolean {
  const { scope } = condition;
  const { abstentions } = decision.settings;
  const isMet = (at: number): boolean => judge(condition, tallyAt(ctx, id, at), abstentions).isMet;
  switch (scope.kind) {
    case 'complex':
      return isMet(COMPLEX);
    case 'building':
      return isMet(scopeOf(scope.building));
    case 'each':
      return progress.unmet[index] === 0;
  }
}

/** What a building or the complex has said so far. */
export function tallyAt(ctx: ReadContext<'vote'>, id: Uint8Array, scope: number): Tally {
  return expectPresent(ctx.get(tallies, [id, scope]), 'vote: a tally is missing');
}
