import type { ConsensusRoom } from '@madang/client/consensus';
import type { RemoteLedger } from '../remote.ts';

/** What a verifier was given besides the file that it verifies. */
export interface Given {
  readonly policyText?: string;
  readonly fileDigest?: Uint8Array;
  /** The file of an earlier dossier that the given one has to continue. */
  readonly earlier?: string;
  /** The running ledger, where `--at` names it. */
  readonly ledger?: RemoteLedger;
  /** How its votes are asked for, where there is a policy to believe too. */
  readonly consensus?: ConsensusRoom;
}
