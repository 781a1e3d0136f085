import type { Engine } from './engine.ts';
import type { NodeError } from './failure.ts';
import type { HistoryStatus } from './history/fetch-history.ts';
import type { WitnessStatus } from './witnesses.ts';

/** How a ledger is doing. Times in ms. */
export interface LedgerStatus {
  readonly engine: Engine['name'] | 'witnessed';
  /** The height that was come to, blocks without transactions included. */
  readonly height: number;
  /** The time of the newest block of the log. */
  readonly timeMs: number;
  readonly logSize: number;
  /** Size of the log up to which the institutions are known to agree. */
  readonly agreedSize: number;
  readonly pending: number;
  readonly pendingBytes: number;
  readonly verifyWorkers: number;
  readonly cosigners: readonly { readonly name: string; readonly timeMs: number }[];
  /** Entries before this one are not here: the ledger began from a snapshot. 0: all are. */
  readonly absentBefore: number;
  /** How far what came before the snapshot has been fetched; absent: it began from its genesis. */
  readonly history?: HistoryStatus;
  readonly witnesses: readonly WitnessStatus[];
  /** Why it stopped, if it did. */
  readonly failure?: NodeError;
}
