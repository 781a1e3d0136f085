import { expectPresent } from '@madang/base';
import { allow, refuse, transaction } from '@madang/kernel/define';
import { byAttester, checkFresh, checkIdentified } from './attesting.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { attestPayload, keyAttested } from './schema.ts';
import { keys, persons } from './state.ts';

/**
 * Says after an identification that a key is a person's: their first, or the first after all that
 * they had were revoked.
 *
 * Who: a holder of `people.attester` from `as`; two different ones together if that is the
 * register's own institution. Changes: one key, one person. Cost: five reads, two writes. Errors:
 * UNKNOWN_REGISTER, UNKNOWN_PERSON, LEVEL_TOO_LOW, KEY_KNOWN, ALREADY_ATTESTED.
 */
export const attestKey = transaction({
  service: 'people',
  name: 'attestKey',
  payload: attestPayload,
  access: byAttester,
  costUs: 300,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_REGISTER,
    errors.UNKNOWN_PERSON,
    errors.LEVEL_TOO_LOW,
    errors.KEY_KNOWN,
    errors.ALREADY_ATTESTED,
  ],
  check(ctx, payload) {
    const { register, person, account } = payload;
    const fits = checkIdentified(ctx, payload);
    if (!fits.ok) return fits;
    const fresh = checkFresh(ctx, register, account);
    if (!fresh.ok) return fresh;
    const [first] = ctx.get(persons, [register, person])?.accounts ?? [];
    if (first === undefined) return allow();
    const { since } = expectPresent(ctx.get(keys, [register, first]), 'people: a key is on record');
    return refuse(errors.ALREADY_ATTESTED, { since });
  },
  apply(ctx, { register, person, account, level, as }) {
    const since = ctx.block.timeMs;
    const revoked = ctx.get(persons, [register, person])?.revoked ?? 0;
    ctx.put(keys, [register, account], { person, level, attestedBy: as, since });
    ctx.put(persons, [register, person], { accounts: [account], revoked });
    ctx.emit(keyAttested, { register, person, account, level, institution: as });
    finish(ctx, register);
  },
});
