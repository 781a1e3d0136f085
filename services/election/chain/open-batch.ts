import { emptySums } from '@madang/ballot';
import { refuse, transaction } from '@madang/kernel/define';
import { checkBatchKey } from './batch-rules.ts';
import { errors } from './errors.ts';
import { byOfficer, finish, openMatter } from './matter.ts';
import { questionsOf } from './questions.ts';
import { batchOpened, openBatchPayload } from './schema.ts';
import { batches } from './state.ts';
import { HEADS } from './voting-key.ts';

/**
 * Begins a batch of papers for which nobody is marked yet, so that keys can be given up for it. It
 * has no place until then.
 *
 * Who: an officer of the election's institution, with the key of the batch. Changes: the batch.
 * Cost: one proof. Errors: UNKNOWN_ELECTION, NOT_OPEN, PAUSED, TOO_LATE, NO_PAPER, NO_MIXING,
 * POSSESSION_WRONG, KEY_TAKEN, BATCH_KNOWN, BATCH_ELSEWHERE.
 */
export const openBatch = transaction({
  service: 'election',
  name: 'openBatch',
  payload: openBatchPayload,
  access: byOfficer,
  costUs: 5_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_OPEN,
    errors.PAUSED,
    errors.TOO_LATE,
    errors.NO_PAPER,
    errors.NO_MIXING,
    errors.POSSESSION_WRONG,
    errors.KEY_TAKEN,
    errors.BATCH_KNOWN,
    errors.BATCH_ELSEWHERE,
  ],
  check(ctx, payload) {
    const matter = openMatter(ctx, payload.election);
    if (!matter.ok) return matter;
    const { paper, mixing, buildings } = matter.value.election;
    if (paper === 'none') return refuse(errors.NO_PAPER, {});
    if (mixing === undefined) return refuse(errors.NO_MIXING, {});
    const isNamed = checkBatchKey(ctx, payload);
    if (!isNamed.ok) return isNamed;
    const isKnown = ctx.has(batches, [payload.election, payload.batch]);
    if (isKnown) return refuse(errors.BATCH_KNOWN, {});
    return payload.building < buildings ? matter : refuse(errors.BATCH_ELSEWHERE, {});
  },
  apply(ctx, { election: id, batch, building }, matter) {
    const selections = emptySums(questionsOf(matter.election.questions));
    const empty = { building, weights: HEADS, marked: 0, papers: 0, selections };
    ctx.put(batches, [id, batch], empty);
    ctx.emit(batchOpened, { election: id, batch, building });
    finish(ctx, matter);
  },
});
