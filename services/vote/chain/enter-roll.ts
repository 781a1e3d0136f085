import { ok, type Result } from '@madang/base';
import { type CheckContext, type Refusal, refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byOfficer, draftMatter, finish, type Matter } from './matter.ts';
import { addHolder, addUnit, buildingsHeld, checkHolder, checkRoom } from './roll.ts';
import { type RollPayload, rollEntered, rollPayload } from './schema.ts';
import { holders, MAX_HELD_BUILDINGS, persons, units } from './state.ts';

/**
 * Enters lines of the roll of a draft: persons, holders of homes, homes.
 *
 * Who: an officer of the decision's institution. Changes: one record for each line, the persons of
 * new holders, the holders of new homes, and the tallies. Cost: at most 300 lines, each some reads
 * and writes. Errors: as listed; each names the list and the line, counted from 0.
 */
export const enterRoll = transaction({
  service: 'vote',
  name: 'enterRoll',
  payload: rollPayload,
  access: byOfficer,
  costUs: 60_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_DECISION,
    errors.NOT_A_DRAFT,
    errors.ROLL_NOT_ASCENDING,
    errors.ROLL_LINE_KNOWN,
    errors.ROLL_NAMES_UNKNOWN,
    errors.SHARES_NOT_WHOLE,
    errors.REPRESENTATIVE_NOT_MEMBER,
    errors.TOO_MANY_HOLDERS,
    errors.TOO_MANY_BUILDINGS_HELD,
  ],
  check(ctx, payload) {
    const matter = draftMatter(ctx, payload.decision);
    if (!matter.ok) return matter;
    const lists = listsOf(ctx, matter.value, payload);
    for (const list of lists) {
      const verdict = checkNumbers(list);
      if (!verdict.ok) return verdict;
    }
    const shares = checkHolders(ctx, matter.value, payload);
    if (!shares.ok) return shares;
    const homes = checkUnits(ctx, matter.value, payload);
    return homes.ok ? matter : homes;
  },
  apply(ctx, payload, matter) {
    const { id } = matter;
    for (const { person, commitment } of payload.persons) {
      ctx.put(persons, [id, person], { commitment, holders: [] });
    }
    for (const entry of payload.holders) addHolder(ctx, matter, entry);
    let counted = matter;
    for (const entry of payload.units) counted = addUnit(ctx, counted, entry, 0);
    ctx.emit(rollEntered, {
      decision: id,
      persons: payload.persons.length,
      holders: payload.holders.length,
      units: payload.units.length,
    });
    finish(ctx, counted);
  },
});

interface NumberList {
  readonly name: 'persons' | 'holders' | 'units';
  readonly numbers: readonly number[];
  readonly isKnown: (number: number) => boolean;
}

function listsOf(
  ctx: CheckContext<'vote'>,
  { id }: Matter,
  payload: RollPayload,
): readonly NumberList[] {
  return [
    {
      name: 'persons',
      numbers: payload.persons.map(({ person }) => person),
      isKnown: (number) => ctx.has(persons, [id, number]),
    },
    {
      name: 'holders',
      numbers: payload.holders.map(({ holder }) => holder),
      isKnown: (number) => ctx.has(holders, [id, number]),
    },
    {
      name: 'units',
      numbers: payload.units.map(({ unit }) => unit),
      isKnown: (number) => ctx.has(units, [id, number]),
    },
  ];
}

/** Refuses numbers that are out of order, there twice, or on the roll already. */
function checkNumbers({ name: list, numbers, isKnown }: NumberList): Result<void, Refusal> {
  let before = -1;
  for (const [line, number] of numbers.entries()) {
    if (number <= before) return refuse(errors.ROLL_NOT_ASCENDING, { list, line });
    if (isKnown(number)) return refuse(errors.ROLL_LINE_KNOWN, { list, line });
    before = number;
  }
  return ok(undefined);
}

function checkHolders(
  ctx: CheckContext<'vote'>,
  matter: Matter,
  payload: RollPayload,
): Result<void, Refusal> {
  const entered = new Set(payload.persons.map(({ person }) => person));
  const entering = new Map<number, number>();
  for (const [line, entry] of payload.holders.entries()) {
    const shares = checkHolder(entry, line);
    if (!shares.ok) return shares;
    const isUnknown = entry.members.some(
      ({ person }) => !entered.has(person) && !ctx.has(persons, [matter.id, person]),
    );
    if (isUnknown) return refuse(errors.ROLL_NAMES_UNKNOWN, { list: 'holders', line });
    const room = checkRoom(ctx, matter, entry, entering);
    if (!room.ok) return room;
  }
  return ok(undefined);
}

function checkUnits(
  ctx: CheckContext<'vote'>,
  { id, decision }: Matter,
  payload: RollPayload,
): Result<void, Refusal> {
  const entered = new Set(payload.holders.map(({ holder }) => holder));
  const line = payload.units.findIndex(
    ({ building, holder }) =>
      building >= decision.buildings || !(entered.has(holder) || ctx.has(holders, [id, holder])),
  );
  if (line >= 0) return refuse(errors.ROLL_NAMES_UNKNOWN, { list: 'units', line });
  const held = new Map<number, Set<number>>();
  for (const { holder, building } of payload.units) {
    const buildings = held.get(holder) ?? buildingsHeld(ctx, id, holder);
    buildings.add(building);
    held.set(holder, buildings);
    if (buildings.size > MAX_HELD_BUILDINGS) {
      return refuse(errors.TOO_MANY_BUILDINGS_HELD, { max: MAX_HELD_BUILDINGS });
    }
  }
  return ok(undefined);
}
