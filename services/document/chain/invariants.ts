import { equalBytes, fail, ok, type Result } from '@madang/base';
import { everyEntry, invariant, type ReadContext } from '@madang/kernel/define';
import { type Ending, endings, owned, records, WHOLE_DOCUMENT } from './state.ts';

/** An ending is of a document on record and of a file that it has. */
export const endingsAreOfSomething = invariant({
  service: 'document',
  name: 'endingsAreOfSomething',
  check: (ctx) =>
    forEveryEnding(ctx, ([id, leaf]) => {
      const { count } = ctx.get(records, id) ?? { count: 0 };
      return leaf === WHOLE_DOCUMENT ? count > 0 : count > 1 && leaf < count;
    }),
});

/** Exactly what was superseded has a successor: another document on record. */
export const successorsExist = invariant({
  service: 'document',
  name: 'successorsExist',
  check: (ctx) =>
    forEveryEnding(ctx, ([id], { kind, successor }) =>
      successor === undefined
        ? kind === 'revoked'
        : kind === 'superseded' && !equalBytes(id, successor) && ctx.has(records, successor),
    ),
});

/**
 * Following successors never leads around in a circle: each ended later than what it replaced, or
 * stands.
 */
export const successorsEndLater = invariant({
  service: 'document',
  name: 'successorsEndLater',
  check: (ctx) =>
    forEveryEnding(ctx, (_, { at, successor }) => {
      if (successor === undefined) return true;
      const next = ctx.get(endings, [successor, WHOLE_DOCUMENT]);
      return next === undefined || next.at >= at;
    }),
});

/** The list of an account names its own documents and no others. */
export const ownedIsComplete = invariant({
  service: 'document',
  name: 'ownedIsComplete',
  check(ctx) {
    const accountOwned = everyEntry(ctx, records).filter(
      ({ value: { owner } }) => owner.kind === 'account',
    );
    const areListed = accountOwned.every(
      ({ key, value: { owner } }) =>
        owner.kind === 'account' && ctx.has(owned, [owner.account, key]),
    );
    const listed = everyEntry(ctx, owned);
    return areListed && listed.length === accountOwned.length
      ? ok(undefined)
      : fail('lists and records differ');
  },
});

function forEveryEnding(
  ctx: ReadContext<'document'>,
  holds: (key: readonly [Uint8Array, number], ending: Ending) => boolean,
): Result<void, string> {
  const broken = everyEntry(ctx, endings).find(({ key, value }) => !holds(key, value));
  return broken === undefined ? ok(undefined) : fail(`leaf ${String(broken.key[1])}`);
}
