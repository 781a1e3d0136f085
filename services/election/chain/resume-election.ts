import { refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byOfficer, finish, knownMatter } from './matter.ts';
import { pausePayload, resumed } from './schema.ts';

/**
 * Takes ballots again after a pause, with a public reason.
 *
 * Who: an officer of the election's institution. Changes: the progress of the election. Cost: one
 * write. Errors: UNKNOWN_ELECTION, NOT_OPEN.
 */
export const resumeElection = transaction({
  service: 'election',
  name: 'resumeElection',
  payload: pausePayload,
  access: byOfficer,
  costUs: 500,
  retention: 'forever',
  errors: [errors.UNKNOWN_ELECTION, errors.NOT_OPEN],
  check(ctx, { election }) {
    const matter = knownMatter(ctx, election);
    if (!matter.ok) return matter;
    return matter.value.progress.status === 'paused' ? matter : refuse(errors.NOT_OPEN, {});
  },
  apply(ctx, payload, matter) {
    ctx.emit(resumed, payload);
    finish(ctx, { ...matter, progress: { ...matter.progress, status: 'open' } });
  },
});
