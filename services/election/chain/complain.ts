import { judgeComplaint } from '@madang/ballot';
import { expectPresent, ok } from '@madang/base';
import { access, refuse, transaction } from '@madang/kernel/define';
import { actingTrustee, voidCeremony } from './ceremony.ts';
import { errors } from './errors.ts';
import { complainPayload } from './schema.ts';

/**
 * Opens the share that a dealer sealed for a trustee to everybody. The ledger decides who was
 * wrong; either way the ceremony begins anew, since a share of it is public.
 *
 * Who: the trustee. Changes: the ceremony is void, with blame. Cost: two proofs. Errors:
 * UNKNOWN_ELECTION, NOT_A_DRAFT, NOT_A_TRUSTEE, WRONG_STAGE, COMPLAINT_NOT_PROVEN.
 */
export const complain = transaction({
  service: 'election',
  name: 'complain',
  payload: complainPayload,
  access: access.anyone(),
  costUs: 8_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_A_DRAFT,
    errors.NOT_A_TRUSTEE,
    errors.WRONG_STAGE,
    errors.COMPLAINT_NOT_PROVEN,
  ],
  check(ctx, payload) {
    const standing = actingTrustee(ctx, payload, 'accept');
    if (!standing.ok) return standing;
    const { matter, ceremony, record, records } = standing.value;
    const { trustee: receiver, dealer, complaint } = payload;
    const dealt = records[dealer - 1];
    if (dealt === undefined) return refuse(errors.COMPLAINT_NOT_PROVEN, {});
    const { coefficients } = expectPresent(dealt.opening, 'all revealed');
    const { transport } = expectPresent(record.opening, 'all revealed');
    const sealed = expectPresent(dealt.shares?.[receiver - 1], 'all dealt');
    const about = { dealer, receiver, sealed, transport, coefficients, complaint };
    const verdict = judgeComplaint(ceremony, about);
    if (verdict === 'not-proven') return refuse(errors.COMPLAINT_NOT_PROVEN, {});
    return ok({ matter, isShareWrong: verdict === 'share-wrong' });
  },
  apply(ctx, { trustee, dealer }, { matter, isShareWrong }) {
    const why = isShareWrong ? 'share-wrong' : 'complaint-wrong';
    voidCeremony(ctx, matter, { why, blamed: [isShareWrong ? dealer : trustee] });
  },
});
