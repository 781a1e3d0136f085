import { expectPresent } from '@madang/base';
import type { ApplyContext } from '@madang/kernel/define';
import { proxyAppointed, proxyEnded } from './schema.ts';
import { persons, proxies } from './state.ts';

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
