import { access, refuse, transaction } from '@madang/kernel/define';
import { actingTrustee, keepPart } from './ceremony.ts';
import { errors } from './errors.ts';
import { dealPayload } from './schema.ts';

/**
 * Deals the shares of a trustee's part of the key, each sealed for the trustee that it is for.
 * Whether they are right only those can see, and complain if not.
 *
 * Who: the trustee. Changes: their record. Cost: a read for each trustee. Errors: UNKNOWN_ELECTION,
 * NOT_A_DRAFT, NOT_A_TRUSTEE, WRONG_STAGE, SHARES_NOT_VALID.
 */
export const dealShares = transaction({
  service: 'election',
  name: 'dealShares',
  payload: dealPayload,
  access: access.anyone(),
  costUs: 3_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_A_DRAFT,
    errors.NOT_A_TRUSTEE,
    errors.WRONG_STAGE,
    errors.SHARES_NOT_VALID,
  ],
  check(ctx, payload) {
    const standing = actingTrustee(ctx, payload, 'deal');
    if (!standing.ok) return standing;
    const isOneEach = payload.shares.length === standing.value.records.length;
    return isOneEach ? standing : refuse(errors.SHARES_NOT_VALID, {});
  },
  apply(ctx, payload, standing) {
    const record = { ...standing.record, shares: payload.shares };
    keepPart(ctx, payload, standing, { stage: 'dealt', record });
  },
});
