import { equalBytes, expectPresent, type Result } from '@madang/base';
import {
  type ApplyContext,
  allow,
  type CheckContext,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { recount } from './count.ts';
import { errors } from './errors.ts';
import { saying } from './holding.ts';
import { actNumber, byOfficer, finish, isLate, type Matter, openMatter } from './matter.ts';
import {
  addHolder,
  addUnit,
  buildingsHeld,
  checkHolder,
  checkRoom,
  isCovered,
  removeUnit,
} from './roll.ts';
import { type ChangePayload, changePayload, type RollUnit, rollChanged } from './schema.ts';
import {
  acts,
  type Holder,
  holders,
  MAX_HELD_BUILDINGS,
  persons,
  type Unit,
  units,
} from './state.ts';

type Change = ChangePayload['change'];
type ChangeOf<K extends Change['kind']> = Extract<Change, { readonly kind: K }>;

/**
 * Changes one line of a frozen roll, with a reason and its evidence. What it means for the count
 * holds from this act on, and can itself establish the decision. A home that goes to another holder
 * takes no saying along: the one before no longer speaks for it, the new one has yet to. Once the
 * time is past the roll is what it was: no correction can make a decision afterwards.
 *
 * Who: an officer of the decision's institution. Changes: one line, and the tallies. Cost: as an
 * act.
 * Errors: ROLL_FROZEN for a sale where the roll does not follow; the others as listed.
 */
export const changeRoll = transaction({
  service: 'vote',
  name: 'changeRoll',
  payload: changePayload,
  access: byOfficer,
  costUs: 3_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_DECISION,
    errors.NOT_OPEN,
    errors.TOO_LATE,
    errors.ROLL_FROZEN,
    errors.ROLL_LINE_KNOWN,
    errors.ROLL_NAMES_UNKNOWN,
    errors.SHARES_NOT_WHOLE,
    errors.REPRESENTATIVE_NOT_MEMBER,
    errors.TOO_MANY_HOLDERS,
    errors.TOO_MANY_BUILDINGS_HELD,
    errors.NOTHING_CHANGES,
  ],
  check(ctx, payload) {
    const matter = openMatter(ctx, payload.decision);
    if (!matter.ok) return matter;
    if (isLate(matter.value, ctx.block.timeMs)) {
      return refuse(errors.TOO_LATE, { closedAt: matter.value.progress.closesAt });
    }
    if (payload.reason === 'transfer' && matter.value.decision.settings.roll === 'frozen') {
      return refuse(errors.ROLL_FROZEN, {});
    }
    const fits = checkChange(ctx, matter.value, payload.change);
    return fits.ok ? matter : fits;
  },
  apply(ctx, { decision, reason, change }, matter) {
    ctx.emit(rollChanged, { decision, kind: change.kind, reason });
    finish(ctx, applyChange(ctx, matter, change));
  },
});

function checkChange(
  ctx: CheckContext<'vote'>,
  matter: Matter,
  change: Change,
): Result<void, Refusal> {
  switch (change.kind) {
    case 'person':
      return ctx.has(persons, [matter.id, change.person])
        ? refuse(errors.ROLL_LINE_KNOWN, { list: 'persons', line: 0 })
        : allow();
    case 'holder':
      return checkNewHolder(ctx, matter, change);
    case 'unit':
      return checkUnit(ctx, matter, change.entry);
    case 'representative':
      return checkRepresentative(ctx, matter, change);
  }
}

function checkNewHolder(
  ctx: CheckContext<'vote'>,
  matter: Matter,
  { entry }: ChangeOf<'holder'>,
): Result<void, Refusal> {
  const { id } = matter;
  if (ctx.has(holders, [id, entry.holder])) {
    return refuse(errors.ROLL_LINE_KNOWN, { list: 'holders', line: 0 });
  }
  const shares = checkHolder(entry, 0);
  if (!shares.ok) return shares;
  const areKnown = entry.members.every(({ person }) => ctx.has(persons, [id, person]));
  if (!areKnown) return refuse(errors.ROLL_NAMES_UNKNOWN, { list: 'holders', line: 0 });
  return checkRoom(ctx, matter, entry, new Map());
}

function checkUnit(
  ctx: CheckContext<'vote'>,
  { id, decision }: Matter,
  entry: RollUnit,
): Result<void, Refusal> {
  if (entry.building >= decision.buildings || !ctx.has(holders, [id, entry.holder])) {
    return refuse(errors.ROLL_NAMES_UNKNOWN, { list: 'units', line: 0 });
  }
  const held = buildingsHeld(ctx, id, entry.holder).add(entry.building);
  if (held.size > MAX_HELD_BUILDINGS) {
    return refuse(errors.TOO_MANY_BUILDINGS_HELD, { max: MAX_HELD_BUILDINGS });
  }
  const before = ctx.get(units, [id, entry.unit]);
  return before !== undefined && isSameUnit(before, entry)
    ? refuse(errors.NOTHING_CHANGES, {})
    : allow();
}

