import type { Draft } from './decision.ts';

type Condition = Draft['rule']['conditions'][number];

const hundredPercent = 100;

/** A share as people say it, if it is a whole percentage. */
export function percentOf({ num, den }: Pick<Condition, 'num' | 'den'>): string | undefined {
  return (num * hundredPercent) % den === 0 ? `${(num * hundredPercent) / den}%` : undefined;
}

/** Whether anything depends on how many take part: only then is there something to abstain for. */
export function countsParticipation({ rule, settings }: Draft): boolean {
  if (settings.abstentions !== 'participate') return false;
  return rule.conditions.some(
    ({ counted, of }) => counted === 'participants' || of === 'participants',
  );
}
