import { refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byOfficer, finish, isBeforehand, isRunning, knownMatter } from './matter.ts';
import { messagesNoted, messagesPayload } from './schema.ts';

/**
 * Puts on record that voters were sent something: how many, and how many no message reaches.
 *
 * Who: an officer of the election's institution. Changes: the journal of the election. Cost: one
 * write. Errors: UNKNOWN_ELECTION, NOT_OPEN.
 */
export const noteMessages = transaction({
  service: 'election',
  name: 'noteMessages',
  payload: messagesPayload,
  access: byOfficer,
  costUs: 500,
  retention: 'forever',
  errors: [errors.UNKNOWN_ELECTION, errors.NOT_OPEN],
  check(ctx, { election }) {
    const matter = knownMatter(ctx, election);
    if (!matter.ok) return matter;
    const takesPart = isRunning(matter.value) || isBeforehand(matter.value);
    return takesPart ? matter : refuse(errors.NOT_OPEN, {});
  },
  apply(ctx, payload, matter) {
    ctx.emit(messagesNoted, payload);
    finish(ctx, matter);
  },
});
