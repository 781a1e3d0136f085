import { access, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { checkTime, finish, openMatter } from './matter.ts';
import { withdrawPayload } from './schema.ts';
import { checkWithdrawing, speakerOf, takeBack } from './speaking.ts';

/**
 * Takes back what a person has said. It can be said anew afterwards; a withdrawal cannot itself be
 * withdrawn.
 *
 * Who: the person with their own key, or with `for` their proxy if it was the proxy who had spoken.
 * Changes: the person's act is gone, so that its absence can be proven; holders and tallies follow.
 * It is a withdrawal: in its block it comes first. Cost: as `giveConsent`. Errors: a consent stands
 * once the decision is established (ESTABLISHED); the others as listed.
 */
export const withdraw = transaction({
  service: 'vote',
  name: 'withdraw',
  payload: withdrawPayload,
  access: access.anyone(),
  costUs: 600,
  retention: 'forever',
  order: 'withdrawal',
  errors: [
    errors.UNKNOWN_DECISION,
    errors.NOT_OPEN,
    errors.TOO_LATE,
    errors.ESTABLISHED,
    errors.NOT_IDENTIFIED,
    errors.LEVEL_TOO_LOW,
    errors.NOT_THE_PROXY,
    errors.NOT_ON_ROLL,
    errors.NOTHING_TO_WITHDRAW,
    errors.WITHDRAWAL_NOT_ALLOWED,
    errors.OWNER_HAS_SPOKEN,
  ],
  check(ctx, payload) {
    const matter = openMatter(ctx, payload.decision);
    if (!matter.ok) return matter;
    const inTime = checkTime(ctx, matter.value, ctx.block.timeMs);
    if (!inTime.ok) return inTime;
    const by = speakerOf(ctx, matter.value, payload);
    return by.ok ? checkWithdrawing(ctx, by.value) : by;
  },
  apply(ctx, _, withdrawing) {
    finish(ctx, takeBack(ctx, withdrawing));
  },
});
