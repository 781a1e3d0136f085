import { addSelections, subtractSelections } from '@madang/ballot';
import { expectPresent } from '@madang/base';
import type { ApplyContext } from '@madang/kernel/define';
import { addEach, type Matter, turnoutAt } from './matter.ts';
import { sums, turnouts } from './state.ts';

/** Where ballots count, and how much: as those of a voter, or of a batch of papers. */
export interface Counting {
  readonly building: number;
  readonly weights: readonly number[];
}

type Of = Pick<Matter, 'id' | 'election'>;

/** Adds selections to the encrypted sums of their scope. */
export function addToSums(
  ctx: ApplyContext<'election'>,
  of: Of,
  at: Counting,
  selections: Uint8Array,
): void {
  changeSums(ctx, of, at, (kept, weight) => addSelections(kept, selections, weight));
}

/** Takes selections that were added out again. */
export function takeFromSums(
  ctx: ApplyContext<'election'>,
  of: Of,
  at: Counting,
  selections: Uint8Array,
): void {
  changeSums(ctx, of, at, (kept, weight) => subtractSelections(kept, selections, weight));
}

function changeSums(
  ctx: ApplyContext<'election'>,
  { id, election }: Of,
  { building, weights }: Counting,
  change: (kept: Uint8Array, weight: number) => Uint8Array,
): void {
  const scope = election.results === 'complex' ? 0 : building;
  for (const [measure, weight] of weights.entries()) {
    const kept = expectPresent(ctx.get(sums, [id, [scope, measure]]), 'election: a sum');
    ctx.put(sums, [id, [scope, measure]], { selections: change(kept.selections, weight) });
  }
}

/** Counts so many more ballots in the turnout of a building; fewer, if the number is negative. */
export function countBallots(
  ctx: ApplyContext<'election'>,
  { id }: Of,
  { building, weights }: Counting,
  more: number,
): void {
  const turnout = turnoutAt(ctx, id, building);
  const weighed = weights.map((weight) => weight * more);
  const [ballots, cast] = [turnout.ballots + more, addEach(turnout.cast, weighed)];
  ctx.put(turnouts, [id, building], { ...turnout, ballots, cast });
}
