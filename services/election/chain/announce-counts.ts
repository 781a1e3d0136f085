import { ciphertextsOf, countsOf, isCount, openSum } from '@madang/ballot';
import { expectPresent, ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  access,
  type CheckContext,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { partsAt, partsOf } from './counting.ts';
import { errors } from './errors.ts';
import { closedMatter, finish, type Matter, turnoutOf } from './matter.ts';
import { outcomesOf } from './outcome.ts';
import { questionsOf } from './questions.ts';
import { announcePayload, countsAnnounced, decided } from './schema.ts';
import { type Revealed, results, revealed } from './state.ts';

/**
 * Says which numbers a sum came to, once enough trustees have decrypted it; the ledger checks each
 * against their parts. With the last sum the election is decided.
 *
 * Who: anybody. Changes: the counts of the sum; at the last the result. Cost: for each selection a
 * multiple for each trustee. Errors: UNKNOWN_ELECTION, NOT_DECRYPTING, UNKNOWN_SUM, TOO_FEW_PARTS,
 * COUNTS_WRONG.
 */
export const announceCounts = transaction({
  service: 'election',
  name: 'announceCounts',
  payload: announcePayload,
  access: access.anyone(),
  costUs: 250_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_DECRYPTING,
    errors.UNKNOWN_SUM,
    errors.TOO_FEW_PARTS,
    errors.COUNTS_WRONG,
  ],
  check(ctx, { election, sum, counts }) {
    const matter = closedMatter(ctx, election);
    if (!matter.ok) return matter;
    const found = ctx.get(revealed, [election, sum]);
    if (found === undefined || found.counts !== undefined) {
      return refuse(errors.UNKNOWN_SUM, { sums: matter.value.progress.sums });
    }
    const verdict = checkCounts(ctx, matter.value, { sum, found, counts });
    return verdict.ok ? ok({ matter: matter.value, found }) : verdict;
  },
  apply(ctx, { election, sum, counts }, { matter, found }) {
    ctx.put(revealed, [election, sum], { ...found, counts });
    ctx.emit(countsAnnounced, { election, sum });
    const announced = matter.progress.announced + 1;
    const isLast = announced === matter.progress.sums;
    if (isLast) decide(ctx, matter);
    const status = isLast ? 'decided' : matter.progress.status;
    finish(ctx, { ...matter, progress: { ...matter.progress, announced, status } });
  },
});

interface Announced {
  readonly sum: number;
  readonly found: Revealed;
  readonly counts: readonly number[];
}

function checkCounts(
  ctx: CheckContext<'election'>,
  matter: Matter,
  { sum, found, counts }: Announced,
): Result<void, Refusal> {
  const { threshold, questions } = matter.election;
  const parts = partsOf(ctx, matter, sum);
  if (parts.length < threshold) {
    return refuse(errors.TOO_FEW_PARTS, { given: parts.length, needed: threshold });
  }
  const ciphertexts = ciphertextsOf(found.selections);
  const wrong = ciphertexts.findIndex(({ b }, selection) => {
    const count = counts[selection];
    return count === undefined || !isCount(openSum(b, partsAt(parts, selection)), count);
  });
  if (wrong >= 0) return refuse(errors.COUNTS_WRONG, { selection: wrong });
  return countsOf(questionsOf(questions), counts, found.weight) === undefined
    ? refuse(errors.COUNTS_WRONG, { selection: ciphertexts.length })
    : ok(undefined);
}

/** All sums are known: what they decide. */
function decide(ctx: ApplyContext<'election'>, matter: Matter): void {
  const { id, election, progress } = matter;
  const all = Array.from({ length: progress.sums }, (_, sum) =>
    expectPresent(ctx.get(revealed, [id, sum]), 'election: a sum to decrypt'),
  );
  const { isTurnoutMet, outcomes } = outcomesOf(election, turnoutOf(ctx, matter), all);
  ctx.put(results, id, { isTurnoutMet, outcomes: [...outcomes] });
  ctx.emit(decided, { election: id, isTurnoutMet });
}
