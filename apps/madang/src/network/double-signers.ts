import type { DoubleSigner } from '@madang/client';
import type { InstitutionKey } from '@madang/kernel';
import { cometAddress, type Misbehaviour } from '@madang/node';

/** Keeps who signed twice. */
export interface DoubleSigners {
  readonly note: (seen: Misbehaviour) => void;
  readonly all: () => readonly DoubleSigner[];
}

/** So many heights of one institution are told apart; more of them say nothing new. */
const HEIGHTS_MAX = 1_000;

/**
 * Counts double signatures by institution and says each in one line. A block that is executed again
 * after a crash counts once. `keys`: every key that an institution ever had, for what is proven may
 * be older than a change of keys.
 */
export function noteDoubleSigners(
  keys: () => readonly InstitutionKey[],
  say: (line: string) => void,
): DoubleSigners {
  const nameOf = (address: string): string =>
    keys().find(({ use, key }) => use === 'consensus' && cometAddress(key) === address)
      ?.institution ?? address;
  const found = new Map<string, { readonly heights: Set<number>; last: Misbehaviour }>();
  return {
    note: (seen) => {
      const { address, height, kind } = seen;
      const institution = nameOf(address);
      const before = found.get(institution) ?? { heights: new Set<number>(), last: seen };
      found.set(institution, before);
      if (before.heights.has(height) || before.heights.size >= HEIGHTS_MAX) return;
      before.heights.add(height);
      before.last = seen;
      say(`The validator of ${institution} signed twice at height ${String(height)} (${kind}).`);
    },
    all: () =>
      [...found].map(([institution, { heights, last }]) => ({
        institution,
        times: heights.size,
        lastHeight: last.height,
        lastTime: last.timeMs,
      })),
  };
}
