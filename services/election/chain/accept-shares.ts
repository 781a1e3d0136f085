import { joinKeys } from '@madang/ballot';
import { expectPresent } from '@madang/base';
import { type ApplyContext, access, transaction } from '@madang/kernel/define';
import {
  actingTrustee,
  keepPart,
  type Standing,
  type TrusteeAct,
  voidCeremony,
} from './ceremony.ts';
import { errors } from './errors.ts';
import { acceptPayload, keyMade } from './schema.ts';
import { missingOf } from './stages.ts';
import { jointKeys } from './state.ts';

/**
 * Says that all shares sealed for a trustee were opened and are right. With the last of them the
 * key of the election is made.
 *
 * Who: the trustee. Changes: their record; at the last the joint key. Cost: for 16 trustees 272
 * multiples. Errors: UNKNOWN_ELECTION, NOT_A_DRAFT, NOT_A_TRUSTEE, WRONG_STAGE.
 */
export const acceptShares = transaction({
  service: 'election',
  name: 'acceptShares',
  payload: acceptPayload,
  access: access.anyone(),
  costUs: 60_000,
  retention: 'forever',
  errors: [errors.UNKNOWN_ELECTION, errors.NOT_A_DRAFT, errors.NOT_A_TRUSTEE, errors.WRONG_STAGE],
  check: (ctx, payload) => actingTrustee(ctx, payload, 'accept'),
  apply(ctx, payload, standing) {
    if (missingOf(standing.records).length > 1) {
      accept(ctx, payload, standing);
      return;
    }
    const joint = joinKeys(
      standing.records.map(({ opening }) => expectPresent(opening, 'all revealed').coefficients),
    );
    if (joint === undefined) {
      voidCeremony(ctx, standing.matter, { why: 'key-void', blamed: [] });
      return;
    }
    const { key, shareKeys } = joint;
    ctx.put(jointKeys, payload.election, { key, shareKeys: [...shareKeys] });
    ctx.emit(keyMade, { election: payload.election, key });
    accept(ctx, payload, standing);
  },
});

function accept(ctx: ApplyContext<'election'>, act: TrusteeAct, standing: Standing): void {
  const record = { ...standing.record, hasAccepted: true };
  keepPart(ctx, act, standing, { stage: 'accepted', record });
}
