import type { DeskHome } from '@madang/client';
import type { HomeNow } from '../decision/decision-facts.ts';

/** What a home has said, or why nothing of it is counted. */
export type HomeState =
  | 'agree'
  | 'refuse'
  | 'abstain'
  | 'silent'
  | 'no-representative'
  | 'excluded';

/** A home with its name, if the desk has it. */
export type NamedHome = { home: HomeNow; label: string; salt?: string };

/** What a home has said; that it lacks a representative only where nobody else can speak. */
export function stateOf(home: HomeNow, coOwners: 'majority' | 'representative'): HomeState {
  if (home.excluded !== undefined) return 'excluded';
  if (home.says !== undefined) return home.says;
  return home.lacksRepresentative && coOwners === 'representative' ? 'no-representative' : 'silent';
}

/** Homes with their names; a home without one is called by its number. */
export function namedHomes(
  homes: readonly HomeNow[],
  labels: readonly DeskHome[],
): readonly NamedHome[] {
  const byUnit = new Map(labels.map((one) => [one.unit, one]));
  return homes.map((home) => {
    const kept = byUnit.get(home.unit);
    return kept === undefined
      ? { home, label: `#${home.unit}` }
      : { home, label: kept.label, salt: kept.salt };
  });
}

/** A home in the plan of a building: how it is written there. */
export type PlacedHome = NamedHome & { short: string };

/** A floor, from the top; without a number where names tell none. */
export type Floor = { floor: number | undefined; homes: readonly PlacedHome[] };

const unitPattern = /(\d{3,5})호?$/;
const smallest: (one: PlacedHome, other: PlacedHome) => number = (one, other) =>
  one.short.localeCompare(other.short, 'ko', { numeric: true });

/** The homes of a building floor by floor: 503 is the third home of the fifth floor. */
export function floorsOf(homes: readonly NamedHome[]): readonly Floor[] {
  const floors = new Map<number | undefined, PlacedHome[]>();
  for (const { home, label } of homes) {
    const [, unit] = unitPattern.exec(label) ?? [];
    const floor = unit === undefined ? undefined : Math.trunc(Number(unit) / 100);
    const placed = floors.get(floor) ?? [];
    placed.push({ home, label, short: unit ?? label });
    floors.set(floor, placed);
  }
  return [...floors]
    .map(([floor, placed]) => ({ floor, homes: placed.toSorted(smallest) }))
    .toSorted((one, other) => (other.floor ?? -1) - (one.floor ?? -1));
}
