import { ok } from '@madang/base';
import { transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byTwoOfficers, checkText, finish, openMatter } from './matter.ts';
import { countPapers, paperSpeaker } from './papers.ts';
import { papersPayload } from './schema.ts';
import { checkSaying, speak } from './speaking.ts';

/**
 * Enters what people have said on paper, with the digest of each scan. It counts at the moment of
 * its
 * entry. A paper that cannot be counted leaves a note with the reason, and does not spoil its
 * batch.
 *
 * Who: two different officers of the decision's institution together. Changes: as so many acts.
 * Cost:
 * at most 50 papers. Errors: UNKNOWN_DECISION, NOT_OPEN, TEXT_DIFFERS.
 */
export const enterPapers = transaction({
  service: 'vote',
  name: 'enterPapers',
  payload: papersPayload,
  access: byTwoOfficers,
  costUs: 50_000,
  retention: 'forever',
  errors: [errors.UNKNOWN_DECISION, errors.NOT_OPEN, errors.TEXT_DIFFERS],
  check(ctx, { decision, text }) {
    const matter = openMatter(ctx, decision);
    if (!matter.ok) return matter;
    const sameText = checkText(matter.value, text);
    return sameText.ok ? matter : sameText;
  },
  apply(ctx, { papers }, opened) {
    const counted = countPapers(ctx, opened, papers, (matter, paper) => {
      const by = paperSpeaker(ctx, matter, paper);
      if (!by.ok) return by;
      const saying = checkSaying(ctx, by.value, paper.vote);
      if (!saying.ok) return saying;
      return ok(speak(ctx, saying.value, { arrivedAt: paper.arrivedAt }));
    });
    finish(ctx, counted);
  },
});
