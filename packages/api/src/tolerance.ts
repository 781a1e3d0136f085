import { overTwoThirds } from '@madang/node';

/** Somebody who has votes when blocks are decided. */
export interface Voter {
  readonly power: number;
  /** Whether its node answers and keeps up. */
  readonly runs: boolean;
}

/** What a network bears, counted in votes; all are whole numbers. */
export interface Tolerance {
  readonly total: number;
  readonly running: number;
  /** The least that is more than two thirds of all. */
  readonly needed: number;
  /** So many more nodes can stop, the weightiest first, before no block is decided. */
  readonly bears: number;
}

/** A block is decided with `running` votes of `total` if 3 · running > 2 · total. */
export function toleranceOf(voters: readonly Voter[]): Tolerance {
  const total = sum(voters);
  const runners = voters.filter(({ runs }) => runs);
  const running = sum(runners);
  let left = running;
  let bears = 0;
  for (const { power } of runners.toSorted((one, other) => other.power - one.power)) {
    left -= power;
    if (3 * left <= 2 * total) break;
    bears += 1;
  }
  return { total, running, needed: overTwoThirds(total), bears };
}

function sum(voters: readonly Voter[]): number {
  return voters.reduce((power, voter) => power + voter.power, 0);
}
