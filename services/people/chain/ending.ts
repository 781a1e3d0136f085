import { expectPresent } from '@madang/base';
import type { ApplyContext } from '@madang/kernel/define';
import { keys } from './state.ts';

/** Writes that a key speaks no more. It stays on record. */
export function endAccount(
  ctx: ApplyContext<'people'>,
  register: Uint8Array,
  account: Uint8Array,
): void {
  const key = expectPresent(ctx.get(keys, [register, account]), 'people: a listed key is known');
  ctx.put(keys, [register, account], { ...key, ended: ctx.block.timeMs });
}
