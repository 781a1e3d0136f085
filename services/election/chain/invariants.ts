import { equalBytes, fail, ok, type Result, toHex } from '@madang/base';
import { everyEntry, invariant, type ReadContext } from '@madang/kernel/define';
import { addEach, turnoutAt } from './matter.ts';
import { FEWEST_BALLOTS } from './schema.ts';
import { batches, cast, keys, revealed, type Turnout, turnouts, voters } from './state.ts';

/** What a building comes to, voter by voter and batch by batch, as the slow way counts it. */
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
  for (const { key, value } of everyEntry(ctx, batches)) {
    const { papers, weights, record } = value;
    const isElsewhere = !equalBytes(key[0], id) || value.building !== building;
    if (isElsewhere || record === undefined) continue;
    const weighed = weights.map((weight) => weight * papers);
    counted = {
      ...counted,
      ballots: counted.ballots + papers,
      cast: addEach(counted.cast, weighed),
    };
  }
  return counted;
}

/** Every turnout is what counting voter by voter, and batch by batch, gives. */
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

function isEach(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

function isSame(left: Turnout, right: Turnout): boolean {
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

/**
 * A batch is of those who are marked for it, all of one building and weight, who have no key; it
 * has no more papers than persons, and no voter has its key.
 */
export const batchesAreOfMarked = invariant({
  service: 'election',
  name: 'batchesAreOfMarked',
  check(ctx): Result<void, string> {
    const marked = new Map<string, number>();
    for (const { key, value } of everyEntry(ctx, voters)) {
      if (value.batch === undefined) continue;
      const batch = ctx.get(batches, [key[0], value.batch]);
      const isOfBatch =
        value.key === undefined &&
        batch?.building === value.building &&
        isEach(batch.weights, value.weights);
      if (!isOfBatch) return fail(`person ${String(key[1])}`);
      const name = toHex(key[0]) + toHex(value.batch);
      marked.set(name, (marked.get(name) ?? 0) + 1);
    }
    for (const { key, value } of everyEntry(ctx, batches)) {
      const name = toHex(key[0]) + toHex(key[1]);
      const isRight = marked.get(name) === value.marked && value.papers <= value.marked;
      if (!isRight || ctx.has(keys, key)) return fail(`batch ${name}`);
    }
    return ok(undefined);
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
