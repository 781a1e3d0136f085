import type { Result } from '@madang/base';
import { type ApplyContext, type ReadContext, type Refusal, refuse } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { checkTime, type Matter } from './matter.ts';
import { paperRefused } from './schema.ts';
import { type Speaker, speaker } from './speaking.ts';

/** One paper of a batch. */
export interface Paper {
  readonly person: number;
  readonly arrivedAt: number;
}

/**
 * How far a paper's time may be after the block's, ms: where several nodes agree, the time of a
 * block is some seconds behind the clocks of offices, and those differ as well.
 */
const CLOCKS_DIFFER_MS = 60_000;

/** Whether a time stamped at a desk is later than any right clock can have shown. */
export function isAhead({ block }: ReadContext<'vote'>, arrivedAt: number): boolean {
  return arrivedAt > block.timeMs + CLOCKS_DIFFER_MS;
}

/**
 * The person of a paper, if it comes in time: by its entry on the ledger, or by its arrival at the
 * desk, as the decision says.
 */
export function paperSpeaker(
  ctx: ReadContext<'vote'>,
  matter: Matter,
  { person, arrivedAt }: Paper,
): Result<Speaker, Refusal> {
  const { timeMs } = ctx.block;
  const openedAt = matter.progress.openedAt ?? 0;
  if (arrivedAt < openedAt || isAhead(ctx, arrivedAt)) return refuse(errors.ARRIVAL_NOT_VALID, {});
  const governs = matter.decision.settings.paper === 'arrival' ? arrivedAt : timeMs;
  const inTime = checkTime(ctx, matter, governs);
  return inTime.ok ? speaker(ctx, matter, person, 'paper') : inTime;
}

/**
 * Counts a batch paper by paper. One that cannot be counted says why and leaves the others alone.
 */
export function countPapers<P extends Paper>(
  ctx: ApplyContext<'vote'>,
  matter: Matter,
  papers: readonly P[],
  count: (matter: Matter, paper: P) => Result<Matter, Refusal>,
): Matter {
  let counted = matter;
  for (const paper of papers) {
    const next = count(counted, paper);
    if (next.ok) counted = next.value;
    else ctx.emit(paperRefused, noted(matter, paper, next.error));
  }
  return counted;
}

function noted({ id }: Matter, { person }: Paper, { code }: Refusal) {
  return { decision: id, person, error: code };
}
