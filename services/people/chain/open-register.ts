import { access, allow, transaction } from '@madang/kernel/define';
import { finish } from './finish.ts';
import { registerOpened, registerPayload, registrar } from './schema.ts';
import { registers } from './state.ts';

/**
 * Opens a register of so many persons.
 *
 * Who: a holder of `people.registrar` for the institution. Changes: one register, whose id is the
 * transaction's. Cost: one write. Errors: none of its own.
 */
export const openRegister = transaction({
  service: 'people',
  name: 'openRegister',
  payload: registerPayload,
  access: access.role(registrar.name, { of: 'institution' }),
  costUs: 200,
  retention: 'forever',
  errors: [],
  // Ids are hashes of bodies that are executed once, so none can be taken.
  check: () => allow(),
  apply(ctx, payload) {
    const { institution, persons, level } = payload;
    const openedAt = ctx.block.timeMs;
    ctx.put(registers, ctx.transaction.id, { institution, persons, level, openedAt });
    ctx.emit(registerOpened, payload);
    finish(ctx, ctx.transaction.id);
  },
});
