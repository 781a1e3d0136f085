import type { TypeOf } from '@madang/base';
import { findingsOf, type ScopeFinding } from '../chain/findings.ts';
import { type Amounts, EMPTY_TALLY, NOTHING, type Rule, type Tally } from '../chain/rule.ts';
import type { ChangePayload, Vote } from '../chain/schema.ts';
import type { settings } from '../chain/settings.ts';

/** A home as the query `vote.homes` gives it. */
export interface CountedHome {
  readonly unit: number;
  readonly building: number;
  readonly areaMilliM2: number;
  readonly holder: number;
  readonly excluded?: string;
  readonly says?: Vote;
}

type Settings = TypeOf<typeof settings>;
type Change = ChangePayload['change'];
type Ends = Pick<Settings, 'representativeEnds'>;

/**
 * The homes after changes of the roll, which are of homes that are there. What a home said that was
 * excluded and is not any more
 * cannot be seen in the homes: it is taken to have said nothing.
 */
export function homesAfter<H extends CountedHome>(
  homes: readonly H[],
  changes: readonly Change[],
  settings: Ends,
): readonly H[] {
  return changes.reduce((now, change) => now.map((home) => changed(home, change, settings)), homes);
}

function changed<H extends CountedHome>(home: H, change: Change, { representativeEnds }: Ends): H {
  const { says, ...silent } = home;
  if (change.kind === 'representative') {
    const lapses = representativeEnds === 'lapses' && change.holder === home.holder;
    return lapses ? (silent as H) : home;
  }
  if (change.kind !== 'unit' || change.entry.unit !== home.unit) return home;
  const { building, areaMilliM2, holder, excluded } = change.entry;
  const { excluded: _, ...kept } = silent;
  const isSaid = says !== undefined && holder === home.holder && excluded === undefined;
  const moved = { ...kept, building, areaMilliM2, holder };
  return {
    ...moved,
    ...(excluded === undefined ? {} : { excluded }),
    ...(isSaid ? { says } : {}),
  } as H;
}

/** The tallies of homes: the complex, then each building. */
export function talliesOf(homes: readonly CountedHome[], buildings: number): readonly Tally[] {
  const scopes = Array.from({ length: buildings + 1 }, (_, scope) => scope);
  return scopes.map((scope) =>
    tallyOf(homes.filter(({ building }) => scope === 0 || building === scope - 1)),
  );
}

function tallyOf(homes: readonly CountedHome[]): Tally {
  const counted = homes.filter(({ excluded }) => excluded === undefined);
  const saying = (vote: Vote): Amounts => amountsOf(counted.filter(({ says }) => says === vote));
  return {
    ...EMPTY_TALLY,
    eligible: amountsOf(counted),
    agree: saying('agree'),
    refuse: saying('refuse'),
    abstain: saying('abstain'),
    excluded: homes.length - counted.length,
  };
}

function amountsOf(homes: readonly CountedHome[]): Amounts {
  return homes.reduce(
    (sum, { areaMilliM2 }) => ({ ...sum, homes: sum.homes + 1, area: sum.area + areaMilliM2 }),
    { ...NOTHING, heads: new Set(homes.map(({ holder }) => holder)).size },
  );
}

/** What a condition finds at one place before and after; absent where it asks nothing there. */
export interface FindingChange {
  readonly condition: number;
  readonly scope: number;
  readonly before?: ScopeFinding;
  readonly after?: ScopeFinding;
}

/** What a decision is counted by. */
export interface Counting {
  readonly rule: Rule;
  readonly settings: Pick<Settings, 'abstentions'>;
  readonly buildings: number;
}

/** Where conditions find something else than before, in the order of conditions and places. */
export function findingChanges(
  { rule, settings, buildings }: Counting,
  before: readonly CountedHome[],
  after: readonly CountedHome[],
): readonly FindingChange[] {
  const found = (homes: readonly CountedHome[]) =>
    findingsOf(rule, settings.abstentions, talliesOf(homes, buildings));
  const [were, are] = [found(before), found(after)];
  const all = [...were, ...are.filter((one) => !were.some((other) => isSamePlace(one, other)))];
  return all.flatMap(({ condition, scope }) => {
    const was = were.find((one) => isSamePlace(one, { condition, scope }));
    const is = are.find((one) => isSamePlace(one, { condition, scope }));
    if (isSameFinding(was, is)) return [];
    const place = { condition, scope };
    return [{ ...place, ...(was && { before: was }), ...(is && { after: is }) }];
  });
}

interface Place {
  readonly condition: number;
  readonly scope: number;
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.condition === other.condition && one.scope === other.scope;
}

function isSameFinding(one: ScopeFinding | undefined, other: ScopeFinding | undefined): boolean {
  return one?.numerator === other?.numerator && one?.denominator === other?.denominator;
}
