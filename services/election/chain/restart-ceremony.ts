import { refuse, transaction } from '@madang/kernel/define';
import { missingOf, recordsOf, stageOf, voidCeremony } from './ceremony.ts';
import { errors } from './errors.ts';
import { byOfficer, draftMatter } from './matter.ts';
import { restartPayload } from './schema.ts';

/**
 * Gives a ceremony up that does not get on, and begins the next one with new randomness. Whoever it
 * waited for is named on record.
 *
 * Who: an officer of the election's institution. Changes: the ceremony is void. Cost: a read and a
 * write for each trustee. Errors: UNKNOWN_ELECTION, NOT_A_DRAFT, WRONG_STAGE.
 */
export const restartCeremony = transaction({
  service: 'election',
  name: 'restartCeremony',
  payload: restartPayload,
  access: byOfficer,
  costUs: 5_000,
  retention: 'forever',
  errors: [errors.UNKNOWN_ELECTION, errors.NOT_A_DRAFT, errors.WRONG_STAGE],
  check(ctx, { election, round }) {
    const matter = draftMatter(ctx, election);
    if (!matter.ok) return matter;
    const { round: now } = matter.value.progress;
    const stage = stageOf(recordsOf(ctx, matter.value));
    return round === now ? matter : refuse(errors.WRONG_STAGE, { stage, round: now });
  },
  apply(ctx, _, matter) {
    voidCeremony(ctx, matter, { why: 'missing', blamed: missingOf(recordsOf(ctx, matter)) });
  },
});
