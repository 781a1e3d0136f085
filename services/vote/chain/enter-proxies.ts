import { ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  type ReadContext,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byTwoOfficers, finish, type Matter, openMatter } from './matter.ts';
import { countPapers, isAhead } from './papers.ts';
import { checkProxy, setProxy } from './proxies.ts';
import { type ProxyPaper, proxiesPayload } from './schema.ts';

/**
 * Enters whom people have appointed on paper to act for them, or that nobody does any more, with
 * the digest of each scan. A paper that cannot be counted leaves a note with the reason, and does
 * not spoil its batch.
 *
 * Who: two different officers of the decision's institution together. Changes: as so many persons.
 * Cost: at most 50 papers. Errors: UNKNOWN_DECISION, NOT_OPEN, PROXIES_NOT_ALLOWED.
 */
export const enterProxies = transaction({
  service: 'vote',
  name: 'enterProxies',
  payload: proxiesPayload,
  access: byTwoOfficers,
  costUs: 20_000,
  retention: 'forever',
  errors: [errors.UNKNOWN_DECISION, errors.NOT_OPEN, errors.PROXIES_NOT_ALLOWED],
  check(ctx, { decision }) {
    const matter = openMatter(ctx, decision);
    if (!matter.ok) return matter;
    return matter.value.decision.settings.proxies === 'none'
      ? refuse(errors.PROXIES_NOT_ALLOWED, {})
      : matter;
  },
  apply(ctx, { papers }, open) {
    const matter = countPapers(ctx, open, papers, (now, paper) => {
      const fits = checkPaper(ctx, now, paper);
      if (!fits.ok) return fits;
      entrust(ctx, now, paper);
      return ok(now);
    });
    finish(ctx, matter);
  },
});

function checkPaper(
  ctx: ReadContext<'vote'>,
  matter: Matter,
  { person, proxy, arrivedAt }: ProxyPaper,
): Result<void, Refusal> {
  return isAhead(ctx, arrivedAt)
    ? refuse(errors.ARRIVAL_NOT_VALID, {})
    : checkProxy(ctx, matter, person, proxy);
}

function entrust(ctx: ApplyContext<'vote'>, { id }: Matter, { person, proxy }: ProxyPaper): void {
  setProxy(ctx, id, person, proxy);
}
