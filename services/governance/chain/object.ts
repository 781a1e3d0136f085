import { ok } from '@madang/base';
import { access, refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { objected, voicePayload } from './proposal-schema.ts';
import { closeProposal, openProposal, verdictOf, withoutVoice, withVoice } from './proposals.ts';
import { proposalTable } from './state.ts';

/**
 * An institution is against a proposal; an approval of its own is taken back by it. Where so many
 * are against it that the others are too few, the proposal ends, and its subject is free again.
 *
 * Who: the institution's governance key. Changes: one proposal. Cost: one read for each institution
 * (at most 64) and three more, two writes. Errors: UNKNOWN_PROPOSAL, PROPOSAL_CLOSED, ALREADY_SAID.
 */
export const object = transaction({
  service: 'governance',
  name: 'object',
  payload: voicePayload,
  access: access.institution({ of: 'institution' }),
  costUs: 3_000,
  retention: 'forever',
  errors: [errors.UNKNOWN_PROPOSAL, errors.PROPOSAL_CLOSED, errors.ALREADY_SAID],
  check(ctx, { institution, proposal: id }) {
    const open = openProposal(ctx, id);
    if (!open.ok) return open;
    const { approvals, objections } = open.value;
    if (objections.includes(institution)) return refuse(errors.ALREADY_SAID, {});
    const next = {
      ...open.value,
      approvals: withoutVoice(approvals, institution),
      objections: withVoice(objections, institution),
    };
    return ok({ next, isRejected: verdictOf(ctx, next) === 'rejected' });
  },
  apply(ctx, { institution, proposal: id }, { next, isRejected }) {
    ctx.put(proposalTable, id, next);
    ctx.emit(objected, { institution, proposal: id });
    if (isRejected) closeProposal(ctx, id, 'rejected');
  },
});
