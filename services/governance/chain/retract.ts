import { ok } from '@madang/base';
import { access, refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { retracted, voicePayload } from './proposal-schema.ts';
import { closeProposal, openProposal, withoutVoice } from './proposals.ts';
import { proposalTable } from './state.ts';

/**
 * An institution takes back what it said of a proposal. A proposal that nobody is for any more is
 * withdrawn.
 *
 * Who: the institution's governance key. Changes: one proposal; it is a withdrawal, so that it
 * comes before approvals of the same block. Cost: three reads, two writes. Errors:
 * UNKNOWN_PROPOSAL, PROPOSAL_CLOSED, NOTHING_SAID.
 */
export const retract = transaction({
  service: 'governance',
  name: 'retract',
  payload: voicePayload,
  access: access.institution({ of: 'institution' }),
  costUs: 1_000,
  retention: 'forever',
  order: 'withdrawal',
  errors: [errors.UNKNOWN_PROPOSAL, errors.PROPOSAL_CLOSED, errors.NOTHING_SAID],
  check(ctx, { institution, proposal: id }) {
    const open = openProposal(ctx, id);
    if (!open.ok) return open;
    const { approvals, objections } = open.value;
    if (![...approvals, ...objections].includes(institution)) {
      return refuse(errors.NOTHING_SAID, {});
    }
    return ok({
      ...open.value,
      approvals: withoutVoice(approvals, institution),
      objections: withoutVoice(objections, institution),
    });
  },
  apply(ctx, { institution, proposal: id }, next) {
    ctx.put(proposalTable, id, next);
    ctx.emit(retracted, { institution, proposal: id });
    if (next.approvals.length === 0) closeProposal(ctx, id, 'withdrawn');
  },
});
