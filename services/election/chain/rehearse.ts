import { isDecryption, rehearsalCiphertext } from '@madang/ballot';
import { expectPresent } from '@madang/base';
import { access, refuse, transaction } from '@madang/kernel/define';
import { actingTrustee, keepPart } from './ceremony.ts';
import { errors } from './errors.ts';
import { rehearsePayload } from './schema.ts';
import { jointKeys } from './state.ts';

/**
 * Decrypts a trustee's part of a ciphertext that nobody voted with: a trustee who cannot is found
 * out before anybody votes, not after.
 *
 * Who: the trustee. Changes: their record. Cost: one proof. Errors: UNKNOWN_ELECTION, NOT_A_DRAFT,
 * NOT_A_TRUSTEE, WRONG_STAGE, DECRYPTION_WRONG.
 */
export const rehearse = transaction({
  service: 'election',
  name: 'rehearse',
  payload: rehearsePayload,
  access: access.anyone(),
  costUs: 4_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_A_DRAFT,
    errors.NOT_A_TRUSTEE,
    errors.WRONG_STAGE,
    errors.DECRYPTION_WRONG,
  ],
  check(ctx, payload) {
    const standing = actingTrustee(ctx, payload, 'rehearse');
    if (!standing.ok) return standing;
    const { ceremony } = standing.value;
    const { trustee, part } = payload;
    const { shareKeys } = expectPresent(ctx.get(jointKeys, payload.election), 'all accepted');
    const shareKey = expectPresent(shareKeys[trustee - 1], 'a key for each trustee');
    const place = { election: ceremony, trustee, sum: 0, selection: 0 };
    return isDecryption(place, shareKey, rehearsalCiphertext(ceremony), part)
      ? standing
      : refuse(errors.DECRYPTION_WRONG, { selection: 0 });
  },
  apply(ctx, payload, standing) {
    const record = { ...standing.record, hasRehearsed: true };
    keepPart(ctx, payload, standing, { stage: 'rehearsed', record });
  },
});
