import { expectOk } from '@madang/base';
import { access, allow, refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { checkedMatter, finish, openMatter } from './matter.ts';
import { setProxy } from './proxies.ts';
import { proxyPayload } from './schema.ts';
import { signerOf } from './speaking.ts';
import { persons } from './state.ts';

/**
 * Lets another person of the register act for the signer. One who was appointed before acts no
 * more.
 *
 * Who: a person on the roll with their own key. On paper it is `changeRoll`. Changes: one person,
 * and for whom the proxy acts. Cost: as an act. Errors: PROXIES_NOT_ALLOWED, PROXY_IS_SELF,
 * NOTHING_CHANGES, and those of an
 * act.
 */
export const appointProxy = transaction({
  service: 'vote',
  name: 'appointProxy',
  payload: proxyPayload,
  access: access.anyone(),
  costUs: 800,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_DECISION,
    errors.NOT_OPEN,
    errors.NOT_IDENTIFIED,
    errors.LEVEL_TOO_LOW,
    errors.NOT_ON_ROLL,
    errors.PROXIES_NOT_ALLOWED,
    errors.PROXY_IS_SELF,
    errors.NOTHING_CHANGES,
  ],
  check(ctx, { decision, proxy }) {
    const matter = openMatter(ctx, decision);
    if (!matter.ok) return matter;
    if (matter.value.decision.settings.proxies === 'none') {
      return refuse(errors.PROXIES_NOT_ALLOWED, {});
    }
    const signer = signerOf(ctx, matter.value);
    if (!signer.ok) return signer;
    const person = ctx.get(persons, [decision, signer.value]);
    if (person === undefined) return refuse(errors.NOT_ON_ROLL, {});
    if (signer.value === proxy) return refuse(errors.PROXY_IS_SELF, {});
    return person.proxy === proxy ? refuse(errors.NOTHING_CHANGES, {}) : allow();
  },
  apply(ctx, { decision, proxy }) {
    const matter = checkedMatter(ctx, decision);
    const person = expectOk(signerOf(ctx, matter), 'vote: the check found no signer');
    setProxy(ctx, decision, person, proxy);
    finish(ctx, matter);
  },
});
