import { oneCharacterEach } from '@madang/base';
import type { Taken } from '../engine.ts';

/** Transactions that were taken apart before, so that each signature is verified once. */
export interface KnownTransactions {
  /** One that was taken apart by the rules of this protocol version. */
  find(envelope: Uint8Array, version: number): Taken | undefined;
  keep(transaction: Taken, version: number): void;
  /** Forgets those that were executed. */
  forget(envelopes: readonly Uint8Array[]): void;
}

/** Limits of {@link knownTransactions}. */
export interface KnownLimits {
  readonly countMax: number;
  readonly bytesMax: number;
}

/** Room for what two mempools of CometBFT hold (`mempool.size` 20,000), as long as it is small. */
const DEFAULT_LIMITS: KnownLimits = { countMax: 40_000, bytesMax: 128 * 1024 * 1024 };

/**
 * Remembers transactions by their envelope, the oldest forgotten first. Whole envelopes are
 * compared: that costs less than their hash, and each is asked for five times.
 */
export function knownTransactions(limits = DEFAULT_LIMITS): KnownTransactions {
  const byEnvelope = new Map<string, { readonly transaction: Taken; readonly version: number }>();
  let sizeBytes = 0;
  const remove = (name: string) => {
    if (byEnvelope.delete(name)) sizeBytes -= name.length;
  };
  return {
    find: (envelope, version) => {
      const found = byEnvelope.get(oneCharacterEach(envelope));
      return found?.version === version ? found.transaction : undefined;
    },
    keep: (transaction, version) => {
      const name = oneCharacterEach(transaction.bytes);
      remove(name);
      byEnvelope.set(name, { transaction, version });
      sizeBytes += name.length;
      for (const oldest of byEnvelope.keys()) {
        if (byEnvelope.size <= limits.countMax && sizeBytes <= limits.bytesMax) break;
        remove(oldest);
      }
    },
    forget: (envelopes) => {
      for (const envelope of envelopes) remove(oneCharacterEach(envelope));
    },
  };
}
