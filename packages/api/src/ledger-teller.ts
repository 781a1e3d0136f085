import { toHex, utf8 } from '@madang/base';
import type { LedgerAnswer } from '@madang/client';
import { sha256 } from '@madang/crypto';
import { ledgerOrigin } from '@madang/protocol';
import type { ApiOptions } from './options.ts';

/** What the ledger is, of now; what never changes of it is found out once. */
export function createLedgerTeller(options: ApiOptions): () => LedgerAnswer {
  const { ledger } = options;
  const { name, time: genesisTime, params } = ledger.genesis;
  const fixed = {
    name,
    names: options.names,
    chain: toHex(ledger.chain),
    origin: ledgerOrigin(name, ledger.chain),
    genesisTime,
    engine: options.engine,
    version: options.version,
    policyFingerprint: toHex(sha256(utf8(options.policyText))),
    maxExpiryMs: params.maxExpiryMs,
    maxTransactionBytes: params.maxTransactionBytes,
    demo: options.isDemo,
    vault: options.vault !== undefined,
  };
  return () => ({ ...fixed, ...ledger.head(), time: options.now() });
}
