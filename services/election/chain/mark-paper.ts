import { addSelections, emptySums } from '@madang/ballot';
import { expectPresent, ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  type CheckContext,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { checkBatchKey, checkRoom } from './batch-rules.ts';
import { errors } from './errors.ts';
import { byOfficer, finish, type Matter, openMatter } from './matter.ts';
import { questionsOf } from './questions.ts';
import { type MarkPayload, markPayload, personsMarked } from './schema.ts';
import { type Counting, countBallots, takeFromSums } from './scope-sums.ts';
import { batches, cast, type Election, keys, type Voter, voters } from './state.ts';

/**
 * Marks persons as voting on paper, before a paper is given to them: from now on no key votes for
 * them. Their papers are entered as ballots of the batch. A ballot that one of them has cast is
 * taken out, where ballots can be replaced.
 *
 * Who: an officer of the election's institution, with the key of the batch. Changes: the lines of
 * the roll, the batch; the sums and the turnout, if ballots are replaced. Cost: at most 25 persons
 * of three reads and writes, and an addition for each selection of their ballots. Errors:
 * UNKNOWN_ELECTION, NOT_OPEN, PAUSED, TOO_LATE, NO_PAPER, POSSESSION_WRONG, KEY_TAKEN,
 * BATCH_CONFIRMED, BATCH_BEGUN, BATCH_FULL; ROLL_NOT_ASCENDING, PAPER_LINE_NOT_VALID and
 * PAPER_LINE_TAKEN name the line, counted from 0.
 */
export const markPaper = transaction({
  service: 'election',
  name: 'markPaper',
  payload: markPayload,
  access: byOfficer,
  costUs: 150_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_OPEN,
    errors.PAUSED,
    errors.TOO_LATE,
    errors.NO_PAPER,
    errors.POSSESSION_WRONG,
    errors.KEY_TAKEN,
    errors.BATCH_CONFIRMED,
    errors.BATCH_BEGUN,
    errors.BATCH_FULL,
    errors.ROLL_NOT_ASCENDING,
    errors.PAPER_LINE_NOT_VALID,
    errors.PAPER_LINE_TAKEN,
  ],
  check(ctx, payload) {
    const matter = openMatter(ctx, payload.election);
    if (!matter.ok) return matter;
    if (matter.value.election.paper === 'none') return refuse(errors.NO_PAPER, {});
    const isNamed = checkBatchKey(ctx, payload);
    if (!isNamed.ok) return isNamed;
    const before = ctx.get(batches, [payload.election, payload.batch]);
    const fits = checkRoom(before, payload.persons.length);
    if (!fits.ok) return fits;
    const lines = linesOf(ctx, matter.value, payload);
    if (!lines.ok) return lines;
    const counting = before ?? lines.value[0]?.voter;
    return ok({ matter: matter.value, before, lines: lines.value, counting });
  },
  apply(ctx, { election: id, batch }, { matter, before, lines, counting }) {
    const { building, weights } = expectPresent(counting, 'election: a batch is of somebody');
    takeOut(ctx, matter, lines, { building, weights });
    for (const { person, voter } of lines) {
      const { key, ...rest } = voter;
      if (key !== undefined) ctx.remove(keys, [id, key]);
      ctx.put(voters, [id, person], { ...rest, batch });
    }
    const selections = emptySums(questionsOf(matter.election.questions));
    const begun = before ?? { building, weights, marked: 0, papers: 0, selections };
    ctx.put(batches, [id, batch], { ...begun, marked: begun.marked + lines.length });
    ctx.emit(personsMarked, { election: id, batch, persons: lines.length });
    finish(ctx, matter);
  },
});

/** A person who is marked, with the line of the roll so far. */
interface Line {
  readonly person: number;
  readonly voter: Voter;
}

/** The lines of the roll of those who are marked, all of one building and weight. */
function linesOf(
  ctx: CheckContext<'election'>,
  { id, election }: Matter,
  { batch, persons }: MarkPayload,
): Result<readonly Line[], Refusal> {
  let like: Counting | undefined = ctx.get(batches, [id, batch]);
  let before = -1;
  const lines: Line[] = [];
  for (const [line, person] of persons.entries()) {
    if (person <= before) return refuse(errors.ROLL_NOT_ASCENDING, { line });
    before = person;
    const voter = ctx.get(voters, [id, person]);
    like ??= voter;
    if (voter === undefined || like === undefined || !isAlike(voter, like)) {
      return refuse(errors.PAPER_LINE_NOT_VALID, { line });
    }
    if (voter.batch !== undefined || !isReplaceable(ctx, id, election, voter)) {
      return refuse(errors.PAPER_LINE_TAKEN, { line });
    }
    lines.push({ person, voter });
  }
  return ok(lines);
}

/** Whether a paper can take the place of what a voter's key has cast, or may cast. */
function isReplaceable(
  ctx: CheckContext<'election'>,
  id: Uint8Array,
  { mixing, revote }: Election,
  { key }: Voter,
): boolean {
  if (key === undefined) return true;
  // Once keys are mixed nobody knows which one is to end.
  if (mixing !== undefined) return false;
  return revote === 'last' || !ctx.has(cast, [id, key]);
}

function isAlike(one: Counting, other: Counting): boolean {
  return (
    one.building === other.building &&
    one.weights.every((weight, at) => weight === other.weights[at])
  );
}

/** Takes the ballots of those who are marked out of the sums, and of the turnout. */
function takeOut(
  ctx: ApplyContext<'election'>,
  matter: Matter,
  lines: readonly Line[],
  counting: Counting,
): void {
  const { id } = matter;
  const replaced: Uint8Array[] = [];
  for (const { voter } of lines) {
    if (voter.key === undefined || !ctx.has(cast, [id, voter.key])) continue;
    const { selections } = expectPresent(ctx.get(keys, [id, voter.key]), 'election: a key');
    replaced.push(expectPresent(selections, 'election: a ballot that can be replaced'));
    ctx.remove(cast, [id, voter.key]);
  }
  if (replaced.length === 0) return;
  // Their weights are the same, so that one multiple is enough.
  const together = replaced.reduce((left, right) => addSelections(left, right, 1));
  takeFromSums(ctx, matter, counting, together);
  countBallots(ctx, matter, counting, -replaced.length);
}
