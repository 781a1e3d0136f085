import { equalBytes } from '@madang/base';
import { access, allow, refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { superseded, supersedePayload } from './schema.ts';
import { checkStands, endingKey, endingOf } from './standing.ts';
import { endings, records, WHOLE_DOCUMENT } from './state.ts';

/**
 * Declares that another document on record takes the place of a document, or of one file of it.
 *
 * Who: the owner on record; for an institution any holder of the role on record. Changes: one
 * ending, for good. Cost: seven reads, one write. Errors: UNKNOWN_DOCUMENT, NO_SUCH_LEAF,
 * ALREADY_ENDED, SUCCESSOR_IS_ITSELF, UNKNOWN_SUCCESSOR, SUCCESSOR_ENDED.
 */
export const supersede = transaction({
  service: 'document',
  name: 'supersede',
  payload: supersedePayload,
  access: access.owner(records, {
    key: 'document',
    field: 'owner',
    missing: errors.UNKNOWN_DOCUMENT,
  }),
  costUs: 250,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_DOCUMENT,
    errors.NO_SUCH_LEAF,
    errors.ALREADY_ENDED,
    errors.SUCCESSOR_IS_ITSELF,
    errors.UNKNOWN_SUCCESSOR,
    errors.SUCCESSOR_ENDED,
  ],
  check(ctx, payload) {
    const stands = checkStands(ctx, payload);
    if (!stands.ok) return stands;
    const { document, successor } = payload;
    if (equalBytes(document, successor)) return refuse(errors.SUCCESSOR_IS_ITSELF, {});
    if (!ctx.has(records, successor)) return refuse(errors.UNKNOWN_SUCCESSOR, {});
    const ended = endingOf(ctx, { document: successor }, WHOLE_DOCUMENT);
    return ended === undefined ? allow() : refuse(errors.SUCCESSOR_ENDED, { endedAt: ended.at });
  },
  apply(ctx, payload) {
    const { reason, successor } = payload;
    ctx.put(endings, endingKey(ctx, payload), {
      at: ctx.block.timeMs,
      by: ctx.transaction.id,
      kind: 'superseded',
      reason,
      successor,
    });
    ctx.emit(superseded, payload);
  },
});
