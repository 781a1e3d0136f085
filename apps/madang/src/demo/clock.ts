/** A clock that can be held at a moment of the past while the demo's first weeks are made. */
export interface DemoClock {
  /** ms. */
  readonly now: () => number;
  /** Holds the clock at a time, ms. */
  readonly hold: (timeMs: number) => void;
  /** Lets it go on with this machine's time. */
  readonly release: () => void;
}

/** The clock of this machine, until it is held. */
export function demoClock(): DemoClock {
  let heldMs: number | undefined;
  return {
    now: () => heldMs ?? Date.now(),
    hold: (timeMs) => {
      heldMs = timeMs;
    },
    release: () => {
      heldMs = undefined;
    },
  };
}
