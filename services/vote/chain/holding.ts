import type { Holder, Holding } from './state.ts';

/** A home as it counts for its holder. */
export interface HeldHome {
  readonly building: number;
  readonly areaMilliM2: number;
  /** Whether the holder has spoken for it. */
  readonly isCovered: boolean;
}

/** A holder with one more home. */
export function withHome(holder: Holder, home: HeldHome): Holder {
  return moveHome(holder, home, 1);
}

/** A holder without one of its homes. One without any home says nothing any more. */
export function withoutHome(holder: Holder, home: HeldHome): Holder {
  const rest = moveHome(holder, home, -1);
  return rest.holdings.length > 0 ? rest : saying(rest, undefined);
}

function moveHome(holder: Holder, home: HeldHome, sign: 1 | -1): Holder {
  const { building, areaMilliM2, isCovered } = home;
  const none = { building, homes: 0, areaMilliM2: 0, coveredHomes: 0, coveredMilliM2: 0 };
  const here = holder.holdings.find((one) => one.building === building) ?? none;
  const moved: Holding = {
    building,
    homes: here.homes + sign,
    areaMilliM2: here.areaMilliM2 + sign * areaMilliM2,
    coveredHomes: here.coveredHomes + (isCovered ? sign : 0),
    coveredMilliM2: here.coveredMilliM2 + (isCovered ? sign * areaMilliM2 : 0),
  };
  const others = holder.holdings.filter((one) => one.building !== building);
  const holdings = moved.homes > 0 ? [...others, moved] : others;
  return { ...holder, holdings: holdings.sort((left, right) => left.building - right.building) };
}

/** A holder that says this for all of its homes, or nothing. */
export function saying(holder: Holder, said: Holder['said']): Holder {
  const { said: _, ...rest } = holder;
  const isSpoken = said !== undefined;
  const holdings = holder.holdings.map((one) => ({
    ...one,
    coveredHomes: isSpoken ? one.homes : 0,
    coveredMilliM2: isSpoken ? one.areaMilliM2 : 0,
  }));
  return isSpoken ? { ...rest, holdings, said } : { ...rest, holdings };
}

/** Whether a holder has spoken for all of its homes. */
export function isWhollyCovered({ holdings }: Holder): boolean {
  return holdings.every(({ homes, coveredHomes }) => homes === coveredHomes);
}
