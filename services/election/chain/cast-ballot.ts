import { addSelections, ballotFingerprint, encodeBallot } from '@madang/ballot';
import { expectPresent, ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  access,
  type CheckContext,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { placesOf } from './batch-rules.ts';
import { expectBound } from './bound.ts';
import { errors } from './errors.ts';
import { provenByKey } from './key-proof.ts';
import { finish, inTime, type Matter, runningMatter } from './matter.ts';
import { ballotOf } from './questions.ts';
import {
  type BallotPayload,
  ballotCast,
  ballotPayload,
  MAX_REVOTES,
  paperEntered,
} from './schema.ts';
import { addToSums, countBallots, takeFromSums } from './scope-sums.ts';
import { type Batch, batches, cast as castTable } from './state.ts';
import { type Before, followedBy, keepBallot, keyThatVotes, type VotingKey } from './voting-key.ts';

/**
 * Casts a ballot: encrypted, proven to be one that the election allows, and signed by the voter's
 * key in this election (docs/spec/ballot.md). It has no sender. Under the key of a batch of papers
 * it is one more paper, and counts once the batch is confirmed.
 *
 * Who: whoever has the secret of a registered key, or of a batch. Changes: the key, the encrypted
 * sums of its scope, the turnout of its building; or the batch. Cost: adding to the sums counts
 * with the bytes of the proof.
 * Errors: UNKNOWN_ELECTION, NOT_OPEN, PAUSED, TOO_LATE, UNKNOWN_KEY, KEY_SURRENDERED,
 * ALREADY_VOTED, OUT_OF_SEQUENCE, TOO_MANY_BALLOTS, BATCH_CONFIRMED.
 */
export const castBallot = transaction({
  service: 'election',
  name: 'castBallot',
  payload: ballotPayload,
  access: access.anyone(),
  proof: provenByKey((payload: BallotPayload) => encodeBallot(ballotOf(payload))),
  costUs: 600,
  retention: 'five-years',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_OPEN,
    errors.PAUSED,
    errors.TOO_LATE,
    errors.UNKNOWN_KEY,
    errors.KEY_SURRENDERED,
    errors.ALREADY_VOTED,
    errors.OUT_OF_SEQUENCE,
    errors.TOO_MANY_BALLOTS,
    errors.BATCH_CONFIRMED,
  ],
  check(ctx, payload) {
    const matter = runningMatter(ctx, payload.election);
    if (!matter.ok) return matter;
    const batch = ctx.get(batches, [payload.election, payload.key]);
    const known =
      batch === undefined ? ownKey(ctx, matter.value, payload) : papersOf(batch, payload);
    if (!known.ok) return known;
    const follows = followedBy(known.value, payload);
    return follows.ok ? ok({ matter: matter.value, by: known.value }) : follows;
  },
  apply(ctx, payload, { matter, by }) {
    const fingerprint = ballotFingerprint(expectBound(ctx, payload.election), ballotOf(payload));
    if ('own' in by) castOwn(ctx, matter, { payload, own: by.own, fingerprint });
    else enterPaper(ctx, payload, by.batch, fingerprint);
    finish(ctx, matter);
  },
});

/** A voter's key and its ballots, if it may cast one more. */
function ownKey(
  ctx: CheckContext<'election'>,
  matter: Matter,
  payload: BallotPayload,
): Result<Before & { readonly own: VotingKey }, Refusal> {
  const due = inTime(ctx, matter);
  if (!due.ok) return due;
  const own = keyThatVotes(ctx, matter, payload);
  if (!own.ok) return own;
  const { ballots, last } = own.value;
  if (ballots >= MAX_REVOTES) return refuse(errors.TOO_MANY_BALLOTS, { max: MAX_REVOTES });
  return ok({ own: own.value, ballots, ...(last === undefined ? {} : { last }) });
}

/** The papers of a batch, if one more may be entered: no more than it has places. */
function papersOf(
  batch: Batch,
  { list }: BallotPayload,
): Result<Before & { readonly batch: Batch }, Refusal> {
  const { record, papers, last } = batch;
  const places = placesOf(batch);
  if (list !== undefined) return refuse(errors.UNKNOWN_KEY, {});
  if (record !== undefined) return refuse(errors.BATCH_CONFIRMED, {});
  if (papers >= places) return refuse(errors.TOO_MANY_BALLOTS, { max: places });
  return ok({ batch, ballots: papers, ...(last === undefined ? {} : { last }) });
}

interface OwnBallot {
  readonly payload: BallotPayload;
  readonly own: VotingKey;
  readonly fingerprint: Uint8Array;
}

/** A voter's ballot, in the place of the one before it. */
function castOwn(
  ctx: ApplyContext<'election'>,
  matter: Matter,
  { payload, own, fingerprint }: OwnBallot,
): void {
  const { election: id, key, sequence, selections } = payload;
  if (own.selections !== undefined) takeFromSums(ctx, matter, own, own.selections);
  addToSums(ctx, matter, own, selections);
  if (sequence === 0) countBallots(ctx, matter, own, 1);
  keepBallot(ctx, matter, payload, own);
  ctx.put(castTable, [id, key], { ballots: sequence + 1, last: fingerprint });
  ctx.emit(ballotCast, { election: id, key, sequence, fingerprint });
}

/** One more paper of a batch. */
function enterPaper(
  ctx: ApplyContext<'election'>,
  { election: id, key, sequence, selections }: BallotPayload,
  batch: Batch,
  fingerprint: Uint8Array,
): void {
  const sum = expectPresent(batch.selections, 'election: the sum of a batch that is not counted');
  ctx.put(batches, [id, key], {
    ...batch,
    papers: sequence + 1,
    last: fingerprint,
    selections: addSelections(sum, selections, 1),
  });
  ctx.emit(paperEntered, { election: id, batch: key, sequence, fingerprint });
}
