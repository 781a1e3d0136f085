/** Randomness that follows from a seed, the same on every machine. */
export interface Random {
  /** An integer from 0 up to, but not including, `end`. */
  readonly below: (end: number) => number;
  /** True so many times of a hundred. */
  readonly chance: (percent: number) => boolean;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
  /** Of a list that may be empty. */
  readonly pickAny: <T>(from: readonly T[]) => T | undefined;
  readonly bytes: (length: number) => Uint8Array;
  readonly shuffle: <T>(list: readonly T[]) => readonly T[];
}

/** A generator from a seed (mulberry32, 32 bits of state: for tests, never for keys). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    chance: (percent) => next() * 100 < percent,
    pick: (from) => from[below(from.length)] ?? from[0],
    pickAny: (from) => from[below(from.length)],
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
    shuffle: (list) => {
      const left = [...list];
      const shuffled = [];
      while (left.length > 0) shuffled.push(...left.splice(below(left.length), 1));
      return shuffled;
    },
  };
}
