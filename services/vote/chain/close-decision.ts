import { refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byOfficer, checkTime, finish, knownMatter } from './matter.ts';
import { closed, closePayload } from './schema.ts';

/**
 * Ends a decision: `over` once its time is past, or once it is established where that ends it;
 * `called-off` at any time before.
 *
 * Who: an officer of the decision's institution. Changes: the progress of the decision, for good.
 * Cost: one write. Errors: UNKNOWN_DECISION, NOT_OPEN, STILL_OPEN.
 */
export const closeDecision = transaction({
  service: 'vote',
  name: 'closeDecision',
  payload: closePayload,
  access: byOfficer,
  costUs: 500,
  retention: 'forever',
  errors: [errors.UNKNOWN_DECISION, errors.NOT_OPEN, errors.STILL_OPEN],
  check(ctx, { decision, how }) {
    const matter = knownMatter(ctx, decision);
    if (!matter.ok) return matter;
    const { status, closesAt } = matter.value.progress;
    const isRunning = status === 'open' || (status === 'draft' && how === 'called-off');
    if (!isRunning) return refuse(errors.NOT_OPEN, {});
    const isOver = !checkTime(ctx, matter.value, ctx.block.timeMs).ok;
    return how === 'over' && !isOver ? refuse(errors.STILL_OPEN, { closesAt }) : matter;
  },
  apply(ctx, payload, matter) {
    const status = payload.how === 'over' ? 'closed' : 'called-off';
    const closedAt = ctx.block.timeMs;
    ctx.emit(closed, payload);
    finish(ctx, { ...matter, progress: { ...matter.progress, status, closedAt } });
  },
});
