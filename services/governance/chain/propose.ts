import { access, allow, type CheckContext, refuse, transaction } from '@madang/kernel/define';
import { checkContent, checkEnactment, checkProofs, contentErrors, enact } from './content.ts';
import { errors } from './errors.ts';
import { proposed, proposePayload } from './proposal-schema.ts';
import { closeProposal, openItems, proposalDigest, subjectOf, verdictOf } from './proposals.ts';
import { agendaTable, MAX_OPEN_EACH, proposalTable } from './state.ts';

/** Longest time that a proposal can be open: 90 days. */
const LONGEST_MS = 7_776_000_000;

/**
 * An institution proposes what the institutions decide together; that is its approval too, and
 * where it is enough by itself, the proposal is enacted at once.
 *
 * Who: the institution's governance key. Changes: one proposal and the agenda, and whatever it
 * enacts. Cost: one read for each institution (at most 64) and six more, three signatures, eight
 * writes. Errors: SUBJECT_OPEN, TOO_MANY_PROPOSALS, BAD_END, POSSESSION_NOT_PROVEN, and those of
 * the content.
 */
export const propose = transaction({
  service: 'governance',
  name: 'propose',
  payload: proposePayload,
  access: access.institution({ of: 'institution' }),
  costUs: 6_000,
  retention: 'forever',
  errors: [
    errors.SUBJECT_OPEN,
    errors.TOO_MANY_PROPOSALS,
    errors.BAD_END,
    errors.POSSESSION_NOT_PROVEN,
    ...contentErrors,
  ],
  check(ctx, { institution, content, until }) {
    const { timeMs } = ctx.block;
    const latestAt = timeMs + LONGEST_MS;
    if (until <= timeMs || until > latestAt) return refuse(errors.BAD_END, { latestAt });
    const open = openItems(ctx);
    const subject = subjectOf(content);
    const same = open.find((item) => item.subject === subject);
    if (same !== undefined) return refuse(errors.SUBJECT_OPEN, { proposal: same.id });
    if (open.filter((item) => item.by === institution).length >= MAX_OPEN_EACH) {
      return refuse(errors.TOO_MANY_PROPOSALS, { most: MAX_OPEN_EACH });
    }
    const possible = checkContent(ctx, content);
    if (!possible.ok) return possible;
    const proven = checkProofs(ctx.chain, content);
    if (!proven.ok) return proven;
    return isDecided(ctx, institution) ? checkEnactment(ctx, content) : allow();
  },
  apply(ctx, { institution, content, until }) {
    const { id } = ctx.transaction;
    const decided = isDecided(ctx, institution);
    const digest = proposalDigest(ctx.chain, content);
    const voices = { approvals: [institution], objections: [] };
    ctx.put(proposalTable, id, { by: institution, content, digest, until, ...voices });
    const item = { id, by: institution, subject: subjectOf(content), until };
    ctx.put(agendaTable, [], [...openItems(ctx), item]);
    ctx.emit(proposed, { proposal: id, institution, content, digest, until });
    if (!decided) return;
    closeProposal(ctx, id, 'enacted');
    enact(ctx, id, content);
  },
});

/** Whether the institution is enough by itself. */
function isDecided(ctx: CheckContext<'governance'>, institution: string): boolean {
  return verdictOf(ctx, { approvals: [institution], objections: [] }) === 'enacted';
}
