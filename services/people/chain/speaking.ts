import { ok, type Result } from '@madang/base';
import { type CheckContext, type ReadContext, type Refusal, refuse } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { keys, type PersonKey, registers } from './state.ts';

/** The key of an account that speaks for somebody in a register now. */
export function liveKey(
  ctx: ReadContext<'people'>,
  register: Uint8Array,
  account: Uint8Array,
): PersonKey | undefined {
  const key = ctx.get(keys, [register, account]);
  return key?.ended === undefined ? key : undefined;
}

/** The key with which the one signer of an act speaks in a register. */
export function signingKey(
  ctx: CheckContext<'people'>,
  register: Uint8Array,
): Result<PersonKey, Refusal> {
  if (!ctx.has(registers, register)) return refuse(errors.UNKNOWN_REGISTER, {});
  const [signer] = ctx.signers;
  const key = signer === undefined ? undefined : liveKey(ctx, register, signer);
  return key === undefined ? refuse(errors.NOT_OF_REGISTER, {}) : ok(key);
}
