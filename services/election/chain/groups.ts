import { FEWEST_BALLOTS } from './schema.ts';

/** Buildings whose ballots are decrypted as one sum. */
export interface Group {
  /** Ascending. */
  readonly buildings: readonly number[];
  readonly ballots: number;
}

/**
 * Which buildings are decrypted together, so that no sum is of fewer ballots than may be decrypted,
 * nor is the difference of any two: every building with enough ballots alone; the others together,
 * and with the smallest of those that stand alone if they are still too few. None at all if there
 * are too few ballots in all. Buildings without ballots are with the others.
 */
export function groupsOf(ballots: readonly number[]): readonly Group[] {
  const each = ballots.map((count, building): Group => ({ buildings: [building], ballots: count }));
  const alone = each.filter((one) => one.ballots >= FEWEST_BALLOTS);
  const small = each.filter((one) => one.ballots < FEWEST_BALLOTS);
  if (small.length === 0) return alone;
  const rest = small.reduce(join);
  if (rest.ballots >= FEWEST_BALLOTS) return inOrder([...alone, rest]);
  if (rest.ballots === 0) return alone;
  const [smallest, ...others] = [...alone].sort((left, right) => left.ballots - right.ballots);
  return smallest === undefined ? [] : inOrder([...others, join(smallest, rest)]);
}

function join(left: Group, right: Group): Group {
  return {
    buildings: [...left.buildings, ...right.buildings].sort((one, other) => one - other),
    ballots: left.ballots + right.ballots,
  };
}

function inOrder(groups: readonly Group[]): readonly Group[] {
  return [...groups].sort((left, right) => first(left) - first(right));
}

function first({ buildings }: Group): number {
  return buildings[0] ?? 0;
}
