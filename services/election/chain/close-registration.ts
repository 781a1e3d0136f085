import { ok, type Result } from '@madang/base';
import { type CheckContext, type Refusal, refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { evenOut, mixOf } from './key-lists.ts';
import { byOfficer, finish, knownMatter, type Matter, turnoutOf } from './matter.ts';
import { closeRegistrationPayload, FEWEST_KEYS, registrationClosed } from './schema.ts';
import { registrations } from './state.ts';

/**
 * Ends the registration of keys; the trustees can mix them now.
 *
 * Who: an officer of the election's institution. Changes: the progress of the election; the last
 * lists of buildings are evened out. Cost: for each building at most a quarter of a list of keys is
 * moved. Errors: UNKNOWN_ELECTION, NOT_REGISTERING, STILL_REGISTERING, KEYS_DIFFER, TOO_FEW_KEYS.
 */
export const closeRegistration = transaction({
  service: 'election',
  name: 'closeRegistration',
  payload: closeRegistrationPayload,
  access: byOfficer,
  costUs: 200_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_REGISTERING,
    errors.STILL_REGISTERING,
    errors.KEYS_DIFFER,
    errors.TOO_FEW_KEYS,
  ],
  check(ctx, payload) {
    const matter = knownMatter(ctx, payload.election);
    if (!matter.ok) return matter;
    const { election, progress } = matter.value;
    if (progress.status !== 'registering') return refuse(errors.NOT_REGISTERING, {});
    const until = election.mixing?.registersUntil ?? 0;
    const keys = keysIn(ctx, matter.value);
    const total = keys.reduce((sum, one) => sum + one, 0);
    const isOver = ctx.block.timeMs >= until || total === turnoutOf(ctx, matter.value).voters;
    if (!isOver) return refuse(errors.STILL_REGISTERING, { until });
    if (payload.keys !== total) return refuse(errors.KEYS_DIFFER, { keys: total });
    const verdict = checkEnough(keys);
    return verdict.ok ? ok(matter.value) : verdict;
  },
  apply(ctx, payload, matter) {
    const { id, election, progress } = matter;
    for (let building = 0; building < election.buildings; building++) evenOut(ctx, id, building);
    const { lists } = mixOf(ctx, id);
    ctx.emit(registrationClosed, { ...payload, lists });
    finish(ctx, { ...matter, progress: { ...progress, status: 'mixing' } });
  },
});

/** How many keys are registered in each building. */
function keysIn(ctx: CheckContext<'election'>, { id, election }: Matter): readonly number[] {
  return Array.from(
    { length: election.buildings },
    (_, building) => ctx.get(registrations, [id, building])?.keys ?? 0,
  );
}

/** Few keys hide nobody: a building has none, or enough, and there is one that has. */
function checkEnough(keys: readonly number[]): Result<void, Refusal> {
  const isOnly = keys.every((count) => count === 0);
  const building = isOnly ? 0 : keys.findIndex((count) => count > 0 && count < FEWEST_KEYS);
  if (building < 0) return ok(undefined);
  const needed = { keys: keys[building] ?? 0, needed: FEWEST_KEYS };
  return refuse(errors.TOO_FEW_KEYS, { building, ...needed });
}
