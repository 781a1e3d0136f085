import { refuse, transaction } from '@madang/kernel/define';
import { followBuilding, zeros } from './count.ts';
import { errors } from './errors.ts';
import { tallyAt } from './establish.ts';
import { byOfficer, draftMatter, finish } from './matter.ts';
import { opened, openPayload } from './schema.ts';
import { COMPLEX, type Progress, scopeOf } from './state.ts';

/**
 * Freezes the roll and takes acts from now on. The officer says what the roll comes to, so that a
 * list of which a part was lost does not open.
 *
 * Who: an officer of the decision's institution. Changes: the progress of the decision. Cost: a
 * read
 * for each building. Errors: UNKNOWN_DECISION, NOT_A_DRAFT, CLOSE_NOT_VALID, ROLL_DIFFERS,
 * BUILDING_EMPTY.
 */
export const openDecision = transaction({
  service: 'vote',
  name: 'openDecision',
  payload: openPayload,
  access: byOfficer,
  costUs: 10_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_DECISION,
    errors.NOT_A_DRAFT,
    errors.CLOSE_NOT_VALID,
    errors.ROLL_DIFFERS,
    errors.BUILDING_EMPTY,
  ],
  check(ctx, payload) {
    const matter = draftMatter(ctx, payload.decision);
    if (!matter.ok) return matter;
    const { id, decision, progress } = matter.value;
    if (progress.closesAt <= ctx.block.timeMs) return refuse(errors.CLOSE_NOT_VALID, {});
    const { heads, homes, area } = tallyAt(ctx, id, COMPLEX).eligible;
    if (payload.heads !== heads || payload.homes !== homes || payload.areaMilliM2 !== area) {
      return refuse(errors.ROLL_DIFFERS, { heads, homes, areaMilliM2: area });
    }
    for (let building = 0; building < decision.buildings; building++) {
      const { eligible, excluded } = tallyAt(ctx, id, scopeOf(building));
      if (eligible.homes + excluded === 0) return refuse(errors.BUILDING_EMPTY, { building });
    }
    return matter;
  },
  apply(ctx, payload, matter) {
    const { id, decision } = matter;
    let progress: Progress = {
      ...matter.progress,
      status: 'open',
      openedAt: ctx.block.timeMs,
      asked: zeros(decision.rule),
      unmet: zeros(decision.rule),
    };
    for (let building = 0; building < decision.buildings; building++) {
      const tally = tallyAt(ctx, id, scopeOf(building));
      progress = followBuilding(decision, progress, undefined, tally);
    }
    ctx.emit(opened, payload);
    finish(ctx, { ...matter, progress });
  },
});
