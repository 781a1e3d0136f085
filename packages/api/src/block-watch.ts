import type { ApiLedger } from './ports.ts';

/** Notes when the ledger was last seen to grow, by this machine's steady clock. */
export interface BlockWatch {
  /** So long at least the height has been the same, ms. */
  readonly stillMs: () => number;
}

/**
 * Watches on demand: between two looks more may have happened, so it says less than was. The times
 * in blocks would say more, and be wrong where a clock is.
 */
export function createBlockWatch(
  ledger: Pick<ApiLedger, 'now'>,
  steadyMs: () => number = () => performance.now(),
): BlockWatch {
  let height = ledger.now().height;
  let sinceMs = steadyMs();
  return {
    stillMs: () => {
      const now = ledger.now();
      if (now.height !== height) {
        height = now.height;
        sinceMs = steadyMs();
      }
      return Math.floor(steadyMs() - sinceMs);
    },
  };
}
