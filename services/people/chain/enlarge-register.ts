import { access, allow, refuse, transaction } from '@madang/kernel/define';
import { knownRegister } from './attesting.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { enlargePayload, registerEnlarged, registrar } from './schema.ts';
import { registers } from './state.ts';

/**
 * Gives a register more numbers, for persons who come later. Nobody's number changes.
 *
 * Who: a holder of `people.registrar` for the institution that opened it. Changes: one register.
 * Cost: two reads, two writes. Errors: UNKNOWN_REGISTER, OTHER_INSTITUTION, NOT_LARGER.
 */
export const enlargeRegister = transaction({
  service: 'people',
  name: 'enlargeRegister',
  payload: enlargePayload,
  access: access.role(registrar.name, { of: 'institution' }),
  costUs: 300,
  retention: 'forever',
  errors: [errors.UNKNOWN_REGISTER, errors.OTHER_INSTITUTION, errors.NOT_LARGER],
  check(ctx, { register, institution, persons }) {
    const found = ctx.get(registers, register);
    if (found === undefined) return refuse(errors.UNKNOWN_REGISTER, {});
    if (found.institution !== institution) return refuse(errors.OTHER_INSTITUTION, {});
    return persons > found.persons
      ? allow()
      : refuse(errors.NOT_LARGER, { persons: found.persons });
  },
  apply(ctx, { register, persons }) {
    ctx.put(registers, register, { ...knownRegister(ctx, register), persons });
    ctx.emit(registerEnlarged, { register, persons });
    finish(ctx, register);
  },
});
