import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Claims } from './ballot.mjs';

/*
 * Ballots and proofs of possession by the thousand: so many at once, on all processors.
 */

const BATCH = 256;
const MAX_THREADS = 16;

/**
 * @typedef {import('./ballot.mjs').Bound} Bound
 * @typedef {import('./ballot.mjs').Claim} Claim
 * @typedef {(claims: Claim[]) => number | Promise<number>} Finder
 */

/**
 * The numbers of claims that are not right: at least the first one of them, and not always all.
 * @param {Bound} bound
 * @param {Claim[]} claims
 * @param {{ threads?: number, onProgress?: (done: number, size: number) => void }} [more]
 * @returns {Promise<Set<number>>}
 */
export async function findWrong(bound, claims, { threads, onProgress } = {}) {
  const batches = Array.from({ length: Math.ceil(claims.length / BATCH) }, (_, at) => at * BATCH);
  const wanted = threads ?? Math.min(availableParallelism(), MAX_THREADS);
  const workers = Math.min(wanted, batches.length);
  /** @type {Set<number>} */
  const wrong = new Set();
  let checked = 0;
  const work = async (/** @type {Finder} */ find) => {
    for (let from = batches.shift(); from !== undefined; from = batches.shift()) {
      const some = claims.slice(from, from + BATCH);
      const found = await find(some);
      if (found >= 0) wrong.add(from + found);
      checked += some.length;
      onProgress?.(checked, claims.length);
    }
  };
  if (workers < 2) {
    const here = new Claims(bound);
    await work((some) => here.firstWrong(some));
  } else await Promise.all(Array.from({ length: workers }, () => inWorker(bound, work)));
  return wrong;
}

/**
 * @param {Bound} bound
 * @param {(find: Finder) => Promise<void>} work
 */
async function inWorker(bound, work) {
  const worker = new Worker(new URL('./ballot-worker.mjs', import.meta.url), {
    workerData: copied(bound),
  });
  try {
    await work(async (some) => {
      worker.postMessage(some.map(copied));
      const [found] = await once(worker, 'message');
      return found;
    });
  } finally {
    await worker.terminate();
  }
}

/**
 * The same with bytes of its own: what is sent to a worker takes the whole buffer behind it along.
 * @template T
 * @param {T} value
 * @returns {T}
 */
function copied(value) {
  if (value instanceof Uint8Array) return /** @type {any} */ (Uint8Array.from(value));
  if (Array.isArray(value)) return /** @type {any} */ (value.map(copied));
  if (value === null || typeof value !== 'object') return value;
  return /** @type {any} */ (
    Object.fromEntries(Object.entries(value).map(([key, of]) => [key, copied(of)]))
  );
}
