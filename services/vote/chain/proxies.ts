import { expectPresent, type Result } from '@madang/base';
import {
  type ApplyContext,
  allow,
  type ReadContext,
  type Refusal,
  refuse,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import type { Matter } from './matter.ts';
import { persons } from './state.ts';

/**
 * Refuses a proxy (or, without one, the end of a proxy) whom the decision or the person cannot
 * have.
 */
export function checkProxy(
  ctx: ReadContext<'vote'>,
  { id, decision }: Matter,
  person: number,
  proxy: number | undefined,
): Result<void, Refusal> {
  if (decision.settings.proxies === 'none') return refuse(errors.PROXIES_NOT_ALLOWED, {});
  const known = ctx.get(persons, [id, person]);
  if (known === undefined) return refuse(errors.NOT_ON_ROLL, {});
  if (person === proxy) return refuse(errors.PROXY_IS_SELF, {});
  return known.proxy === proxy ? refuse(errors.NOTHING_CHANGES, {}) : allow();
}

/** Whoever acts for a person from now on; undefined: nobody. */
export function setProxy(
  ctx: ApplyContext<'vote'>,
  id: Uint8Array,
  person: number,
  proxy: number | undefined,
): void {
  const { proxy: _, ...rest } = expectPresent(ctx.get(persons, [id, person]), 'vote: a person');
  ctx.put(persons, [id, person], proxy === undefined ? rest : { ...rest, proxy });
}
