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
 * The numbers of claims that are not right, not always all. A ballot or surrender that is not right
 * decides over a dossier, so that no claims are taken after one was found; of those that are
 * possessions at least the first is told. Claims are taken as they are needed, so that they need
 * not be held all at once.
 * @param {Bound} bound
 * @param {Iterable<Claim>} claims
 * @param {{ threads?: number, size?: number,
 *   onProgress?: (done: number, size: number) => void }} [more] `size`: how many there are, as it
 *   is told
 * @returns {Promise<Set<number>>}
 */
export async function findWrong(bound, claims, { threads, size = 0, onProgress } = {}) {
  const batches = batchesOf(claims);
  const first = [batches.next(), batches.next()].flatMap(({ value }) => value ?? []);
  let isDecided = false;
  const take = () => (isDecided ? undefined : (first.shift() ?? batches.next().value ?? undefined));
  const wanted = threads ?? Math.min(availableParallelism(), MAX_THREADS);
  const most = size > 0 ? Math.ceil(size / BATCH) + 1 : wanted;
  // What comes first is full unless there are few of each kind: a thread would cost more than they.
  const areFew = first.length < 2 || first[0].claims.length < BATCH;
  const workers = areFew ? 1 : Math.min(wanted, most);
  /** @type {Set<number>} */
  const wrong = new Set();
  let checked = 0;
  const work = async (/** @type {Finder} */ find) => {
    for (let batch = take(); batch !== undefined; batch = take()) {
      const found = await find(batch.claims);
      if (found >= 0) {
        wrong.add(batch.numbers[found]);
        isDecided ||= batch.claims[found].kind !== 'possession';
      }
      checked += batch.claims.length;
      onProgress?.(checked, size);
    }
  };
  if (workers < 2) {
    const here = new Claims(bound);
    await work((some) => here.firstWrong(some));
  } else await Promise.all(Array.from({ length: workers }, () => inWorker(bound, work)));
  return wrong;
}

/**
 * Claims of one kind that are verified together: of those only the first wrong one is told.
 * @typedef {{ claims: Claim[], numbers: number[] }} Batch
 */

/**
 * @param {Iterable<Claim>} claims
 * @returns {Generator<Batch, void>}
 */
function* batchesOf(claims) {
  /** @type {Map<Claim['kind'], Batch>} */
  const open = new Map();
  let number = 0;
  for (const claim of claims) {
    const batch = open.get(claim.kind) ?? { claims: [], numbers: [] };
    open.set(claim.kind, batch);
    batch.claims.push(claim);
    batch.numbers.push(number);
    number += 1;
    if (batch.claims.length < BATCH) continue;
    open.delete(claim.kind);
    yield batch;
  }
  yield* open.values();
}

/**
 * @param {Bound} bound
 * @param {(find: Finder) => Promise<void>} work
 */
async function inWorker(bound, work) {
  const worker = new Worker(new URL('./ballot-worker.mjs', import.meta.url), {
    workerData: copied(bound),
    // What a batch needs for a moment is collected as fast in little room.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
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
