import {
  access,
  allow,
  grantTable,
  heldRoleText,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { revokePayload, roleRevoked } from './schema.ts';

/**
 * An institution takes a role back, whoever granted it; what was passed on from it ends with it.
 *
 * Who: the institution's governance key. Changes: removes one grant. It is a withdrawal: in its
 * block it comes before everything that the account does. Cost: two reads, one removal. Errors:
 * NOT_GRANTED.
 */
export const revokeRole = transaction({
  service: 'governance',
  name: 'revokeRole',
  payload: revokePayload,
  access: access.institution({ of: 'institution' }),
  costUs: 200,
  retention: 'forever',
  order: 'withdrawal',
  errors: [errors.NOT_GRANTED],
  check(ctx, payload) {
    return ctx.has(grantTable, [payload.account, heldRoleText(payload)])
      ? allow()
      : refuse(errors.NOT_GRANTED, {});
  },
  apply(ctx, payload) {
    ctx.remove(grantTable, [payload.account, heldRoleText(payload)]);
    ctx.emit(roleRevoked, payload);
  },
});
