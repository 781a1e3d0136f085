import { toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import type { Taken } from '../engine.ts';

/** Room for what two mempools of CometBFT hold (`mempool.size` 20,000). */
const MAX_KNOWN = 40_000;

/** Transactions that were taken apart before, so that each signature is verified once. */
export interface KnownTransactions {
  /** One that was taken apart by the rules of this protocol version. */
  find(envelope: Uint8Array, version: number): Taken | undefined;
  keep(transaction: Taken, version: number): void;
  /** Forgets those that were executed. */
  forget(envelopes: readonly Uint8Array[]): void;
}

/** Remembers transactions by the hash of their envelope, the oldest forgotten first. */
export function knownTransactions(): KnownTransactions {
  const byEnvelope = new Map<string, { readonly transaction: Taken; readonly version: number }>();
  return {
    find: (envelope, version) => {
      const found = byEnvelope.get(toHex(sha256(envelope)));
      return found?.version === version ? found.transaction : undefined;
    },
    keep: (transaction, version) => {
      const [oldest] = byEnvelope.keys();
      if (byEnvelope.size >= MAX_KNOWN && oldest !== undefined) byEnvelope.delete(oldest);
      byEnvelope.set(toHex(transaction.envelopeHash), { transaction, version });
    },
    forget: (envelopes) => {
      for (const envelope of envelopes) byEnvelope.delete(toHex(sha256(envelope)));
    },
  };
}
