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
import { proxyAppointed, proxyEnded } from './schema.ts';
import { persons, proxies } from './state.ts';

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

/**
 * Whoever acts for a person from now on, or nobody. Whichever way it was said, there is an event
 * for each who acts no more and for who acts from now on, so that all whom it concerns are told.
 */
export function setProxy(
  ctx: ApplyContext<'vote'>,
  decision: Uint8Array,
  person: number,
  proxy: number | undefined,
): void {
  const known = expectPresent(ctx.get(persons, [decision, person]), 'vote: a person');
  const { proxy: before, ...rest } = known;
  if (before !== undefined) {
    ctx.remove(proxies, [decision, [before, person]]);
    ctx.emit(proxyEnded, { decision, person, proxy: before });
  }
  if (proxy === undefined) {
    ctx.put(persons, [decision, person], rest);
    return;
  }
  ctx.put(persons, [decision, person], { ...rest, proxy });
  ctx.put(proxies, [decision, [proxy, person]], {});
  ctx.emit(proxyAppointed, { decision, person, proxy });
}
