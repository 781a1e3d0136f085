import type { ApplyContext } from '@madang/kernel/define';
import { tallyAt } from './establish.ts';
import type { Matter } from './matter.ts';
import {
  type Amounts,
  type Condition,
  isAsked,
  judge,
  NOTHING,
  type Rule,
  type Tally,
} from './rule.ts';
import type { Vote } from './schema.ts';
import {
  COMPLEX,
  type Decision,
  type Holder,
  type Holding,
  holders,
  type Progress,
  scopeOf,
  tallies,
} from './state.ts';

/** A holder before and after an act; `before` is absent if it was not on the roll. */
export interface HolderChange {
  readonly number: number;
  readonly before: Holder | undefined;
  readonly after: Holder;
}

/**
 * Writes holders as they are now, moves the tallies of their buildings and of the complex, and
 * gives
 * the matter with its lists of unmet buildings brought up to date. What it costs depends on the
 * buildings of the holders, not on the size of the complex.
 */
export function recount(
  ctx: ApplyContext<'vote'>,
  matter: Matter,
  changes: readonly HolderChange[],
): Matter {
  let progress = matter.progress;
  for (const change of changes) {
    ctx.put(holders, [matter.id, change.number], change.after);
    for (const building of buildingsOf(change)) {
      const moved = moveTally(ctx, matter, scopeOf(building), change);
      if (progress.status !== 'open') continue;
      progress = followBuilding(matter.decision, progress, moved.before, moved.after);
    }
    moveTally(ctx, matter, COMPLEX, change);
  }
  return { ...matter, progress };
}

/** The buildings in which a holder has homes, before or after. */
function buildingsOf({ before, after }: HolderChange): readonly number[] {
  const held = [...(before?.holdings ?? []), ...after.holdings].map(({ building }) => building);
  return held.filter((building, index) => held.indexOf(building) === index);
}

type Share = Omit<Tally, 'excluded'>;

interface Moved {
  readonly before: Tally;
  readonly after: Tally;
}

function moveTally(
  ctx: ApplyContext<'vote'>,
  { id }: Matter,
  scope: number,
  change: HolderChange,
): Moved {
  const before = tallyAt(ctx, id, scope);
  const was = change.before === undefined ? undefined : share(change.before, scope);
  const is = share(change.after, scope);
  const move = (part: keyof Share): Amounts =>
    moved(before[part], was?.[part] ?? NOTHING, is[part]);
  const after: Tally = {
    eligible: move('eligible'),
    agree: move('agree'),
    refuse: move('refuse'),
    abstain: move('abstain'),
    excluded: before.excluded,
  };
  ctx.put(tallies, [id, scope], after);
  return { before, after };
}

function moved(total: Amounts, was: Amounts, is: Amounts): Amounts {
  return {
    heads: total.heads - was.heads + is.heads,
    homes: total.homes - was.homes + is.homes,
    area: total.area - was.area + is.area,
  };
}

/** What a holder adds to the tally of a scope: one head there, with all its homes there. */
function share(holder: Holder, scope: number): Share {
  const { holdings, said } = holder;
  const here =
    scope === COMPLEX ? holdings : holdings.filter(({ building }) => scopeOf(building) === scope);
  const covered = sum(here, 'coveredHomes', 'coveredMilliM2');
  const of = (vote: Vote): Amounts => (said?.vote === vote ? covered : NOTHING);
  return {
    eligible: sum(here, 'homes', 'areaMilliM2'),
    agree: of('agree'),
    refuse: of('refuse'),
    abstain: of('abstain'),
  };
}

function sum(
  holdings: readonly Holding[],
  homesOf: 'homes' | 'coveredHomes',
  areaOf: 'areaMilliM2' | 'coveredMilliM2',
): Amounts {
  let homes = 0;
  let area = 0;
  for (const holding of holdings) {
    homes += holding[homesOf];
    area += holding[areaOf];
  }
  return { heads: homes > 0 ? 1 : 0, homes, area };
}

/** How many buildings each condition of scope `each` asks, and in how many it does not hold. */
export function followBuilding(
  { rule, settings }: Decision,
  progress: Progress,
  before: Tally | undefined,
  after: Tally,
): Progress {
  const asked: number[] = [];
  const unmet: number[] = [];
  rule.conditions.forEach((condition, index) => {
    const was = before === undefined ? NOT_ASKED : stateOf(condition, before, settings.abstentions);
    const is = stateOf(condition, after, settings.abstentions);
    asked.push((progress.asked[index] ?? 0) - was.asked + is.asked);
    unmet.push((progress.unmet[index] ?? 0) - was.unmet + is.unmet);
  });
  return { ...progress, asked, unmet };
}

const NOT_ASKED = { asked: 0, unmet: 0 } as const;

function stateOf(
  condition: Condition,
  of: Tally,
  abstentions: Decision['settings']['abstentions'],
): { readonly asked: number; readonly unmet: number } {
  const { scope } = condition;
  if (scope.kind !== 'each' || !isAsked(scope.waived, of)) return NOT_ASKED;
  return { asked: 1, unmet: judge(condition, of, abstentions).isMet ? 0 : 1 };
}

/** Lists of nothing, one entry for each condition. */
export function zeros({ conditions }: Rule): readonly number[] {
  return conditions.map(() => 0);
}

/** Counts homes that are left out of a building, or no more. */
export function countExcluded(
  ctx: ApplyContext<'vote'>,
  matter: Matter,
  building: number,
  difference: number,
): Matter {
  for (const scope of [COMPLEX, scopeOf(building)]) {
    const tally = tallyAt(ctx, matter.id, scope);
    ctx.put(tallies, [matter.id, scope], { ...tally, excluded: tally.excluded + difference });
  }
  return matter;
}
