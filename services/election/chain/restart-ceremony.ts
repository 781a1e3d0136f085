import { refuse, transaction } from '@madang/kernel/define';
import { recordsOf, voidCeremony } from './ceremony.ts';
import { errors } from './errors.ts';
import { byOfficer, draftMatter } from './matter.ts';
import { PATIENCE_MS, restartPayload } from './schema.ts';
import { missingOf, stageOf } from './stages.ts';

/**
 * Gives a ceremony up that does not get on, and begins the next one with new randomness. Whoever it
 * has waited for a fair time is named on record; before that nobody is.
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
    const isFair = ctx.block.timeMs - matter.progress.waitsSince >= PATIENCE_MS;
    const blamed = isFair ? missingOf(recordsOf(ctx, matter)) : [];
    voidCeremony(ctx, matter, { why: blamed.length > 0 ? 'missing' : 'restarted', blamed });
  },
});
