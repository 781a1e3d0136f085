import {
  access,
  allow,
  grantTable,
  heldRoleText,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { checkGrantEnd } from './grant-end.ts';
import { grantPayload, roleGranted } from './schema.ts';
import { grantHeld } from './state.ts';

/**
 * An institution grants a role of any service to an account.
 *
 * Who: the institution's governance key. Changes: one grant, which replaces one that has ended or
 * that somebody else had passed on; roles passed on from a replaced grant end with it. Cost: four
 * reads, one write. Errors: UNKNOWN_ROLE, ENDS_IN_PAST, ALREADY_GRANTED.
 */
export const grantRole = transaction({
  service: 'governance',
  name: 'grantRole',
  payload: grantPayload,
  access: access.institution({ of: 'institution' }),
  costUs: 250,
  retention: 'forever',
  errors: [errors.UNKNOWN_ROLE, errors.ENDS_IN_PAST, errors.ALREADY_GRANTED],
  check(ctx, { role, account, institution, until }) {
    if (!ctx.isRole(role)) return refuse(errors.UNKNOWN_ROLE, { role });
    const end = checkGrantEnd(until, ctx.block.timeMs, undefined);
    if (!end.ok) return end;
    const held = grantHeld(ctx, account, { institution, role });
    const isOwn = held !== undefined && held.grant.by === undefined;
    return isOwn ? refuse(errors.ALREADY_GRANTED, {}) : allow();
  },
  apply(ctx, payload) {
    const { account, delegable, until } = payload;
    ctx.put(grantTable, [account, heldRoleText(payload)], {
      id: ctx.transaction.id,
      delegable,
      ...(until === undefined ? {} : { until }),
    });
    ctx.emit(roleGranted, payload);
  },
});
