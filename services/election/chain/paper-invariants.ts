import { fail, ok, type Result, toHex } from '@madang/base';
import { everyEntry, invariant, type ReadContext } from '@madang/kernel/define';
import { placesOf } from './batch-rules.ts';
import { isEach } from './invariants.ts';
import { listAt, mixOf } from './key-lists.ts';
import { FEWEST_KEYS } from './schema.ts';
import { batches, cast, keys, mixedKeys, voters } from './state.ts';

type Counts = ReadonlyMap<string, number>;

function nameOf(...parts: readonly Uint8Array[]): string {
  return parts.map(toHex).join(' ');
}

function countEach(names: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Keys that were given up, each with the batch for which it was. */
function surrenderedIn(ctx: ReadContext<'election'>) {
  return everyEntry(ctx, mixedKeys).flatMap(({ key: [id, key], value }) =>
    value.batch === undefined ? [] : [{ id, key, ...value, batch: value.batch }],
  );
}

/** Persons who are marked, each with the batch in which they vote. */
function markedIn(ctx: ReadContext<'election'>) {
  return everyEntry(ctx, voters).flatMap(({ key: [id, person], value }) =>
    value.batch === undefined ? [] : [{ id, person, voter: value, batch: value.batch }],
  );
}

function isOfItsBatch(
  ctx: ReadContext<'election'>,
  { id, voter, batch: key }: ReturnType<typeof markedIn>[number],
): boolean {
  const batch = ctx.get(batches, [id, key]);
  const isThere = voter.key === undefined && batch?.building === voter.building;
  return isThere && isEach(batch.weights, voter.weights);
}

/**
 * A batch is of those who are marked for it, all of one building and weight, who have no key, and
 * of the keys that were given up for it; it has no more papers than both together, and no voter
 * has its key.
 */
export const batchesAreOfMarked = invariant({
  service: 'election',
  name: 'batchesAreOfMarked',
  check(ctx): Result<void, string> {
    const those = markedIn(ctx);
    const stray = those.find((one) => !isOfItsBatch(ctx, one));
    if (stray !== undefined) return fail(`person ${String(stray.person)}`);
    const marked = countEach(those.map(({ id, batch }) => nameOf(id, batch)));
    const surrendered = countEach(surrenderedIn(ctx).map(({ id, batch }) => nameOf(id, batch)));
    for (const { key, value } of everyEntry(ctx, batches)) {
      const name = nameOf(...key);
      const isRight =
        (marked.get(name) ?? 0) === value.marked &&
        (surrendered.get(name) ?? 0) === (value.surrendered ?? 0) &&
        value.papers <= placesOf(value);
      if (!isRight || ctx.has(keys, key)) return fail(`batch ${name}`);
    }
    return ok(undefined);
  },
});

/**
 * A key that was given up has no ballot that counts, and is of the building of its batch; of every
 * list of which keys were given up it is known how many, and enough were not.
 */
export const surrenderedKeysVoteNoMore = invariant({
  service: 'election',
  name: 'surrenderedKeysVoteNoMore',
  check(ctx): Result<void, string> {
    const all = surrenderedIn(ctx);
    for (const { id, key, building, batch, selections } of all) {
      const isQuiet = selections === undefined && !ctx.has(cast, [id, key]);
      const isThere = ctx.get(batches, [id, batch])?.building === building;
      if (!isQuiet || !isThere) return fail(`key ${toHex(key)}`);
    }
    const lists = countEach(all.map(({ id, list }) => `${toHex(id)} ${String(list)}`));
    for (const { id, list } of all) {
      const found = listAt(ctx, id, mixOf(ctx, id).mixed.length, list);
      const count = lists.get(`${toHex(id)} ${String(list)}`) ?? 0;
      const isRight =
        found?.surrendered === count && found.keys.length - found.surrendered >= FEWEST_KEYS;
      if (!isRight) return fail(`list ${String(list)}`);
    }
    return ok(undefined);
  },
});
