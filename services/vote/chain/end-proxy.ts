import { ok } from '@madang/base';
import { access, refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { finish, openMatter } from './matter.ts';
import { setProxy } from './proxies.ts';
import { endProxyPayload } from './schema.ts';
import { signerOf } from './speaking.ts';
import { persons } from './state.ts';

/**
 * Ends what `appointProxy` began. What the proxy has said stands until it is withdrawn.
 *
 * Who: the person with their own key. Changes: one person, and for whom the proxy acts. It is
 * a withdrawal: in its block it comes first. Cost: as an act. Errors: NOTHING_CHANGES if nobody was
 * appointed, and those of an act.
 */
export const endProxy = transaction({
  service: 'vote',
  name: 'endProxy',
  payload: endProxyPayload,
  access: access.anyone(),
  costUs: 800,
  retention: 'forever',
  order: 'withdrawal',
  errors: [
    errors.UNKNOWN_DECISION,
    errors.NOT_OPEN,
    errors.NOT_IDENTIFIED,
    errors.LEVEL_TOO_LOW,
    errors.NOTHING_CHANGES,
  ],
  check(ctx, { decision }) {
    const matter = openMatter(ctx, decision);
    if (!matter.ok) return matter;
    const signer = signerOf(ctx, matter.value);
    if (!signer.ok) return signer;
    const proxy = ctx.get(persons, [decision, signer.value])?.proxy;
    return proxy === undefined
      ? refuse(errors.NOTHING_CHANGES, {})
      : ok({ matter: matter.value, person: signer.value });
  },
  apply(ctx, { decision }, { matter, person }) {
    setProxy(ctx, decision, person, undefined);
    finish(ctx, matter);
  },
});
