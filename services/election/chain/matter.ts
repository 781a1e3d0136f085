import { expectPresent, ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  access,
  journalWithAct,
  type ReadContext,
  type Refusal,
  refuse,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import {
  type Election,
  elections,
  type Progress,
  progress as progressTable,
  type Turnout,
  turnouts,
} from './state.ts';

/** An election with how far it is. */
export interface Matter {
  readonly id: Uint8Array;
  readonly election: Election;
  readonly progress: Progress;
}

const found = {
  key: 'election',
  field: 'owner',
  missing: errors.UNKNOWN_ELECTION,
} as const;

/** An officer of the institution that drafted the election. */
export const byOfficer = access.owner(elections, found);

/** Two different officers of that institution together. */
export const byTwoOfficers = access.owner(elections, { ...found, together: 2 });

/** The election of an act, in whatever state. */
export function knownMatter(ctx: ReadContext<'election'>, id: Uint8Array): Result<Matter, Refusal> {
  const election = ctx.get(elections, id);
  if (election === undefined) return refuse(errors.UNKNOWN_ELECTION, {});
  const progress = expectPresent(ctx.get(progressTable, id), 'election: progress');
  return ok({ id, election, progress });
}

/** Whether an election is open, perhaps paused. */
export function isRunning({ progress: { status } }: Matter): boolean {
  return status === 'open' || status === 'paused';
}

/** Whether keys are registered or mixed, so that ballots are to be taken later. */
export function isBeforehand({ progress: { status } }: Matter): boolean {
  return status === 'registering' || status === 'mixing';
}

/** An election that is being prepared. */
export function draftMatter(ctx: ReadContext<'election'>, id: Uint8Array): Result<Matter, Refusal> {
  const matter = knownMatter(ctx, id);
  if (!matter.ok) return matter;
  return matter.value.progress.status === 'draft' ? matter : refuse(errors.NOT_A_DRAFT, {});
}

/** An election that is open and not paused, perhaps past its close. */
export function runningMatter(
  ctx: ReadContext<'election'>,
  id: Uint8Array,
): Result<Matter, Refusal> {
  const matter = knownMatter(ctx, id);
  if (!matter.ok) return matter;
  const { status } = matter.value.progress;
  if (status === 'paused') return refuse(errors.PAUSED, {});
  return status === 'open' ? matter : refuse(errors.NOT_OPEN, {});
}

/** An election that takes ballots at the time of the block. */
export function openMatter(ctx: ReadContext<'election'>, id: Uint8Array): Result<Matter, Refusal> {
  const matter = runningMatter(ctx, id);
  return matter.ok ? inTime(ctx, matter.value) : matter;
}

/** The election, if the time of the block is before its close. */
export function inTime(ctx: ReadContext<'election'>, matter: Matter): Result<Matter, Refusal> {
  const { closesAt } = matter.progress;
  return ctx.block.timeMs >= closesAt
    ? refuse(errors.TOO_LATE, { closedAt: closesAt })
    : ok(matter);
}

/** An election whose sums are being decrypted. */
export function closedMatter(
  ctx: ReadContext<'election'>,
  id: Uint8Array,
): Result<Matter, Refusal> {
  const matter = knownMatter(ctx, id);
  if (!matter.ok) return matter;
  return matter.value.progress.status === 'closed' ? matter : refuse(errors.NOT_DECRYPTING, {});
}

/** Who could vote in a building, and who did. */
export function turnoutAt(ctx: ReadContext<'election'>, id: Uint8Array, building: number): Turnout {
  return expectPresent(ctx.get(turnouts, [id, building]), 'election: a turnout is missing');
}

/** What all buildings of an election come to together. */
export function turnoutOf(ctx: ReadContext<'election'>, { id, election }: Matter): Turnout {
  const all = Array.from({ length: election.buildings }, (_, at) => turnoutAt(ctx, id, at));
  const none = election.measures.map(() => 0);
  return all.reduce(addTurnouts, { voters: 0, eligible: none, ballots: 0, cast: none });
}

/** Two buildings together. */
export function addTurnouts(left: Turnout, right: Turnout): Turnout {
  return {
    voters: left.voters + right.voters,
    eligible: addEach(left.eligible, right.eligible),
    ballots: left.ballots + right.ballots,
    cast: addEach(left.cast, right.cast),
  };
}

/** Numbers added place by place. */
export function addEach(left: readonly number[], right: readonly number[]): number[] {
  return left.map((one, at) => one + (right[at] ?? 0));
}

/** Ends an act: writes it in the journal of its election. */
export function finish(ctx: ApplyContext<'election'>, { id, progress }: Matter): void {
  ctx.put(progressTable, id, {
    ...progress,
    acts: progress.acts + 1,
    journal: journalWithAct(ctx, progress.journal),
  });
}
