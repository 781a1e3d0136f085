import { equalBytes, expectPresent, ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  access,
  journalWithAct,
  type ReadContext,
  type Refusal,
  refuse,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { isEstablishedBy } from './establish.ts';
import { established } from './schema.ts';
import {
  COMPLEX,
  type Decision,
  decisions,
  establishments,
  type Progress,
  progress as progressTable,
  scopeOf,
  tallies,
} from './state.ts';

/** A decision with how far it is. */
export interface Matter {
  readonly id: Uint8Array;
  readonly decision: Decision;
  readonly progress: Progress;
}

const found = {
  key: 'decision',
  field: 'owner',
  missing: errors.UNKNOWN_DECISION,
} as const;

/** An officer of the institution that drafted the decision. */
export const byOfficer = access.owner(decisions, found);

/** Two different officers of that institution together. */
export const byTwoOfficers = access.owner(decisions, { ...found, together: 2 });

/** The decision of an act, in whatever state. */
export function knownMatter(ctx: ReadContext<'vote'>, id: Uint8Array): Result<Matter, Refusal> {
  const decision = ctx.get(decisions, id);
  if (decision === undefined) return refuse(errors.UNKNOWN_DECISION, {});
  return ok({
    id,
    decision,
    progress: expectPresent(ctx.get(progressTable, id), 'vote: progress'),
  });
}

/** A decision that is being prepared. */
export function draftMatter(ctx: ReadContext<'vote'>, id: Uint8Array): Result<Matter, Refusal> {
  const matter = knownMatter(ctx, id);
  if (!matter.ok) return matter;
  return matter.value.progress.status === 'draft' ? matter : refuse(errors.NOT_A_DRAFT, {});
}

/** A decision that takes acts, whatever the time. */
export function openMatter(ctx: ReadContext<'vote'>, id: Uint8Array): Result<Matter, Refusal> {
  const matter = knownMatter(ctx, id);
  if (!matter.ok) return matter;
  return matter.value.progress.status === 'open' ? matter : refuse(errors.NOT_OPEN, {});
}

/** Whether a time, ms, is too late. A decision closes at a whole second. */
export function isLate({ decision, progress }: Matter, timeMs: number): boolean {
  const graceMs = decision.settings.closingSecond === 'counts' ? 1_000 : 0;
  return timeMs >= progress.closesAt + graceMs;
}

/** Refuses what comes too late: after the close, or after the end that establishment is. */
export function checkTime(
  ctx: ReadContext<'vote'>,
  matter: Matter,
  timeMs: number,
): Result<void, Refusal> {
  if (isLate(matter, timeMs))
    return refuse(errors.TOO_LATE, { closedAt: matter.progress.closesAt });
  if (matter.decision.settings.afterEstablishment === 'open') return ok(undefined);
  return checkNotEstablished(ctx, matter.id);
}

/** Refuses what only can be before the decision is made. */
export function checkNotEstablished(
  ctx: ReadContext<'vote'>,
  id: Uint8Array,
): Result<void, Refusal> {
  const at = ctx.get(establishments, id)?.at;
  return at === undefined ? ok(undefined) : refuse(errors.ESTABLISHED, { establishedAt: at });
}

/** Refuses another text than that of the decision. */
export function checkText({ decision }: Matter, text: Uint8Array): Result<void, Refusal> {
  return equalBytes(decision.text, text) ? ok(undefined) : refuse(errors.TEXT_DIFFERS, {});
}

/** The number of the act that is being done, counted from 1. */
export function actNumber({ progress }: Matter): number {
  return progress.acts + 1;
}

/**
 * Ends an act: writes it in the journal, and establishes the decision if now all conditions hold
 * for the first time.
 */
export function finish(ctx: ApplyContext<'vote'>, matter: Matter): void {
  const { id, decision } = matter;
  const progress = {
    ...matter.progress,
    acts: actNumber(matter),
    journal: journalWithAct(ctx, matter.progress.journal),
  };
  ctx.put(progressTable, id, progress);
  if (progress.status !== 'open' || ctx.has(establishments, id)) return;
  if (!isEstablishedBy(ctx, { id, decision, progress })) return;
  const { height, timeMs } = ctx.block;
  const scopes = [COMPLEX, ...Array.from({ length: decision.buildings }, (_, n) => scopeOf(n))];
  ctx.put(establishments, id, {
    height,
    index: ctx.index,
    at: timeMs,
    by: ctx.transaction.id,
    acts: progress.acts,
    tallies: scopes.map((scope) => expectPresent(ctx.get(tallies, [id, scope]), 'vote: a tally')),
  });
  ctx.emit(established, { decision: id });
}
