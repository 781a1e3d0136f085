import type { Result } from '@madang/base';
import { oneCharacterEach } from '@madang/base';
import type { Taken } from './engine.ts';

/** How much may wait. */
export interface MempoolLimits {
  readonly countMax: number;
  readonly sizeBytesMax: number;
  /**
   * How many transactions may wait whose first signature is by one key. Of a key that proves
   * instead of signing one waits: nobody is known who could be asked about many.
   */
  readonly countMaxPerKey: number;
}

/** Room for about five full blocks. */
export const defaultMempoolLimits: MempoolLimits = {
  countMax: 10_000,
  sizeBytesMax: 64 * 1024 * 1024,
  countMaxPerKey: 2_500,
};

/** A transaction that waits for its block, or is in the one that is being made. */
export interface Pending<A> {
  readonly transaction: Taken;
  /** Resolves with what became of it. */
  readonly answer: Promise<A>;
  readonly settle: (answer: A) => void;
}

/** Admitted transactions in order of arrival. */
export interface Mempool<A> {
  /** Adds a transaction, or says that there is no room. A body that is there already is a bug. */
  add(transaction: Taken): Result<Pending<A>, 'FULL'>;
  /** Whether there is room for so many bytes more. */
  hasRoom(sizeBytes: number): boolean;
  /** The transaction with this body, also while its block is being made. */
  find(bodyHash: Uint8Array): Pending<A> | undefined;
  /** Transactions in order of arrival that together cost at most so much. */
  upTo(costUsMax: number): readonly Pending<A>[];
  /** Takes a transaction out and gives it its answer. */
  settle(pending: Pending<A>, answer: A): void;
  /** Transactions that expire at or before a time, in ms. */
  expired(timeMs: number): readonly Pending<A>[];
  all(): readonly Pending<A>[];
  count(): number;
  sizeBytes(): number;
}

/** An empty mempool. */
export function createMempool<A>(limits: MempoolLimits = defaultMempoolLimits): Mempool<A> {
  const pendingByBody = new Map<string, Pending<A>>();
  const countByKey = new Map<string, number>();
  let sizeBytes = 0;
  const hasRoom = (more: number): boolean =>
    pendingByBody.size < limits.countMax && sizeBytes + more <= limits.sizeBytesMax;
  return {
    hasRoom,
    add: (transaction) => {
      const key = firstKey(transaction);
      const ofKey = countByKey.get(key) ?? 0;
      const ofKeyMax = transaction.proofKey === undefined ? limits.countMaxPerKey : 1;
      if (!hasRoom(transaction.bytes.length) || ofKey >= ofKeyMax) {
        return { ok: false, error: 'FULL' };
      }
      const { promise: answer, resolve: settle } = Promise.withResolvers<A>();
      const pending = { transaction, answer, settle };
      pendingByBody.set(oneCharacterEach(transaction.bodyHash), pending);
      countByKey.set(key, ofKey + 1);
      sizeBytes += transaction.bytes.length;
      return { ok: true, value: pending };
    },
    find: (bodyHash) => pendingByBody.get(oneCharacterEach(bodyHash)),
    upTo: (costUsMax) => {
      const chosen: Pending<A>[] = [];
      let costUs = 0;
      for (const pending of pendingByBody.values()) {
        costUs += pending.transaction.costUs;
        if (costUs > costUsMax) break;
        chosen.push(pending);
      }
      return chosen;
    },
    settle: (pending, answer) => {
      const { transaction } = pending;
      if (!pendingByBody.delete(oneCharacterEach(transaction.bodyHash))) return;
      sizeBytes -= transaction.bytes.length;
      const key = firstKey(transaction);
      const left = (countByKey.get(key) ?? 1) - 1;
      if (left === 0) countByKey.delete(key);
      else countByKey.set(key, left);
      pending.settle(answer);
    },
    expired: (timeMs) =>
      [...pendingByBody.values()].filter(({ transaction }) => transaction.body.expiresAt <= timeMs),
    all: () => [...pendingByBody.values()],
    count: () => pendingByBody.size,
    sizeBytes: () => sizeBytes,
  };
}

function firstKey({ envelope, proofKey }: Taken): string {
  if (proofKey !== undefined) return `proof ${oneCharacterEach(proofKey)}`;
  const first = envelope.auth.kind === 'account' ? envelope.auth.signatures[0] : undefined;
  return first === undefined ? '' : oneCharacterEach(first.key);
}
