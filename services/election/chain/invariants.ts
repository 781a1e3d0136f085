import { equalBytes, fail, ok, type Result, sortedEntries, toHex } from '@madang/base';
import { everyEntry, invariant, type ReadContext } from '@madang/kernel/define';
import { addEach, turnoutAt } from './matter.ts';
import { FEWEST_BALLOTS } from './schema.ts';
import {
  batches,
  cast,
  keyLists,
  keys,
  mixedKeys,
  mixes,
  registrations,
  revealed,
  type Turnout,
  turnouts,
  voters,
} from './state.ts';

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
  for (const { ballots, weights } of nameless(ctx, id, building)) {
    const weighed = weights.map((weight) => weight * ballots);
    counted = {
      ...counted,
      ballots: counted.ballots + ballots,
      cast: addEach(counted.cast, weighed),
    };
  }
  return counted;
}

interface Nameless {
  readonly ballots: number;
  readonly weights: readonly number[];
}

/** Ballots of a building that are of no voter's own key: of papers, and of keys that were mixed. */
function nameless(
  ctx: ReadContext<'election'>,
  id: Uint8Array,
  building: number,
): readonly Nameless[] {
  const isHere = ({ key, value }: Placed): boolean =>
    equalBytes(key[0], id) && value.building === building;
  const papers = everyEntry(ctx, batches)
    .filter((one) => isHere(one) && one.value.record !== undefined)
    .map(({ value }) => ({ ballots: value.papers, weights: value.weights }));
  const mixed = everyEntry(ctx, mixedKeys).filter(
    (one) => isHere(one) && one.value.batch === undefined,
  );
  return [...papers, { ballots: mixed.length, weights: [1] }];
}

interface Placed {
  readonly key: readonly [Uint8Array, Uint8Array];
  readonly value: { readonly building: number };
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

/** Whether two lists have the same numbers. */
export function isEach(one: readonly number[], other: readonly number[]): boolean {
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
    const isKnown = (key: readonly [Uint8Array, Uint8Array]): boolean =>
      ctx.has(keys, key) || ctx.has(mixedKeys, key);
    const stray = everyEntry(ctx, cast).find(({ key }) => !isKnown(key));
    return stray === undefined ? ok(undefined) : fail('a ballot of no key');
  },
});

/**
 * Every key that came out of mixing and was used stands in its list; lists have as many keys as
 * were registered in their buildings, none of them twice.
 */
export const mixedKeysAreListed = invariant({
  service: 'election',
  name: 'mixedKeysAreListed',
  check(ctx): Result<void, string> {
    const listed = new Map<string, number>();
    const seen = new Set<string>();
    for (const { key, value } of everyEntry(ctx, keyLists)) {
      const [id, [turn, list]] = key;
      const mix = ctx.get(mixes, id);
      if (turn !== mix?.mixed.length) continue;
      if (list >= mix.lists) return fail(`list ${String(list)}`);
      const building = `${toHex(id)} ${String(value.building)}`;
      listed.set(building, (listed.get(building) ?? 0) + value.keys.length);
      for (const one of value.keys) seen.add(`${toHex(id)} ${String(list)} ${toHex(one)}`);
    }
    const total = sortedEntries(listed).reduce((sum, [, one]) => sum + one, 0);
    if (seen.size !== total) return fail('a key is twice in a list');
    for (const { key, value } of everyEntry(ctx, registrations)) {
      const building = `${toHex(key[0])} ${String(key[1])}`;
      if (listed.get(building) !== value.keys) return fail(`building ${building}`);
    }
    const stray = everyEntry(ctx, mixedKeys).find(
      ({ key, value }) => !seen.has(`${toHex(key[0])} ${String(value.list)} ${toHex(key[1])}`),
    );
    return stray === undefined ? ok(undefined) : fail('a key of no list');
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
