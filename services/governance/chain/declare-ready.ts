import { ok } from '@madang/base';
import { access, protocolTable, refuse, role, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { readinessDeclared, readyPayload } from './proposal-schema.ts';
import { withoutVoice, withVoice } from './proposals.ts';
import { planOf, protocolOf } from './upgrade.ts';

/** Runs an institution's nodes, and says which rules they have. */
export const operatorRole = role('governance', 'operator');

/**
 * An institution says that its nodes have the rules of the planned version, or that they do not.
 *
 * Who: a holder of `governance.operator` from the institution. Whoever runs the nodes knows it, and
 * the governance key need not leave its safe for it. Changes: the plan. Cost: three reads, one
 * write. Errors: UNKNOWN_PLAN, ALREADY_SAID.
 */
export const declareReady = transaction({
  service: 'governance',
  name: 'declareReady',
  payload: readyPayload,
  access: access.role(operatorRole.name, { of: 'institution' }),
  costUs: 500,
  retention: 'forever',
  errors: [errors.UNKNOWN_PLAN, errors.ALREADY_SAID],
  check(ctx, { institution, plan: id, readiness }) {
    const plan = planOf(ctx, id);
    if (!plan.ok) return plan;
    const { ready } = plan.value;
    const isReady = readiness === 'ready';
    if (ready.includes(institution) === isReady) return refuse(errors.ALREADY_SAID, {});
    const next = isReady ? withVoice(ready, institution) : withoutVoice(ready, institution);
    return ok({ ...plan.value, ready: next });
  },
  apply(ctx, payload, plan) {
    ctx.put(protocolTable, [], { ...protocolOf(ctx), plan });
    ctx.emit(readinessDeclared, payload);
  },
});
