import { expectPresent } from '@madang/base';
import { allow, refuse, transaction } from '@madang/kernel/define';
import { byAttester, checkNewKey } from './attesting.ts';
import { endAccount } from './ending.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { keysReplaced, replacePayload } from './schema.ts';
import { keys, persons } from './state.ts';

/**
 * Ends every key of a person and begins a new one, after an identification.
 *
 * Who: a holder of `people.attester` from `as`; two different ones together if that is the
 * register's own institution. Changes: at most nine keys, one person. It is a withdrawal: in its
 * block it comes first. Cost: twelve reads, ten writes. Errors: UNKNOWN_REGISTER, UNKNOWN_PERSON,
 * LEVEL_TOO_LOW, KEY_KNOWN, NOT_ATTESTED.
 */
export const replaceKeys = transaction({
  service: 'people',
  name: 'replaceKeys',
  payload: replacePayload,
  access: byAttester,
  costUs: 600,
  retention: 'forever',
  order: 'withdrawal',
  errors: [
    errors.UNKNOWN_REGISTER,
    errors.UNKNOWN_PERSON,
    errors.LEVEL_TOO_LOW,
    errors.KEY_KNOWN,
    errors.NOT_ATTESTED,
  ],
  check(ctx, payload) {
    const fits = checkNewKey(ctx, payload);
    if (!fits.ok) return fits;
    const isKnown = ctx.has(persons, [payload.register, payload.person]);
    return isKnown ? allow() : refuse(errors.NOT_ATTESTED, {});
  },
  apply(ctx, { register, person, account, level, as, reason }) {
    const before = expectPresent(ctx.get(persons, [register, person]), 'people: checked before');
    for (const ended of before.accounts) endAccount(ctx, register, ended);
    const since = ctx.block.timeMs;
    ctx.put(keys, [register, account], { person, level, attestedBy: as, since });
    ctx.put(persons, [register, person], { accounts: [account], replaced: before.replaced + 1 });
    ctx.emit(keysReplaced, { register, person, account, level, institution: as, reason });
    finish(ctx, register);
  },
});
