import { MAX_LINES, type RollPayload } from '../chain/schema.ts';
import type { Roll, RollPerson, RollUnit } from './roll.ts';

/** What of a person and of a home goes on the ledger: salted commitments, 32 bytes each. */
export interface Commitments {
  readonly person: (person: RollPerson) => Uint8Array | Promise<Uint8Array>;
  readonly unit: (unit: RollUnit) => Uint8Array | Promise<Uint8Array>;
}

/** A payload of `enterRoll` without the decision that it is for. */
export type RollLines = Omit<RollPayload, 'decision'>;

/** The acts that put a roll on the ledger, in this order, and the totals of `openDecision`. */
export interface RollActs {
  readonly enter: readonly RollLines[];
  readonly open: { readonly heads: number; readonly homes: number; readonly areaMilliM2: number };
}

/** The acts of a roll: persons before holders before homes, at most 100 lines in each. */
export async function rollActs(roll: Roll, commitments: Commitments): Promise<RollActs> {
  const persons = await Promise.all(
    roll.persons.map(async (person) => ({
      person: person.number,
      commitment: await commitments.person(person),
    })),
  );
  const units = await Promise.all(
    roll.units.map(async (unit) => {
      const { number, building, areaMilliM2, use, holder, excluded } = unit;
      const commitment = await commitments.unit(unit);
      const line = { unit: number, building, areaMilliM2, use, holder, commitment };
      return excluded === undefined ? line : { ...line, excluded };
    }),
  );
  const holders = roll.holders.map(({ number, members, whole, representative }) => {
    const line = { holder: number, members: [...members], whole };
    return representative === undefined ? line : { ...line, representative };
  });
  const { heads, homes, areaMilliM2 } = roll.totals;
  const none = { persons: [], holders: [], units: [] };
  return {
    enter: [
      ...parts(persons).map((some) => ({ ...none, persons: some })),
      ...parts(holders).map((some) => ({ ...none, holders: some })),
      ...parts(units).map((some) => ({ ...none, units: some })),
    ],
    open: { heads, homes, areaMilliM2 },
  };
}

function parts<T>(list: readonly T[]): T[][] {
  const count = Math.ceil(list.length / MAX_LINES);
  return Array.from({ length: count }, (_, n) => list.slice(n * MAX_LINES, (n + 1) * MAX_LINES));
}
