import { equalBytes, fail, ok, type Result, toHex } from '@madang/base';
import { everyEntry, invariant, type ReadContext } from '@madang/kernel/define';
import { addEach, turnoutAt } from './matter.ts';
import { FEWEST_BALLOTS } from './schema.ts';
import { cast, keys, revealed, type Turnout, turnouts, voters } from './state.ts';

/** What a building comes to, voter by voter, as the slow way counts it. */
function recount(ctx: ReadContext<'election'>, id: Uint8Array, building: number): Turnout {
  const none = turnoutAt(ctx, id, building).eligible.map(() => 0);
  let counted: Turnout = { voters: 0, eligible: none, ballots: 0, cast: none };
  for (const { key, value } of everyEntry(ctx, voters)) {
    if (!equalBytes(key[0], id) || value.building !== building) continue;
    const hasVoted = value.key !== undefined && ctx.has(cast, [id, value.key]);
    counted = {
      voters: counted.voters + 1,
      eligible: addEach(counted.eligible, value.weights),
      ballots: counted.ballots + (hasVoted ? 1 : 0),
      cast: hasVoted ? addEach(counted.cast, value.weights) : counted.cast,
    };
  }
  return counted;
}

/** Every turnout is what counting voter by voter gives. */
export const turnoutsAreExact = invariant({
  service: 'election',
  name: 'turnoutsAreExact',
  check(ctx) {
    for (const { key, value } of everyEntry(ctx, turnouts)) {
      const [id, building] = key;
      if (!isSame(value, recount(ctx, id, building))) return fail(`building ${String(building)}`);
    }
    return ok(undefined);
  },
});

function isSame(left: Turnout, right: Turnout): boolean {
  const isEach = (one: readonly number[], other: readonly number[]): boolean =>
    one.length === other.length && one.every((value, at) => value === other[at]);
  return (
    left.voters === right.voters &&
    left.ballots === right.ballots &&
    isEach(left.eligible, right.eligible) &&
    isEach(left.cast, right.cast)
  );
}

/** A key is the key of exactly the voter whom it names: there are never more keys than voters. */
export const keysAreOfVoters = invariant({
  service: 'election',
  name: 'keysAreOfVoters',
  check(ctx): Result<void, string> {
    for (const { key, value } of everyEntry(ctx, keys)) {
      const [id, own] = key;
      const voter = ctx.get(voters, [id, value.person]);
      if (voter?.key === undefined || !equalBytes(voter.key, own)) {
        return fail(`person ${String(value.person)}`);
      }
    }
    const stray = everyEntry(ctx, cast).find(({ key }) => !ctx.has(keys, key));
    return stray === undefined ? ok(undefined) : fail('a ballot of no key');
  },
});

/** No sum is decrypted of fewer ballots than may be, and no ballot is in two sums of a measure. */
export const sumsHideBallots = invariant({
  service: 'election',
  name: 'sumsHideBallots',
  check(ctx): Result<void, string> {
    const seen = new Set<string>();
    for (const { key, value } of everyEntry(ctx, revealed)) {
      const [id, sum] = key;
      if (value.ballots < FEWEST_BALLOTS) return fail(`sum ${String(sum)}: too few`);
      for (const building of value.buildings) {
        const name = [toHex(id), value.measure, building].join(' ');
        if (seen.has(name)) return fail(`sum ${String(sum)}: building ${String(building)}`);
        seen.add(name);
      }
    }
    return ok(undefined);
  },
});
