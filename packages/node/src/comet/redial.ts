/** What {@link redialWhenStill} is given. */
export interface RedialOptions {
  /** Starts CometBFT again, which then dials all others at once. */
  readonly redial: () => void;
  /** Told once for each time in which no block comes. */
  readonly onStill: (minutes: number) => void;
}

/** A node that looks whether blocks come. */
export interface Redialling {
  /** Told that a block is durable. */
  readonly cameBlock: () => void;
  readonly stop: () => void;
}

/** So long without a block, and after each try, before CometBFT is started again. */
export const STILL_MS = 180_000;

/**
 * Lets a node find the others again after a long cut. CometBFT dials a peer that is gone every five
 * seconds for about two minutes, then after 3, 9, 27 … seconds, up to some hours, and after ten of
 * these no more (`p2p/switch.go`, `reconnectToPeer`). Blocks come every few seconds, empty ones
 * too, so a node to which none came for minutes has nothing to lose by a new start. One that waits
 * for its first block, which may be a snapshot that takes long, is left alone.
 */
export function redialWhenStill({ redial, onStill }: RedialOptions): Redialling {
  let timer: NodeJS.Timeout | undefined;
  let isToldOf = false;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!isToldOf) onStill(STILL_MS / 60_000);
      isToldOf = true;
      redial();
      wait();
    }, STILL_MS);
    timer.unref();
  };
  return {
    cameBlock: () => {
      isToldOf = false;
      wait();
    },
    stop: () => {
      clearTimeout(timer);
    },
  };
}
