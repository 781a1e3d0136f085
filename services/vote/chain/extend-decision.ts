import { refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byOfficer, finish, isLate, openMatter } from './matter.ts';
import { extended, extendPayload } from './schema.ts';

/**
 * Puts the close of an open decision off. It is never moved to an earlier time, nor once it is
 * past.
 *
 * Who: an officer of the decision's institution. Changes: the progress of the decision. Cost: one
 * write. Errors: UNKNOWN_DECISION, NOT_OPEN, TOO_LATE, CLOSE_NOT_VALID.
 */
export const extendDecision = transaction({
  service: 'vote',
  name: 'extendDecision',
  payload: extendPayload,
  access: byOfficer,
  costUs: 500,
  retention: 'forever',
  errors: [errors.UNKNOWN_DECISION, errors.NOT_OPEN, errors.TOO_LATE, errors.CLOSE_NOT_VALID],
  check(ctx, { decision, closesAt }) {
    const matter = openMatter(ctx, decision);
    if (!matter.ok) return matter;
    const { closesAt: before } = matter.value.progress;
    if (isLate(matter.value, ctx.block.timeMs))
      return refuse(errors.TOO_LATE, { closedAt: before });
    const isValid = closesAt > before && closesAt % 1_000 === 0;
    return isValid ? matter : refuse(errors.CLOSE_NOT_VALID, {});
  },
  apply(ctx, payload, matter) {
    ctx.emit(extended, payload);
    finish(ctx, { ...matter, progress: { ...matter.progress, closesAt: payload.closesAt } });
  },
});
