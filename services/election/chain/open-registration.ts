import { GENERATOR } from '@madang/ballot';
import { ok } from '@madang/base';
import { refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { byOfficer, draftMatter, finish } from './matter.ts';
import { checkOpening } from './opening-check.ts';
import { openRegistrationPayload, registrationOpened } from './schema.ts';
import { mixes } from './state.ts';

/**
 * Freezes the roll, and lets voters register the keys that are going to be mixed.
 *
 * Who: an officer of the election's institution. Changes: the progress of the election, and a mix
 * of no keys. Cost: a read for each building and trustee. Errors: UNKNOWN_ELECTION, NOT_A_DRAFT,
 * NO_MIXING, CLOSE_NOT_VALID, ROLL_DIFFERS, KEY_NOT_READY.
 */
export const openRegistration = transaction({
  service: 'election',
  name: 'openRegistration',
  payload: openRegistrationPayload,
  access: byOfficer,
  costUs: 30_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_A_DRAFT,
    errors.NO_MIXING,
    errors.CLOSE_NOT_VALID,
    errors.ROLL_DIFFERS,
    errors.KEY_NOT_READY,
  ],
  check(ctx, payload) {
    const matter = draftMatter(ctx, payload.election);
    if (!matter.ok) return matter;
    if (matter.value.election.mixing === undefined) return refuse(errors.NO_MIXING, {});
    const verdict = checkOpening(ctx, matter.value, payload);
    return verdict.ok ? ok(matter.value) : verdict;
  },
  apply(ctx, _, matter) {
    const { id, progress } = matter;
    ctx.put(mixes, id, { lists: 0, base: GENERATOR, mixed: [] });
    ctx.emit(registrationOpened, { election: id });
    finish(ctx, { ...matter, progress: { ...progress, status: 'registering' } });
  },
});
