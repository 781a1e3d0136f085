import { ok } from '@madang/base';
import { transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byTwoOfficers, finish, openMatter } from './matter.ts';
import { countPapers, paperSpeaker } from './papers.ts';
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
  check: (ctx, { decision }) => openMatter(ctx, decision),
  apply(ctx, { papers }, opened) {
    const counted = countPapers(ctx, opened, papers, (matter, paper) => {
      const by = paperSpeaker(ctx, matter, paper);
      if (!by.ok) return by;
      const withdrawing = checkWithdrawing(ctx, by.value);
      return withdrawing.ok ? ok(takeBack(ctx, withdrawing.value)) : withdrawing;
    });
    finish(ctx, counted);
  },
});
