import { Worker } from 'node:worker_threads';
import type { BallotBatch, BallotVerifier } from '@madang/services/election/proof/index.ts';
import { packBatch, verifyBatch } from './ballot-batch.ts';

/** Threads that verify ballots beside this one. */
export interface BallotThreads extends BallotVerifier {
  /** Ends the threads; none of them may have a batch that somebody waits for. */
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly batch: BallotBatch;
  readonly settle: (verdicts: readonly boolean[]) => void;
}

interface Thread {
  readonly worker: Worker;
  /** What it was given and has not answered, in this order. */
  readonly waiting: Waiting[];
}

/** Batches that a thread is given at once, so that it need not wait for the next one. */
const GIVEN_AT_ONCE = 2;

/**
 * What a batch needs for a moment is little, and collecting it often is as fast: with the usual
 * room a thread takes 90 MB more.
 */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 } as const;

/** Fewer ballots than this are verified before a thread has started. */
const WORTH_A_THREAD = 128;

/** What a thread runs. */
const PROGRAM = new URL('./ballot-thread.ts', import.meta.url);

/**
 * Verifies in so many threads, which start with the first batch that is worth it. A thread that
 * fails leaves its batches to this one: a verdict never depends on who gives it.
 */
export function openBallotThreads(count: number, program = PROGRAM): BallotThreads {
  const threads: Thread[] = [];
  let isStarted = false;
  const start = (): void => {
    isStarted = true;
    for (let at = 0; at < count; at++) threads.push(startThread(threads, program));
  };
  return {
    atOnce: Math.max(1, count * GIVEN_AT_ONCE),
    verify: (batch) => {
      if (!isStarted && batch.proofs.length >= WORTH_A_THREAD) start();
      const idlest = threads.toSorted((one, other) => one.waiting.length - other.waiting.length)[0];
      return idlest === undefined ? verifyBatch(batch) : give(idlest, batch);
    },
    close: async () => {
      const ended = threads.splice(0).map(({ worker, waiting }) => {
        waiting.length = 0;
        return worker.terminate();
      });
      await Promise.all(ended);
    },
  };
}

function startThread(threads: Thread[], program: URL): Thread {
  const worker = new Worker(program, {
    resourceLimits: LIMITS,
  });
  const thread: Thread = { worker, waiting: [] };
  worker.on('message', (verdicts: Uint8Array) => {
    thread.waiting.shift()?.settle([...verdicts].map((verdict) => verdict === 1));
  });
  const drop = (): void => {
    const at = threads.indexOf(thread);
    if (at >= 0) threads.splice(at, 1);
    for (const { batch, settle } of thread.waiting.splice(0)) settle(verifyBatch(batch));
  };
  worker.on('error', drop);
  worker.on('exit', drop);
  return thread;
}

function give({ worker, waiting }: Thread, batch: BallotBatch): Promise<readonly boolean[]> {
  const { promise, resolve } = Promise.withResolvers<readonly boolean[]>();
  waiting.push({ batch, settle: resolve });
  const packed = packBatch(batch);
  worker.postMessage(packed, [packed.buffer]);
  return promise;
}
