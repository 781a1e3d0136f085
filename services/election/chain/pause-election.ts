import { transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byOfficer, finish, openMatter } from './matter.ts';
import { paused, pausePayload } from './schema.ts';

/**
 * Takes no ballots for now, with a public reason. The close stays where it is.
 *
 * Who: an officer of the election's institution. Changes: the progress of the election. Cost: one
 * write. Errors: UNKNOWN_ELECTION, NOT_OPEN, PAUSED, TOO_LATE.
 */
export const pauseElection = transaction({
  service: 'election',
  name: 'pauseElection',
  payload: pausePayload,
  access: byOfficer,
  costUs: 500,
  retention: 'forever',
  errors: [errors.UNKNOWN_ELECTION, errors.NOT_OPEN, errors.PAUSED, errors.TOO_LATE],
  check: (ctx, { election }) => openMatter(ctx, election),
  apply(ctx, payload, matter) {
    ctx.emit(paused, payload);
    finish(ctx, { ...matter, progress: { ...matter.progress, status: 'paused' } });
  },
});
