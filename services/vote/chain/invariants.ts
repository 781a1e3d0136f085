import { equalBytes, fail, ok, type Result } from '@madang/base';
import { everyEntry, invariant, type ReadContext } from '@madang/kernel/define';
import { tallyAt } from './establish.ts';
import { isCovered } from './roll.ts';
import { type Amounts, NOTHING, type Tally } from './rule.ts';
import type { Vote } from './schema.ts';
import { acts, COMPLEX, decisions, holders, persons, proxies, scopeOf, units } from './state.ts';

/** What all homes of a decision come to, home by home, as the slow way counts it. */
function recountAll(ctx: ReadContext<'vote'>, id: Uint8Array, scope: number): Tally {
  const here = everyEntry(ctx, units).filter(
    ({ key: [of], value }) =>
      equalBytes(of, id) && (scope === COMPLEX || scopeOf(value.building) === scope),
  );
  const counted = here.filter(({ value }) => value.excluded === undefined);
  const sum = (isIn: (one: (typeof here)[number]) => boolean): Amounts => {
    const those = counted.filter(isIn);
    return {
      heads: new Set(those.map(({ value }) => value.holder)).size,
      homes: those.length,
      area: those.reduce((total, { value }) => total + value.areaMilliM2, 0),
    };
  };
  const saying = (vote: Vote): Amounts =>
    sum(({ value }) => {
      const holder = ctx.get(holders, [id, value.holder]);
      return holder?.said?.vote === vote && isCovered(value, holder);
    });
  return {
    eligible: sum(() => true),
    agree: saying('agree'),
    refuse: saying('refuse'),
    abstain: saying('abstain'),
    excluded: here.length - counted.length,
  };
}

/** Every tally is what counting home by home gives. */
export const talliesAreExact = invariant({
  service: 'vote',
  name: 'talliesAreExact',
  check(ctx) {
    for (const { key: id, value } of everyEntry(ctx, decisions)) {
      for (let scope = 0; scope <= value.buildings; scope++) {
        const kept = tallyAt(ctx, id, scope);
        const counted = recountAll(ctx, id, scope);
        if (!isSameTally(kept, counted)) return fail(`scope ${String(scope)}`);
      }
    }
    return ok(undefined);
  },
});

function isSameTally(left: Tally, right: Tally): boolean {
  const parts = ['eligible', 'agree', 'refuse', 'abstain'] as const;
  return (
    left.excluded === right.excluded && parts.every((part) => isSameAmount(left[part], right[part]))
  );
}

function isSameAmount(left: Amounts = NOTHING, right: Amounts = NOTHING): boolean {
  return left.heads === right.heads && left.homes === right.homes && left.area === right.area;
}

/** A holder whose one owner has said nothing says nothing. */
export const nobodySpeaksForOthers = invariant({
  service: 'vote',
  name: 'nobodySpeaksForOthers',
  check(ctx): Result<void, string> {
    const broken = everyEntry(ctx, holders).find(({ key: [id], value }) => {
      const [only, ...others] = value.members;
      if (only === undefined || others.length > 0) return false;
      const said = ctx.get(acts, [id, only.person]);
      return value.said !== undefined && value.said.vote !== said?.vote;
    });
    return broken === undefined ? ok(undefined) : fail(`holder ${String(broken.key[1])}`);
  },
});

/** Whoever owns is told of it: persons and holders name each other. */
export const ownersKnowTheirHomes = invariant({
  service: 'vote',
  name: 'ownersKnowTheirHomes',
  check(ctx) {
    const broken = everyEntry(ctx, holders).find(({ key: [id, holder], value }) =>
      value.members.some(
        ({ person }) => ctx.get(persons, [id, person])?.holders.includes(holder) !== true,
      ),
    );
    return broken === undefined ? ok(undefined) : fail(`holder ${String(broken.key[1])}`);
  },
});

/** What is listed under a proxy is what persons have appointed, no more and no less. */
export const proxiesAreListed = invariant({
  service: 'vote',
  name: 'proxiesAreListed',
  check(ctx) {
    const listed = everyEntry(ctx, proxies);
    const wrong = listed.find(
      ({ key: [id, [proxy, person]] }) => ctx.get(persons, [id, person])?.proxy !== proxy,
    );
    if (wrong !== undefined) return fail(`proxy of ${String(wrong.key[1][1])}`);
    const appointed = everyEntry(ctx, persons).filter(({ value }) => value.proxy !== undefined);
    return appointed.length === listed.length ? ok(undefined) : fail('a proxy is not listed');
  },
});