function isSameUnit(before: Unit, entry: RollUnit): boolean {
  return (
    before.building === entry.building &&
    before.areaMilliM2 === entry.areaMilliM2 &&
    before.use === entry.use &&
    before.holder === entry.holder &&
    before.excluded === entry.excluded &&
    equalBytes(before.commitment, entry.commitment)
  );
}

function checkRepresentative(
  ctx: CheckContext<'vote'>,
  { id }: Matter,
  { holder: number, person }: ChangeOf<'representative'>,
): Result<void, Refusal> {
  const holder = ctx.get(holders, [id, number]);
  if (holder === undefined) return refuse(errors.ROLL_NAMES_UNKNOWN, { list: 'holders', line: 0 });
  if (holder.representative === person) return refuse(errors.NOTHING_CHANGES, {});
  const isMember =
    person === undefined || holder.members.some((member) => member.person === person);
  return isMember ? allow() : refuse(errors.REPRESENTATIVE_NOT_MEMBER, { line: 0 });
}

function applyChange(ctx: ApplyContext<'vote'>, matter: Matter, change: Change): Matter {
  const { id } = matter;
  switch (change.kind) {
    case 'person':
      ctx.put(persons, [id, change.person], { commitment: change.commitment, holders: [] });
      return matter;
    case 'holder':
      addHolder(ctx, matter, change.entry);
      return matter;
    case 'unit':
      return applyUnit(ctx, matter, change.entry);
    case 'representative':
      return applyRepresentative(ctx, matter, change);
  }
}

function applyRepresentative(
  ctx: ApplyContext<'vote'>,
  matter: Matter,
  { holder: number, person }: ChangeOf<'representative'>,
): Matter {
  const before = expectPresent(ctx.get(holders, [matter.id, number]), 'vote: a holder');
  const { representative: _, ...rest } = before;
  const named = person === undefined ? rest : { ...rest, representative: person };
  const lapses = matter.decision.settings.representativeEnds === 'lapses';
  const after: Holder = lapses ? saying(named, undefined) : named;
  return recount(ctx, matter, [{ number, before, after }]);
}

function applyUnit(ctx: ApplyContext<'vote'>, matter: Matter, entry: RollUnit): Matter {
  const { id } = matter;
  const before = ctx.get(units, [id, entry.unit]);
  if (before === undefined) return addUnit(ctx, matter, entry, actNumber(matter));
  const changed =
    before.holder === entry.holder
      ? correctUnit(ctx, matter, before, entry)
      : addUnit(ctx, removeUnit(ctx, matter, entry.unit), entry, actNumber(matter));
  forgetWhoHoldsNothing(ctx, changed, before.holder);
  return changed;
}

/** A home of the same holder keeps what was said for it, and the holder what it says. */
function correctUnit(
  ctx: ApplyContext<'vote'>,
  matter: Matter,
  before: Unit,
  entry: RollUnit,
): Matter {
  const { holder: number } = before;
  const holder = expectPresent(ctx.get(holders, [matter.id, number]), 'vote: a holder');
  const { said } = holder;
  const added = addUnit(ctx, removeUnit(ctx, matter, entry.unit), entry, before.since);
  if (said === undefined || entry.excluded !== undefined) return added;
  const moved = expectPresent(ctx.get(holders, [matter.id, number]), 'vote: a holder');
  const after = isCovered(before, holder) ? covering(moved, entry, said) : { ...moved, said };
  return recount(ctx, added, [{ number, before: moved, after }]);
}

/** A holder that says what it said for one home again, without speaking for any other. */
function covering(holder: Holder, entry: RollUnit, said: NonNullable<Holder['said']>): Holder {
  const holdings = holder.holdings.map((one) =>
    one.building === entry.building
      ? {
          ...one,
          coveredHomes: one.coveredHomes + 1,
          coveredMilliM2: one.coveredMilliM2 + entry.areaMilliM2,
        }
      : one,
  );
  return { ...holder, holdings, said };
}

/** A person who holds nothing any more says nothing any more. */
function forgetWhoHoldsNothing(ctx: ApplyContext<'vote'>, { id }: Matter, number: number): void {
  const holder = expectPresent(ctx.get(holders, [id, number]), 'vote: a holder');
  if (holder.holdings.length > 0) return;
  for (const { person } of holder.members) {
    const numbers = ctx.get(persons, [id, person])?.holders ?? [];
    const holdsNothing = numbers.every(
      (other) => ctx.get(holders, [id, other])?.holdings.length === 0,
    );
    if (holdsNothing) ctx.remove(acts, [id, person]);
  }
}
