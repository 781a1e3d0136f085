import { NodeFailure, nodeError } from './failure.ts';
import type { Head } from './store/head.ts';

/** Which heads stand for good, so that they may be signed. */
export interface Agreement {
  /** The newest head that stands; nothing where none is known to yet. */
  newest(): Head | undefined;
  /** Resolves when the log stands at this size; rejects with `NODE_NOT_AGREED` after a while. */
  until(logSize: number): Promise<void>;
}

/** An agreement that somebody else's blocks bring about. */
export interface NotedAgreement extends Agreement {
  /** More than two thirds of the validators have put the application hash of a head in a block. */
  readonly note: (head: Head) => void;
  /** Nothing more will be noted. */
  end(): void;
}

/** Where one node decides alone, all that is durable stands. */
export function standsAtOnce(head: () => Head): Agreement {
  return { newest: head, until: () => Promise.resolve() };
}

/** How long a head is waited for. A network whose blocks come does it within two of them. */
const WAIT_MS = 10_000;

interface Waiting {
  readonly logSize: number;
  readonly settle: (isAgreed: boolean) => void;
}

/**
 * Under CometBFT the application hash of a block stands in the header of the next one: only then
 * have the validators agreed on it, and only then does a node vouch for it.
 */
export function noteAgreement(): NotedAgreement {
  let newest: Head | undefined;
  let isEnded = false;
  const waiting = new Set<Waiting>();
  const stands = (logSize: number) => newest !== undefined && newest.logSize >= logSize;
  return {
    newest: () => newest,
    note: (head) => {
      newest = head;
      for (const one of waiting) {
        if (stands(one.logSize)) one.settle(true);
      }
    },
    end: () => {
      isEnded = true;
      for (const one of waiting) one.settle(false);
    },
    until: (logSize) =>
      new Promise((resolve, reject) => {
        if (stands(logSize)) {
          resolve();
          return;
        }
        const timer = setTimeout(() => one.settle(false), isEnded ? 0 : WAIT_MS);
        const one: Waiting = {
          logSize,
          settle: (isAgreed) => {
            clearTimeout(timer);
            waiting.delete(one);
            if (isAgreed) resolve();
            else reject(new NodeFailure(notAgreed));
          },
        };
        waiting.add(one);
      }),
  };
}

const notAgreed = nodeError(
  'NODE_NOT_AGREED',
  'The institutions have not agreed on the newest block yet. Ask again in a moment.',
);
