import { Worker } from 'node:worker_threads';
import { packJobs, unpackVerdicts } from './verify-batch.ts';
import { END, runJobs, type Verdict, type VerifyJob, type VerifySetup } from './verify-jobs.ts';

/** Verifies signatures and proofs and signs promises beside the main thread. */
export interface VerifyPool {
  /** How many workers are running; 0: everything happens in this thread. */
  workers(): number;
  verify(job: VerifyJob): Promise<Verdict>;
  close(): Promise<void>;
}

interface Waiting {
  readonly job: VerifyJob;
  readonly settle: (verdict: Verdict) => void;
}

interface Member {
  readonly worker: Worker;
  /** The batch that the worker has; it gets the next one when it has answered. */
  batch: readonly Waiting[];
}

/**
 * With one worker a transaction takes the main thread about 120 µs instead of 185, at 15 % more
 * CPU in all; a second worker changes neither, since one verifies and signs about 5,000 a second
 * (measured with `document.notarise` on two cores).
 */
export const DEFAULT_WORKERS = 1;

/** Largest batch, so that answers do not wait long for each other. */
const BATCH_MAX = 256;

/**
 * Starts a pool. A worker that fails hands its batch to this thread and is not replaced: a verdict
 * never depends on who gives it.
 */
export function startVerifyPool(setup: VerifySetup, workerCount = DEFAULT_WORKERS): VerifyPool {
  const queue: Waiting[] = [];
  const members = new Set<Member>();
  let isFeeding = false;
  // What arrives in one turn of the event loop goes to a worker in one message.
  const feedSoon = () => {
    if (isFeeding) return;
    isFeeding = true;
    setImmediate(() => {
      isFeeding = false;
      feed(members, queue);
    });
  };
  for (let i = 0; i < workerCount; i++) addMember(setup, members, queue);
  return {
    workers: () => members.size,
    verify: (job) =>
      members.size === 0
        ? Promise.resolve(runJobs(setup, [job])[0])
        : new Promise((settle) => {
            queue.push({ job, settle });
            feedSoon();
          }),
    close: async () => {
      const workers = [...members].map(({ worker }) => worker);
      settleHere(setup, [...[...members].flatMap(({ batch }) => batch), ...queue.splice(0)]);
      members.clear();
      await Promise.all(workers.map(ended));
    },
  };
}

function addMember(setup: VerifySetup, members: Set<Member>, queue: Waiting[]): void {
  const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { workerData: setup });
  const member: Member = { worker, batch: [] };
  members.add(member);
  worker.unref();
  worker.on('message', (packed: Uint8Array) => {
    const verdicts = unpackVerdicts(packed);
    const { batch } = member;
    member.batch = [];
    for (const [i, { settle }] of batch.entries()) settle(verdicts[i]);
    feed(members, queue);
  });
  const drop = () => {
    if (!members.delete(member)) return;
    settleHere(setup, member.batch);
    if (members.size === 0) settleHere(setup, queue.splice(0));
  };
  worker.on('error', drop);
  worker.on('exit', drop);
}

function feed(members: ReadonlySet<Member>, queue: Waiting[]): void {
  for (const member of members) {
    if (queue.length === 0) return;
    if (member.batch.length > 0) continue;
    member.batch = queue.splice(0, BATCH_MAX);
    const packed = packJobs(member.batch.map(({ job }) => job));
    member.worker.postMessage(packed, [packed.buffer]);
  }
}

function settleHere(setup: VerifySetup, batch: readonly Waiting[]): void {
  const verdicts = runJobs(
    setup,
    batch.map(({ job }) => job),
  );
  for (const [i, { settle }] of batch.entries()) settle(verdicts[i]);
}

/** How long a worker may take to end by itself, ms. */
const END_MS = 5_000;

/**
 * Ends a worker between two batches. One that is stopped in the middle, or while it starts, can
 * take
 * the process with it.
 */
async function ended(worker: Worker): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const done = (): void => {
    resolve(undefined);
  };
  worker.once('exit', done);
  worker.ref();
  worker.postMessage(END);
  const timer = setTimeout(() => void worker.terminate().then(done), END_MS);
  await promise;
  clearTimeout(timer);
}
