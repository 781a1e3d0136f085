import { expectPresent, ok, type Result } from '@madang/base';
import { type ApplyContext, type ReadContext, type Refusal, refuse } from '@madang/kernel/define';
import { countExcluded, recount } from './count.ts';
import { errors } from './errors.ts';
import { withHome, withoutHome } from './holding.ts';
import type { Matter } from './matter.ts';
import type { RollHolder, RollUnit } from './schema.ts';
import { type Holder, holders, MAX_HOLDINGS, persons, type Unit, units } from './state.ts';

/** Refuses a holder whose shares are not whole, or whose representative owns nothing of it. */
export function checkHolder(
  { members, whole, representative }: RollHolder,
  line: number,
): Result<void, Refusal> {
  const isAscending = members.every(
    ({ person }, index) => index === 0 || person > (members[index - 1]?.person ?? 0),
  );
  const sum = members.reduce((total, { share }) => total + share, 0);
  if (!isAscending || sum !== whole) return refuse(errors.SHARES_NOT_WHOLE, { line });
  const isMember =
    representative === undefined || members.some(({ person }) => person === representative);
  return isMember ? ok(undefined) : refuse(errors.REPRESENTATIVE_NOT_MEMBER, { line });
}

/** A holder as it is before it has any home. */
export function emptyHolder({ members, whole, representative }: RollHolder): Holder {
  const holder = { members, whole, holdings: [] };
  return representative === undefined ? holder : { ...holder, representative };
}

/**
 * Refuses a person who would take part in more holdings than are followed. `entering` counts what
 * the same act enters.
 */
export function checkRoom(
  ctx: ReadContext<'vote'>,
  { id }: Matter,
  { members }: RollHolder,
  entering: Map<number, number>,
): Result<void, Refusal> {
  for (const { person } of members) {
    const known = ctx.get(persons, [id, person])?.holders.length ?? 0;
    const more = (entering.get(person) ?? 0) + 1;
    if (known + more > MAX_HOLDINGS) return refuse(errors.TOO_MANY_HOLDERS, { max: MAX_HOLDINGS });
    entering.set(person, more);
  }
  return ok(undefined);
}

/** Writes a new holder, and to each of its members that they are one. */
export function addHolder(ctx: ApplyContext<'vote'>, { id }: Matter, entry: RollHolder): void {
  ctx.put(holders, [id, entry.holder], emptyHolder(entry));
  for (const { person } of entry.members) {
    const known = expectPresent(
      ctx.get(persons, [id, person]),
      'vote: a member is not on the roll',
    );
    const numbers = [...known.holders, entry.holder].sort((left, right) => left - right);
    ctx.put(persons, [id, person], { ...known, holders: numbers });
  }
}

/** Puts a home on the roll, held since the act of this number. */
export function addUnit(
  ctx: ApplyContext<'vote'>,
  matter: Matter,
  { unit, ...home }: RollUnit,
  since: number,
): Matter {
  ctx.put(units, [matter.id, unit], { ...home, since });
  if (home.excluded !== undefined) return countExcluded(ctx, matter, home.building, 1);
  const before = holderAt(ctx, matter, home.holder);
  const after = withHome(before, { ...home, isCovered: false });
  return recount(ctx, matter, [{ number: home.holder, before, after }]);
}

/** Takes a home off the roll. */
export function removeUnit(ctx: ApplyContext<'vote'>, matter: Matter, unit: number): Matter {
  const home = expectPresent(ctx.get(units, [matter.id, unit]), 'vote: a home is not on the roll');
  ctx.remove(units, [matter.id, unit]);
  if (home.excluded !== undefined) return countExcluded(ctx, matter, home.building, -1);
  const before = holderAt(ctx, matter, home.holder);
  const after = withoutHome(before, { ...home, isCovered: isCovered(home, before) });
  return recount(ctx, matter, [{ number: home.holder, before, after }]);
}

/** The buildings in which a holder has homes that count. */
export function buildingsHeld(
  ctx: ReadContext<'vote'>,
  id: Uint8Array,
  number: number,
): Set<number> {
  const holder = ctx.get(holders, [id, number]);
  return new Set(holder?.holdings.map(({ building }) => building));
}

/** Whether the holder of a home has spoken for it: since it is theirs. */
export function isCovered({ since }: Unit, { said }: Holder): boolean {
  return said !== undefined && since <= said.act;
}

function holderAt(ctx: ReadContext<'vote'>, { id }: Matter, number: number): Holder {
  return expectPresent(ctx.get(holders, [id, number]), 'vote: a holder is not on the roll');
}
