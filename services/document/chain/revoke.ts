import { access, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { revoked, revokePayload } from './schema.ts';
import { checkStands, endingKey } from './standing.ts';
import { endings, records } from './state.ts';

/**
 * Declares that a document, or one file of it, no longer holds.
 *
 * Who: the owner on record; for an institution any holder of the role on record. Changes: one
 * ending, for good. It is a withdrawal: in its block it comes first. Cost: five reads, one write.
 * Errors: UNKNOWN_DOCUMENT, NO_SUCH_LEAF, ALREADY_ENDED.
 */
export const revoke = transaction({
  service: 'document',
  name: 'revoke',
  payload: revokePayload,
  access: access.owner(records, {
    key: 'document',
    field: 'owner',
    missing: errors.UNKNOWN_DOCUMENT,
  }),
  costUs: 200,
  retention: 'forever',
  order: 'withdrawal',
  errors: [errors.UNKNOWN_DOCUMENT, errors.NO_SUCH_LEAF, errors.ALREADY_ENDED],
  check: checkStands,
  apply(ctx, payload) {
    ctx.put(endings, endingKey(ctx, payload), {
      at: ctx.block.timeMs,
      by: ctx.transaction.id,
      kind: 'revoked',
      reason: payload.reason,
    });
    ctx.emit(revoked, payload);
  },
});
