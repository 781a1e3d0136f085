import { access, transaction } from '@madang/kernel/define';
import { actingTrustee, keepPart } from './ceremony.ts';
import { errors } from './errors.ts';
import { commitPayload } from './schema.ts';

/**
 * Commits a trustee to what they will reveal, so that nobody chooses their part of the key by the
 * parts of others.
 *
 * Who: the trustee. Changes: their record. Cost: a read for each trustee. Errors: UNKNOWN_ELECTION,
 * NOT_A_DRAFT, NOT_A_TRUSTEE, WRONG_STAGE.
 */
export const commitOpening = transaction({
  service: 'election',
  name: 'commitOpening',
  payload: commitPayload,
  access: access.anyone(),
  costUs: 2_000,
  retention: 'forever',
  errors: [errors.UNKNOWN_ELECTION, errors.NOT_A_DRAFT, errors.NOT_A_TRUSTEE, errors.WRONG_STAGE],
  check: (ctx, payload) => actingTrustee(ctx, payload, 'commit'),
  apply(ctx, payload, standing) {
    const record = { ...standing.record, commitment: payload.commitment };
    keepPart(ctx, payload, standing, { stage: 'committed', record });
  },
});
