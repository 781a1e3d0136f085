import { permutation } from '@madang/services/vote/intake/index.ts';

/** Chance that follows from a seed, the same on every machine: for the demo, never for secrets. */
export interface Chance {
  /** An integer from 0 up to, but not including, `end`. */
  readonly below: (end: number) => number;
  readonly shuffled: <T>(list: readonly T[]) => readonly T[];
}

/** Chance from a seed (mulberry32). */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  const below = (end: number): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
  const shuffled = <T>(list: readonly T[]): readonly T[] =>
    permutation(list.length, below).flatMap((at) => list.slice(at, at + 1));
  return { below, shuffled };
}
