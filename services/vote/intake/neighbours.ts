import { writtenArea } from './cells.ts';
import type { HomeLines } from './check-home.ts';
import { type Home, placeOf } from './home.ts';

interface Floor {
  readonly floor: number;
  readonly areaMilliM2: number;
}

/**
 * The area of the nearest homes above and below in the same line of a building, where they agree: a
 * guess to be confirmed by whoever has the register of buildings.
 */
export function neighbourAreas(homes: readonly HomeLines[]): (home: Home) => string | undefined {
  const byLine = new Map<string, Floor[]>();
  for (const { home, lines } of homes) {
    const place = placeOf(home.unit);
    const areaMilliM2 = lines.find((line) => line.areaMilliM2 !== undefined)?.areaMilliM2;
    if (place === undefined || areaMilliM2 === undefined) continue;
    const key = `${home.building} ${place.line}`;
    const floors = byLine.get(key) ?? [];
    floors.push({ floor: place.floor, areaMilliM2 });
    byLine.set(key, floors);
  }
  return ({ building, unit }) => {
    const place = placeOf(unit);
    if (place === undefined) return undefined;
    const floors = byLine.get(`${building} ${place.line}`) ?? [];
    const near = nearest(floors, place.floor).map((one) => one.areaMilliM2);
    const [first] = near;
    const isAgreed = first !== undefined && near.every((area) => area === first);
    return isAgreed ? writtenArea(first) : undefined;
  };
}

function nearest(floors: readonly Floor[], at: number): readonly Floor[] {
  const closest = (some: readonly Floor[]): readonly Floor[] =>
    some.length === 0
      ? []
      : [some.reduce((a, b) => (Math.abs(b.floor - at) < Math.abs(a.floor - at) ? b : a))];
  return [
    ...closest(floors.filter(({ floor }) => floor > at)),
    ...closest(floors.filter(({ floor }) => floor < at)),
  ];
}
