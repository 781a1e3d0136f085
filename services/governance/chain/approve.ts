import { equalBytes, ok, type Result } from '@madang/base';
import {
  access,
  type CheckContext,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { checkContent, checkEnactment, contentErrors, enact } from './content.ts';
import { errors } from './errors.ts';
import { approved, approvePayload, type ProposalContent } from './proposal-schema.ts';
import { closeProposal, openProposal, verdictOf, withoutVoice, withVoice } from './proposals.ts';
import { proposalTable } from './state.ts';

/**
 * An institution approves a proposal, which is enacted with the approval that makes more than two
 * thirds of the institutions of now. An objection of its own is taken back by it. One that approved
 * already can send it again where others left since, so that it is enough now.
 *
 * Who: the institution's governance key. Changes: one proposal, and whatever it enacts. Cost: one
 * read for each institution (at most 64) and six more, seven writes. Errors: UNKNOWN_PROPOSAL,
 * PROPOSAL_CLOSED, PROPOSAL_DIFFERS, ALREADY_SAID, and those of the content.
 */
export const approve = transaction({
  service: 'governance',
  name: 'approve',
  payload: approvePayload,
  access: access.institution({ of: 'institution' }),
  costUs: 4_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_PROPOSAL,
    errors.PROPOSAL_CLOSED,
    errors.PROPOSAL_DIFFERS,
    errors.ALREADY_SAID,
    ...contentErrors,
  ],
  check(ctx, { institution, proposal: id, digest }) {
    const open = openProposal(ctx, id);
    if (!open.ok) return open;
    const { approvals, objections, content } = open.value;
    if (!equalBytes(digest, open.value.digest)) return refuse(errors.PROPOSAL_DIFFERS, {});
    const next = {
      ...open.value,
      approvals: withVoice(approvals, institution),
      objections: withoutVoice(objections, institution),
    };
    const isDecided = verdictOf(ctx, next) === 'enacted';
    const verdict = isDecided ? checkDecision(ctx, content) : saidOnce(approvals, institution);
    return verdict.ok ? ok({ next, isDecided }) : verdict;
  },
  apply(ctx, { institution, proposal: id }, { next, isDecided }) {
    ctx.put(proposalTable, id, next);
    ctx.emit(approved, { institution, proposal: id });
    if (!isDecided) return;
    closeProposal(ctx, id, 'enacted');
    enact(ctx, id, next.content);
  },
});

/**
 * What the deciding approval needs: that the content is still possible, and not too much at once.
 */
function checkDecision(
  ctx: CheckContext<'governance'>,
  content: ProposalContent,
): Result<void, Refusal> {
  const possible = checkContent(ctx, content);
  return possible.ok ? checkEnactment(ctx, content) : possible;
}

function saidOnce(approvals: readonly string[], institution: string): Result<void, Refusal> {
  return approvals.includes(institution) ? refuse(errors.ALREADY_SAID, {}) : ok(undefined);
}
