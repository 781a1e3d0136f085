import { expectPresent, type Result } from '@madang/base';
import { allow, type ReadContext, type Refusal, refuse, transaction } from '@madang/kernel/define';
import { byAttester, checkIdentified } from './attesting.ts';
import { endAccount } from './ending.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { keysRevoked, revokePayload } from './schema.ts';
import { persons } from './state.ts';

/**
 * Ends every key of a person after an identification, so that the next is attested like a first.
 *
 * Who: a holder of `people.attester` from `as`; two different ones together if that is the
 * register's own institution. Changes: at most eight keys, one person. It is a withdrawal: in its
 * block it comes first. Cost: ten reads, nine writes. Errors: UNKNOWN_REGISTER, UNKNOWN_PERSON,
 * LEVEL_TOO_LOW, NOT_ATTESTED.
 */
export const revokeKeys = transaction({
  service: 'people',
  name: 'revokeKeys',
  payload: revokePayload,
  access: byAttester,
  costUs: 600,
  retention: 'forever',
  order: 'withdrawal',
  errors: [
    errors.UNKNOWN_REGISTER,
    errors.UNKNOWN_PERSON,
    errors.LEVEL_TOO_LOW,
    errors.NOT_ATTESTED,
  ],
  check(ctx, payload) {
    const fits = checkIdentified(ctx, payload);
    return fits.ok ? checkAttested(ctx, payload) : fits;
  },
  apply(ctx, { register, person, level, as, reason }) {
    const before = expectPresent(ctx.get(persons, [register, person]), 'people: checked before');
    for (const ended of before.accounts) endAccount(ctx, register, ended);
    ctx.put(persons, [register, person], { accounts: [], revoked: before.revoked + 1 });
    ctx.emit(keysRevoked, { register, person, level, institution: as, reason });
    finish(ctx, register);
  },
});

function checkAttested(
  ctx: ReadContext<'people'>,
  { register, person }: { readonly register: Uint8Array; readonly person: number },
): Result<void, Refusal> {
  const live = ctx.get(persons, [register, person])?.accounts ?? [];
  return live.length > 0 ? allow() : refuse(errors.NOT_ATTESTED, {});
}
