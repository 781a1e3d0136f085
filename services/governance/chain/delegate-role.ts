import { expectPresent } from '@madang/base';
import {
  access,
  allow,
  type CheckContext,
  type EffectiveGrant,
  grantTable,
  type HeldRole,
  heldRoleText,
  MAX_GRANT_DEPTH,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { checkGrantEnd } from './grant-end.ts';
import { grantPayload, roleDelegated } from './schema.ts';
import { grantHeld } from './state.ts';

/**
 * A holder of a role passes it on to another account, never for longer than their own lasts.
 *
 * Who: an account that holds the payload's role from the payload's institution by a grant that can
 * be passed on. Changes: one grant, which names the signer's and ends with it. Cost: eight reads,
 * one write. Errors: NOT_DELEGABLE, DELEGATION_TOO_DEEP, ENDS_IN_PAST, ENDS_TOO_LATE,
 * ALREADY_GRANTED.
 */
export const delegateRole = transaction({
  service: 'governance',
  name: 'delegateRole',
  payload: grantPayload,
  access: access.holder({ of: 'institution', role: 'role' }),
  costUs: 300,
  retention: 'forever',
  errors: [
    errors.NOT_DELEGABLE,
    errors.DELEGATION_TOO_DEEP,
    errors.ENDS_IN_PAST,
    errors.ENDS_TOO_LATE,
    errors.ALREADY_GRANTED,
  ],
  check(ctx, payload) {
    const { grant, depth } = signersGrant(ctx, payload).held;
    if (!grant.delegable) return refuse(errors.NOT_DELEGABLE, {});
    if (depth >= MAX_GRANT_DEPTH) {
      return refuse(errors.DELEGATION_TOO_DEEP, { maxDepth: MAX_GRANT_DEPTH });
    }
    const end = checkGrantEnd(payload.until, ctx.block.timeMs, grant.until);
    if (!end.ok) return end;
    const held = grantHeld(ctx, payload.account, payload);
    return held === undefined ? allow() : refuse(errors.ALREADY_GRANTED, {});
  },
  apply(ctx, payload) {
    const { account, delegable, until } = payload;
    const { signer, held } = signersGrant(ctx, payload);
    ctx.put(grantTable, [account, heldRoleText(payload)], {
      id: ctx.transaction.id,
      by: { account: signer, grant: held.grant.id },
      delegable,
      ...(until === undefined ? {} : { until }),
    });
    ctx.emit(roleDelegated, { ...payload, by: signer });
  },
});

/** The signer and the grant they act by; the access of the transaction has made sure of both. */
function signersGrant(
  ctx: CheckContext<'governance'>,
  role: HeldRole,
): { readonly signer: Uint8Array; readonly held: EffectiveGrant } {
  const signer = expectPresent(ctx.signers[0], 'delegateRole: nobody signed');
  const held = expectPresent(grantHeld(ctx, signer, role), 'delegateRole: no grant');
  return { signer, held };
}
