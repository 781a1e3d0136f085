import { expectPresent, ok } from '@madang/base';
import { refuse, transaction } from '@madang/kernel/define';
import { confirmPayload } from './batch-schema.ts';
import { errors } from './errors.ts';
import { byTwoOfficers, finish, isRunning, knownMatter } from './matter.ts';
import { batchConfirmed } from './schema.ts';
import { addToSums, countBallots } from './scope-sums.ts';
import { batches } from './state.ts';

/**
 * Says that as many ballots were entered for a batch as papers were in it, which are kept, and
 * counts them. Papers may be entered and confirmed after the close, until the election is closed.
 *
 * Who: two different officers of the election's institution together. Changes: the batch, the sums
 * and the turnout. Cost: a multiple for each selection and measure. Errors: UNKNOWN_ELECTION,
 * NOT_OPEN, UNKNOWN_BATCH, BATCH_CONFIRMED, PAPERS_DIFFER.
 */
export const confirmBatch = transaction({
  service: 'election',
  name: 'confirmBatch',
  payload: confirmPayload,
  access: byTwoOfficers,
  costUs: 40_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_OPEN,
    errors.UNKNOWN_BATCH,
    errors.BATCH_CONFIRMED,
    errors.PAPERS_DIFFER,
  ],
  check(ctx, { election, batch, papers }) {
    const matter = knownMatter(ctx, election);
    if (!matter.ok) return matter;
    if (!isRunning(matter.value)) return refuse(errors.NOT_OPEN, {});
    const found = ctx.get(batches, [election, batch]);
    if (found === undefined) return refuse(errors.UNKNOWN_BATCH, {});
    if (found.record !== undefined) return refuse(errors.BATCH_CONFIRMED, {});
    return papers === found.papers
      ? ok({ matter: matter.value, found })
      : refuse(errors.PAPERS_DIFFER, { entered: found.papers });
  },
  apply(ctx, { election, batch, papers, record }, { matter, found }) {
    const { selections, ...rest } = found;
    const sum = expectPresent(selections, 'election: the sum of a batch that is not counted');
    addToSums(ctx, matter, found, sum);
    countBallots(ctx, matter, found, papers);
    ctx.put(batches, [election, batch], { ...rest, record });
    ctx.emit(batchConfirmed, { election, batch, papers });
    finish(ctx, matter);
  },
});
