import { expectOk, expectPresent } from '@madang/base';
import { access, allow, refuse, transaction } from '@madang/kernel/define';
import { checkFresh } from './attesting.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { keyAdded, keyPayload, MAX_KEYS } from './schema.ts';
import { signingKey } from './speaking.ts';
import { keys, persons } from './state.ts';

/**
 * Adds a device of the person who signs.
 *
 * Who: any device of that person. Changes: one key at the level of the one that signs, one person.
 * Cost: five reads, two writes. Errors: UNKNOWN_REGISTER, NOT_OF_REGISTER, KEY_KNOWN,
 * TOO_MANY_KEYS.
 */
export const addKey = transaction({
  service: 'people',
  name: 'addKey',
  payload: keyPayload,
  access: access.anyone(),
  costUs: 300,
  retention: 'forever',
  errors: [errors.UNKNOWN_REGISTER, errors.NOT_OF_REGISTER, errors.KEY_KNOWN, errors.TOO_MANY_KEYS],
  check(ctx, { register, account }) {
    const signer = signingKey(ctx, register);
    if (!signer.ok) return signer;
    const fresh = checkFresh(ctx, register, account);
    if (!fresh.ok) return fresh;
    const { accounts } = expectPresent(
      ctx.get(persons, [register, signer.value.person]),
      'people: whoever has a key is on record',
    );
    return accounts.length < MAX_KEYS ? allow() : refuse(errors.TOO_MANY_KEYS, { max: MAX_KEYS });
  },
  apply(ctx, { register, account }) {
    const { person, level, attestedBy } = expectOk(signingKey(ctx, register), 'people: checked');
    const known = expectPresent(ctx.get(persons, [register, person]), 'people: checked before');
    ctx.put(keys, [register, account], { person, level, attestedBy, since: ctx.block.timeMs });
    ctx.put(persons, [register, person], { ...known, accounts: [...known.accounts, account] });
    ctx.emit(keyAdded, { register, person, account });
    finish(ctx, register);
  },
});
