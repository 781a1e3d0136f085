import type { Failed } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import type { Limits } from './options.ts';
import { callerOf, createRateLimiter, isLoopback } from './rate-limit.ts';

/** What kind of work a request asks for. */
export type Work = 'reads' | 'transactions' | 'deposits' | 'links';

/** Lets requests in, bounded for each address and in all. */
export interface Gate {
  /** Nothing if the request may go on; then {@link Gate.leave} must follow. */
  readonly enter: (work: Work, address: string | undefined) => Failed<Refusal> | undefined;
  readonly leave: () => void;
}

/** A gate with these limits; `now` gives ms. */
export function createGate(limits: Limits, now: () => number): Gate {
  const loopback = createRateLimiter(limits.loopback);
  const limiters = {
    reads: createRateLimiter(limits.reads),
    transactions: createRateLimiter(limits.transactions),
    deposits: createRateLimiter(limits.deposits),
    links: createRateLimiter(limits.links),
  };
  let underWay = 0;
  return {
    enter: (work, address) => {
      if (underWay >= limits.maxConcurrent) return refuse(apiErrors.BUSY, {});
      const limiter = isLoopback(address) ? loopback : limiters[work];
      const seconds = limiter.take(callerOf(address), now());
      if (seconds > 0) return refuse(apiErrors.TOO_MANY_REQUESTS, { seconds });
      underWay += 1;
      return undefined;
    },
    leave: () => {
      underWay -= 1;
    },
  };
}
