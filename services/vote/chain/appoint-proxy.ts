import { ok } from '@madang/base';
import { access, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { finish, openMatter } from './matter.ts';
import { checkProxy, setProxy } from './proxies.ts';
import { proxyPayload } from './schema.ts';
import { signerOf } from './speaking.ts';

/**
 * Lets another person of the register act for the signer. One who was appointed before acts no
 * more.
 *
 * Who: a person on the roll with their own key. On paper it is `enterProxies`. Changes: one person,
 * and for whom the proxy acts. Cost: as an act. Errors: PROXIES_NOT_ALLOWED, PROXY_IS_SELF,
 * NOTHING_CHANGES, and those of an act.
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
    const signer = signerOf(ctx, matter.value);
    if (!signer.ok) return signer;
    const fits = checkProxy(ctx, matter.value, signer.value, proxy);
    return fits.ok ? ok({ matter: matter.value, person: signer.value }) : fits;
  },
  apply(ctx, { decision, proxy }, { matter, person }) {
    setProxy(ctx, decision, person, proxy);
    finish(ctx, matter);
  },
});
