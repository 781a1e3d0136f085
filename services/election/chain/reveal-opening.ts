import { isOpening, openingCommitment } from '@madang/ballot';
import { equalBytes } from '@madang/base';
import { access, refuse, transaction } from '@madang/kernel/define';
import { actingTrustee, keepPart } from './ceremony.ts';
import { errors } from './errors.ts';
import { revealPayload } from './schema.ts';

/**
 * Reveals what a trustee committed to: their part of the key, proven to be known to them.
 *
 * Who: the trustee. Changes: their record. Cost: one proof. Errors: UNKNOWN_ELECTION, NOT_A_DRAFT,
 * NOT_A_TRUSTEE, WRONG_STAGE, OPENING_WRONG.
 */
export const revealOpening = transaction({
  service: 'election',
  name: 'revealOpening',
  payload: revealPayload,
  access: access.anyone(),
  costUs: 4_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_A_DRAFT,
    errors.NOT_A_TRUSTEE,
    errors.WRONG_STAGE,
    errors.OPENING_WRONG,
  ],
  check(ctx, payload) {
    const standing = actingTrustee(ctx, payload, 'reveal');
    if (!standing.ok) return standing;
    const { ceremony, record, matter } = standing.value;
    const { trustee, opening } = payload;
    const { commitment } = record;
    const isSame =
      commitment !== undefined &&
      equalBytes(openingCommitment(ceremony, trustee, opening), commitment);
    return isSame && isOpening(ceremony, trustee, matter.election.threshold, opening)
      ? standing
      : refuse(errors.OPENING_WRONG, {});
  },
  apply(ctx, payload, standing) {
    const record = { ...standing.record, opening: payload.opening };
    keepPart(ctx, payload, standing, { stage: 'revealed', record });
  },
});
