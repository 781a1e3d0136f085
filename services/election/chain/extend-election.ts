import { refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byOfficer, finish, isBeforehand, isRunning, knownMatter } from './matter.ts';
import { extended, extendPayload } from './schema.ts';

/**
 * Puts the close of an election off, with a public reason. It is never moved to an earlier time,
 * nor once it is past, unless no ballots were taken before.
 *
 * Who: an officer of the election's institution. Changes: the progress of the election. Cost: one
 * write. Errors: UNKNOWN_ELECTION, NOT_OPEN, TOO_LATE, CLOSE_NOT_VALID.
 */
export const extendElection = transaction({
  service: 'election',
  name: 'extendElection',
  payload: extendPayload,
  access: byOfficer,
  costUs: 500,
  retention: 'forever',
  errors: [errors.UNKNOWN_ELECTION, errors.NOT_OPEN, errors.TOO_LATE, errors.CLOSE_NOT_VALID],
  check(ctx, { election, closesAt }) {
    const matter = knownMatter(ctx, election);
    if (!matter.ok) return matter;
    const runs = isRunning(matter.value);
    if (!runs && !isBeforehand(matter.value)) return refuse(errors.NOT_OPEN, {});
    const { closesAt: before } = matter.value.progress;
    const isPast = ctx.block.timeMs >= before;
    if (isPast && runs) return refuse(errors.TOO_LATE, { closedAt: before });
    const isLater = closesAt > before && closesAt > ctx.block.timeMs;
    const isValid = isLater && closesAt % 1_000 === 0;
    return isValid ? matter : refuse(errors.CLOSE_NOT_VALID, {});
  },
  apply(ctx, payload, matter) {
    ctx.emit(extended, payload);
    finish(ctx, { ...matter, progress: { ...matter.progress, closesAt: payload.closesAt } });
  },
});
