import {
  addSelections,
  ballotFingerprint,
  encodeBallot,
  encodeElection,
  subtractSelections,
} from '@madang/ballot';
import { equalOptional, expectPresent, ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  access,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { boundElection, expectBound } from './bound.ts';
import { errors } from './errors.ts';
import { addEach, finish, type Matter, openMatter, turnoutAt } from './matter.ts';
import { ballotOf } from './questions.ts';
import { type BallotPayload, ballotCast, ballotPayload, MAX_REVOTES } from './schema.ts';
import { type Cast, cast as castTable, keys, sums, turnouts, type Voter, voters } from './state.ts';

/**
 * Casts a ballot: encrypted, proven to be one that the election allows, and signed by the voter's
 * key in this election (docs/spec/ballot.md). It has no sender.
 *
 * Who: whoever has the secret of a registered key. Changes: the key, the encrypted sums of its
 * scope, the turnout of its building. Cost: adding to the sums counts with the bytes of the proof.
 * Errors: UNKNOWN_ELECTION, NOT_OPEN, PAUSED, TOO_LATE, UNKNOWN_KEY, ALREADY_VOTED,
 * OUT_OF_SEQUENCE, TOO_MANY_BALLOTS.
 */
export const castBallot = transaction({
  service: 'election',
  name: 'castBallot',
  payload: ballotPayload,
  access: access.anyone(),
  proof: {
    system: 'ballot',
    key: ({ key }) => key,
    statement(ctx, payload) {
      const election = boundElection(ctx, payload.election);
      if (election === undefined) return refuse(errors.UNKNOWN_ELECTION, {});
      return ok({ common: encodeElection(election), own: encodeBallot(ballotOf(payload)) });
    },
  },
  costUs: 600,
  retention: 'five-years',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_OPEN,
    errors.PAUSED,
    errors.TOO_LATE,
    errors.UNKNOWN_KEY,
    errors.ALREADY_VOTED,
    errors.OUT_OF_SEQUENCE,
    errors.TOO_MANY_BALLOTS,
  ],
  check(ctx, payload) {
    const matter = openMatter(ctx, payload.election);
    if (!matter.ok) return matter;
    const known = ctx.get(keys, [payload.election, payload.key]);
    if (known === undefined) return refuse(errors.UNKNOWN_KEY, {});
    const before = ctx.get(castTable, [payload.election, payload.key]);
    const verdict = checkSequence(matter.value, before, payload);
    return verdict.ok ? ok({ matter: matter.value, known, before }) : verdict;
  },
  apply(ctx, payload, { matter, known, before }) {
    const { election, key, sequence, selections } = payload;
    const { person } = known;
    const voter = expectPresent(ctx.get(voters, [election, person]), 'election: a voter');
    addToSums(ctx, matter, voter, { before: known.selections, after: selections });
    if (before === undefined) count(ctx, matter, voter);
    const fingerprint = ballotFingerprint(expectBound(ctx, election), ballotOf(payload));
    if (matter.election.revote === 'last') ctx.put(keys, [election, key], { person, selections });
    ctx.put(castTable, [election, key], { ballots: sequence + 1, last: fingerprint });
    ctx.emit(ballotCast, { election, key, sequence, fingerprint });
    finish(ctx, matter);
  },
});

/** A ballot follows the newest one of its key: none can be dropped or put in another order. */
function checkSequence(
  { election }: Matter,
  before: Cast | undefined,
  { sequence, previous }: BallotPayload,
): Result<void, Refusal> {
  const ballots = before?.ballots ?? 0;
  const isNext = sequence === ballots && equalOptional(previous, before?.last);
  if (ballots > 0 && election.revote === 'none') return refuse(errors.ALREADY_VOTED, {});
  if (ballots >= MAX_REVOTES) return refuse(errors.TOO_MANY_BALLOTS, { max: MAX_REVOTES });
  return isNext ? ok(undefined) : refuse(errors.OUT_OF_SEQUENCE, { sequence: ballots });
}

interface Replacing {
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/** Adds a ballot to the encrypted sums of its scope, in the place of the one before it. */
function addToSums(
  ctx: ApplyContext<'election'>,
  { id, election }: Matter,
  { building, weights }: Voter,
  { before, after }: Replacing,
): void {
  const scope = election.results === 'complex' ? 0 : building;
  for (const [measure, weight] of weights.entries()) {
    const kept = expectPresent(ctx.get(sums, [id, [scope, measure]]), 'election: a sum');
    const without =
      before === undefined ? kept.selections : subtractSelections(kept.selections, before, weight);
    ctx.put(sums, [id, [scope, measure]], { selections: addSelections(without, after, weight) });
  }
}

function count(ctx: ApplyContext<'election'>, { id }: Matter, { building, weights }: Voter): void {
  const turnout = turnoutAt(ctx, id, building);
  const ballots = turnout.ballots + 1;
  ctx.put(turnouts, [id, building], { ...turnout, ballots, cast: addEach(turnout.cast, weights) });
}
