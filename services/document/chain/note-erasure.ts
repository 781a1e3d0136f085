import { access, allow, refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { custodian, erasureNoted, erasurePayload } from './schema.ts';
import { erasures } from './state.ts';

/**
 * Records that a vault has erased a deposit and its keys. The document's proof is not touched.
 *
 * Who: a holder of `document.custodian` of the institution that runs the vault. Changes: one note,
 * for good. Cost: three reads, one write. Errors: ALREADY_ERASED.
 */
export const noteErasure = transaction({
  service: 'document',
  name: 'noteErasure',
  payload: erasurePayload,
  access: access.role(custodian.name, { of: 'institution' }),
  costUs: 200,
  retention: 'forever',
  errors: [errors.ALREADY_ERASED],
  check(ctx, { deposit }) {
    const noted = ctx.get(erasures, deposit);
    return noted === undefined ? allow() : refuse(errors.ALREADY_ERASED, { erasedAt: noted.at });
  },
  apply(ctx, payload) {
    const { deposit, institution } = payload;
    ctx.put(erasures, deposit, { at: ctx.block.timeMs, by: ctx.transaction.id, institution });
    ctx.emit(erasureNoted, payload);
  },
});
