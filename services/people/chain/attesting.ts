import { expectPresent, type Result } from '@madang/base';
import { access, allow, type ReadContext, type Refusal, refuse } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { type AttestPayload, attester, type Level, levels } from './schema.ts';
import { keys, type Register, registers } from './state.ts';

/**
 * An attester of the institution `as`; two different ones together if that is the register's own.
 */
export const byAttester = access.independent(registers, {
  key: 'register',
  field: 'institution',
  of: 'as',
  role: attester.name,
  missing: errors.UNKNOWN_REGISTER,
});

/** The register that an access has found. */
export function knownRegister(ctx: ReadContext<'people'>, id: Uint8Array): Register {
  return expectPresent(ctx.get(registers, id), 'people: the access found no register');
}

/** Refuses a person or a level that a register does not take. */
export function checkIdentified(
  ctx: ReadContext<'people'>,
  { register, person, level }: Pick<AttestPayload, 'register' | 'person' | 'level'>,
): Result<void, Refusal> {
  const { persons, level: needed } = knownRegister(ctx, register);
  if (person >= persons) return refuse(errors.UNKNOWN_PERSON, { persons });
  if (strength(level) < strength(needed)) return refuse(errors.LEVEL_TOO_LOW, { needed });
  return allow();
}

/** Refuses a key that the register has ever seen. */
export function checkFresh(
  ctx: ReadContext<'people'>,
  register: Uint8Array,
  account: Uint8Array,
): Result<void, Refusal> {
  return ctx.has(keys, [register, account]) ? refuse(errors.KEY_KNOWN, {}) : allow();
}

function strength(level: Level): number {
  return levels.indexOf(level);
}
