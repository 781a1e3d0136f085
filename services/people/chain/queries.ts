import { expectPresent, ok, record, uint } from '@madang/base';
import { expose, hash, institutionId, query, refuse } from '@madang/kernel/define';
import {
  keyAnswer,
  keyParams,
  personAnswer,
  personParams,
  registerAnswer,
  registerParams,
} from './answers.ts';
import { errors } from './errors.ts';
import { level, personNumber } from './schema.ts';
import { liveKey } from './speaking.ts';
import { keys, persons, registers } from './state.ts';

/** A register by its id. */
export const register = query({
  service: 'people',
  name: 'register',
  access: 'public',
  params: registerParams,
  result: registerAnswer,
  read(ctx, { id }) {
    const found = ctx.get(registers, id);
    return found === undefined ? refuse(errors.UNKNOWN_REGISTER, {}) : ok(found);
  },
});

/** The keys that speak for a person now, and how often all of them were revoked. */
export const person = query({
  service: 'people',
  name: 'person',
  access: 'public',
  params: personParams,
  result: personAnswer,
  read(ctx, { register: id, person: number }) {
    const found = ctx.get(registers, id);
    if (found === undefined) return refuse(errors.UNKNOWN_REGISTER, {});
    if (number >= found.persons) return refuse(errors.UNKNOWN_PERSON, { persons: found.persons });
    const { accounts, revoked } = ctx.get(persons, [id, number]) ?? { accounts: [], revoked: 0 };
    const live = accounts.map((account) => ({
      account,
      ...expectPresent(ctx.get(keys, [id, account]), 'people: a listed key is known'),
    }));
    return ok({ keys: live, revoked });
  },
});

/** A key of a register, also after it ended. */
export const keyOf = query({
  service: 'people',
  name: 'keyOf',
  access: 'public',
  params: keyParams,
  result: keyAnswer,
  read(ctx, { register: id, account }) {
    if (!ctx.has(registers, id)) return refuse(errors.UNKNOWN_REGISTER, {});
    const found = ctx.get(keys, [id, account]);
    return found === undefined ? refuse(errors.NOT_OF_REGISTER, {}) : ok({ account, ...found });
  },
});

/** For other services: whose an account is now, and how that person was identified. */
export const personOf = expose({
  service: 'people',
  name: 'personOf',
  input: record({ register: hash, account: hash }),
  output: record({ person: personNumber, level }),
  read(ctx, { register: id, account }) {
    const found = liveKey(ctx, id, account);
    return found === undefined
      ? refuse(errors.NOT_OF_REGISTER, {})
      : ok({ person: found.person, level: found.level });
  },
});

/** For other services: whose register it is, and how many persons it has. */
export const registerOf = expose({
  service: 'people',
  name: 'registerOf',
  input: record({ register: hash }),
  output: record({ institution: institutionId, persons: uint() }),
  read(ctx, { register: id }) {
    const found = ctx.get(registers, id);
    if (found === undefined) return refuse(errors.UNKNOWN_REGISTER, {});
    return ok({ institution: found.institution, persons: found.persons });
  },
});
