import { equalBytes, expectOk, expectPresent } from '@madang/base';
import { access, allow, refuse, transaction } from '@madang/kernel/define';
import { endAccount } from './ending.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { keyEnded, keyPayload } from './schema.ts';
import { liveKey, signingKey } from './speaking.ts';
import { persons } from './state.ts';

/**
 * Ends a device of the person who signs: itself, or another.
 *
 * Who: any device of that person. Changes: one key, one person. It is a withdrawal: in its block it
 * comes first. Cost: five reads, two writes. Errors: UNKNOWN_REGISTER, NOT_OF_REGISTER,
 * OTHER_PERSON, LAST_KEY.
 */
export const endKey = transaction({
  service: 'people',
  name: 'endKey',
  payload: keyPayload,
  access: access.anyone(),
  costUs: 300,
  retention: 'forever',
  order: 'withdrawal',
  errors: [errors.UNKNOWN_REGISTER, errors.NOT_OF_REGISTER, errors.OTHER_PERSON, errors.LAST_KEY],
  check(ctx, { register, account }) {
    const signer = signingKey(ctx, register);
    if (!signer.ok) return signer;
    const { person } = signer.value;
    if (liveKey(ctx, register, account)?.person !== person) return refuse(errors.OTHER_PERSON, {});
    const { accounts } = expectPresent(
      ctx.get(persons, [register, person]),
      'people: whoever has a key is on record',
    );
    return accounts.length > 1 ? allow() : refuse(errors.LAST_KEY, {});
  },
  apply(ctx, { register, account }) {
    const { person } = expectOk(signingKey(ctx, register), 'people: checked');
    const known = expectPresent(ctx.get(persons, [register, person]), 'people: checked before');
    endAccount(ctx, register, account);
    ctx.put(persons, [register, person], {
      ...known,
      accounts: known.accounts.filter((other) => !equalBytes(other, account)),
    });
    ctx.emit(keyEnded, { register, person, account });
    finish(ctx, register);
  },
});
