import type { RemoteLedger } from '../remote.ts';

/** What a verifier was given besides the file that it verifies. */
export interface Given {
  readonly policyText?: string;
  readonly fileDigest?: Uint8Array;
  /** The running ledger, where `--at` names it. */
  readonly ledger?: RemoteLedger;
}
