import type { KeyPair } from '@madang/crypto';
import type { Machine } from '@madang/kernel';
import type { Policy } from '@madang/protocol';
import type { Cosigner } from './checkpoints.ts';
import type { Colleague } from './colleagues.ts';
import type { StartEngine } from './engine.ts';
import type { HistoryOptions } from './history/fetch-history.ts';
import type { MempoolLimits } from './mempool.ts';
import type { SyncMode } from './store/database.ts';
import type { SegmentFolder } from './store/files.ts';
import type { WitnessOptions } from './witnesses.ts';

/** How to open a ledger. */
export interface LedgerOptions {
  readonly folder: string;
  readonly machine: Machine;
  /** The genesis bytes; needed for a new folder. */
  readonly genesis?: Uint8Array;
  /** Signs checkpoints as the log, and promises; one of the genesis' or of the policy's. */
  readonly nodeKey: KeyPair;
  /**
   * The institutions' keys that this process holds: read for each checkpoint, they may become more.
   */
  readonly cosigners?: readonly Cosigner[];
  /** Ms since 1970; the system's clock unless a test gives another. */
  readonly clock?: () => number;
  readonly engine?: StartEngine;
  /** The nodes of the other institutions as they are now, which cosign what this one has. */
  readonly colleagues?: () => readonly Colleague[];
  /** How what came before a snapshot is fetched from them. */
  readonly history?: HistoryOptions;
  /** Told of a colleague that did not cosign, and why. */
  readonly onSilence?: (institution: string, reason: string) => void;
  /**
   * What those believe who get checkpoints. A cosigner key that it does not name signs none of them
   * (absent: all keys sign). It also names the keys of nodes that came after the genesis.
   */
  readonly policy?: Pick<Policy, 'witnesses' | 'logs'>;
  /** Who cosigns the checkpoints elsewhere. */
  readonly witnesses?: WitnessOptions;
  readonly mempool?: MempoolLimits;
  /** Worker threads that verify signatures; 0: none. */
  readonly verifyWorkers?: number;
  readonly sync?: SyncMode;
  readonly segmentFiles?: SegmentFolder;
}
