/**
 * A line for reads. Where more of them come than the loop can answer in a turn, a turn would take
 * as long as all of them together, and an act, which takes several turns, as long as all pages that
 * are opened meanwhile. So only some go on in each turn, whoever came first; acts do not wait here.
 */
export interface ReadLine {
  /** Nothing if a read may go on at once; else what it has to wait for. */
  readonly wait: () => Promise<void> | undefined;
}

/** How many reads go on in one turn of the loop: some milliseconds of work. */
const READS_OF_TURN = 96;

/** How many who have gone on are remembered at most. */
const MOST_PASSED = 10_000;

/** An empty line. */
export function createReadLine(readsOfTurn = READS_OF_TURN): ReadLine {
  let waiting: (() => void)[] = [];
  let first = 0;
  let left = readsOfTurn;
  let isTurning = false;
  const turn = (): void => {
    isTurning = true;
    setImmediate(() => {
      isTurning = false;
      left = readsOfTurn;
      for (; left > 0 && first < waiting.length; first++) {
        left -= 1;
        waiting[first]?.();
      }
      if (first === waiting.length || first > MOST_PASSED) {
        waiting = waiting.slice(first);
        first = 0;
      }
      if (left < readsOfTurn) turn();
    });
  };
  return {
    wait: () => {
      if (!isTurning) turn();
      if (left > 0 && waiting.length === 0) {
        left -= 1;
        return undefined;
      }
      return new Promise((goOn) => {
        waiting.push(goOn);
      });
    },
  };
}
