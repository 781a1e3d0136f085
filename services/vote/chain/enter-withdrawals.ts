import { ok } from '@madang/base';
import { allow, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byTwoOfficers, checkedMatter, finish, openMatter } from './matter.ts';
import { countPapers, ifAllowed, paperSpeaker } from './papers.ts';
import { withdrawalsPayload } from './schema.ts';
import { checkWithdrawing, takeBack } from './speaking.ts';

/**
 * Enters withdrawals that people have made on paper, as `enterPapers` does consents.
 *
 * Who: two different officers of the decision's institution together. Changes: as so many
 * withdrawals, and like these it comes first in its block. Cost: at most 50 papers. Errors:
 * UNKNOWN_DECISION, NOT_OPEN.
 */
export const enterWithdrawals = transaction({
  service: 'vote',
  name: 'enterWithdrawals',
  payload: withdrawalsPayload,
  access: byTwoOfficers,
  costUs: 50_000,
  retention: 'forever',
  order: 'withdrawal',
  errors: [errors.UNKNOWN_DECISION, errors.NOT_OPEN],
  check(ctx, { decision }) {
    const matter = openMatter(ctx, decision);
    return matter.ok ? allow() : matter;
  },
  apply(ctx, { decision, papers }) {
    const counted = countPapers(ctx, checkedMatter(ctx, decision), papers, (matter, paper) => {
      const by = ifAllowed(paperSpeaker(ctx, matter, paper), (speaker) =>
        checkWithdrawing(ctx, speaker),
      );
      return by.ok ? ok(takeBack(ctx, by.value)) : by;
    });
    finish(ctx, counted);
  },
});
