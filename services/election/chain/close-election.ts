import { addSelections } from '@madang/ballot';
import { expectPresent, ok } from '@madang/base';
import { type ApplyContext, type ReadContext, refuse, transaction } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { type Group, groupsOf } from './groups.ts';
import {
  byOfficer,
  finish,
  isBeforehand,
  isRunning,
  knownMatter,
  type Matter,
  turnoutAt,
  turnoutOf,
} from './matter.ts';
import { closed, closePayload } from './schema.ts';
import { type Progress, revealed, sums } from './state.ts';

/**
 * Ends an election. `over`: no ballot is taken any more, and it is fixed which sums the trustees
 * decrypt; `called-off`: nothing of it is ever decrypted.
 *
 * Who: an officer of the election's institution. Changes: the progress of the election, and the
 * sums that are decrypted. Cost: for the most sums 16,000 additions in the group. Errors:
 * UNKNOWN_ELECTION, NOT_OPEN, STILL_OPEN, REASON_MISSING.
 */
export const closeElection = transaction({
  service: 'election',
  name: 'closeElection',
  payload: closePayload,
  access: byOfficer,
  costUs: 250_000,
  retention: 'forever',
  errors: [errors.UNKNOWN_ELECTION, errors.NOT_OPEN, errors.STILL_OPEN, errors.REASON_MISSING],
  check(ctx, { election, how, reason }) {
    const matter = knownMatter(ctx, election);
    if (!matter.ok) return matter;
    const { status, closesAt } = matter.value.progress;
    const runs = isRunning(matter.value);
    if (how === 'called-off') {
      const isToCome = status === 'draft' || isBeforehand(matter.value);
      if (!runs && !isToCome) return refuse(errors.NOT_OPEN, {});
      return reason === undefined ? refuse(errors.REASON_MISSING, {}) : matter;
    }
    if (!runs) return refuse(errors.NOT_OPEN, {});
    const isOver = ctx.block.timeMs >= closesAt || hasEverybodyVoted(ctx, matter.value);
    return isOver ? ok(matter.value) : refuse(errors.STILL_OPEN, { closesAt });
  },
  apply(ctx, payload, matter) {
    const closedAt = ctx.block.timeMs;
    const ended =
      payload.how === 'over' ? reveal(ctx, matter) : ({ status: 'called-off' } as const);
    ctx.emit(closed, payload);
    finish(ctx, { ...matter, progress: { ...matter.progress, ...ended, closedAt } });
  },
});

/** Nobody is left to vote, and no ballot can be replaced: waiting would change nothing. */
function hasEverybodyVoted(ctx: ReadContext<'election'>, matter: Matter): boolean {
  const { voters, ballots } = turnoutOf(ctx, matter);
  return matter.election.revote === 'none' && voters === ballots;
}

/** Fixes which sums are decrypted. */
function reveal(ctx: ApplyContext<'election'>, matter: Matter): Pick<Progress, 'status' | 'sums'> {
  const { id, election } = matter;
  const groups = groupsIn(ctx, matter);
  let sum = 0;
  for (const { buildings, ballots } of groups) {
    for (const measure of election.measures.keys()) {
      const weight = buildings.reduce(
        (total, building) => total + (turnoutAt(ctx, id, building).cast[measure] ?? 0),
        0,
      );
      const selections = sumOf(ctx, matter, buildings, measure);
      ctx.put(revealed, [id, sum], {
        measure,
        buildings: [...buildings],
        ballots,
        weight,
        selections,
      });
      sum += 1;
    }
  }
  return { status: sum === 0 ? 'undisclosed' : 'closed', sums: sum };
}

function groupsIn(ctx: ReadContext<'election'>, { id, election }: Matter): readonly Group[] {
  const buildings = Array.from({ length: election.buildings }, (_, at) => at);
  const ballots = buildings.map((building) => turnoutAt(ctx, id, building).ballots);
  if (election.results === 'buildings') return groupsOf(ballots);
  const [all] = groupsOf([ballots.reduce((total, one) => total + one, 0)]);
  return all === undefined ? [] : [{ buildings, ballots: all.ballots }];
}

function sumOf(
  ctx: ReadContext<'election'>,
  { id, election }: Matter,
  buildings: readonly number[],
  measure: number,
): Uint8Array {
  const scopes = election.results === 'complex' ? [0] : buildings;
  return scopes
    .map(
      (scope) => expectPresent(ctx.get(sums, [id, [scope, measure]]), 'election: a sum').selections,
    )
    .reduce((left, right) => addSelections(left, right, 1));
}
