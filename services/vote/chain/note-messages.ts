import { transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byOfficer, finish, knownMatter } from './matter.ts';
import { messagesNoted, messagesPayload } from './schema.ts';

/**
 * Puts on record that residents were sent something: for how many homes, and how many did not get
 * it.
 *
 * Who: an officer of the decision's institution. Changes: the journal of the decision. Cost: one
 * write. Errors: UNKNOWN_DECISION.
 */
export const noteMessages = transaction({
  service: 'vote',
  name: 'noteMessages',
  payload: messagesPayload,
  access: byOfficer,
  costUs: 500,
  retention: 'forever',
  errors: [errors.UNKNOWN_DECISION],
  check: (ctx, { decision }) => knownMatter(ctx, decision),
  apply(ctx, payload, matter) {
    ctx.emit(messagesNoted, payload);
    finish(ctx, matter);
  },
});
