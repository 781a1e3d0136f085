import { equalBytes, expectPresent } from '@madang/base';
import {
  access,
  allow,
  institutionTable,
  refuse,
  transaction,
  verifySignatureSync,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { possessionMessage } from './possession.ts';
import { keyRotated, rotatePayload } from './schema.ts';
import { keysInUse } from './state.ts';

/**
 * An institution replaces its governance, consensus or cosigner key.
 *
 * Who: the institution's governance key, the old one if that is what changes. Changes: one key of
 * one institution. Cost: one read for each institution (at most 64) and one more, one signature,
 * one write.
 * Errors: KEY_IN_USE, POSSESSION_NOT_PROVEN.
 */
export const rotateKey = transaction({
  service: 'governance',
  name: 'rotateKey',
  payload: rotatePayload,
  access: access.institution({ of: 'institution' }),
  costUs: 2_500,
  retention: 'forever',
  errors: [errors.KEY_IN_USE, errors.POSSESSION_NOT_PROVEN],
  check(ctx, payload) {
    const { key, possession } = payload;
    if (keysInUse(ctx).some((used) => equalBytes(used, key))) return refuse(errors.KEY_IN_USE, {});
    const message = possessionMessage(ctx.chain, payload);
    return verifySignatureSync('ed25519', key, message, possession)
      ? allow()
      : refuse(errors.POSSESSION_NOT_PROVEN, {});
  },
  apply(ctx, { institution, kind, key }) {
    const before = expectPresent(ctx.get(institutionTable, institution), 'rotateKey: nobody');
    ctx.put(institutionTable, institution, { ...before, [kind]: key });
    ctx.emit(keyRotated, { institution, kind, key });
  },
});
