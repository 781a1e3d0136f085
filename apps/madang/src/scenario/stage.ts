import type { Json, Result } from '@madang/base';
import type { Refusal } from '@madang/kernel';
import type { Outcome, ReceiptVerdict } from '@madang/protocol';

/** What a submitted transaction came to: executed with an outcome, or refused before any block. */
export type Answer = Result<{ readonly outcome: Outcome }, Refusal>;

/** What is shown along with a receipt: an encoded opening, the digest of a file. */
export interface Shown {
  readonly opening?: Uint8Array;
  readonly fileDigest?: Uint8Array;
}

/** The throw-away ledger that a scenario is played on. */
export interface Stage {
  readonly chain: Uint8Array;
  /** Sets the clock, ms; it never goes back. */
  readonly setTime: (nowMs: number) => void;
  /** Submits envelopes for one block, in this order, and waits until each is durable or refused. */
  readonly submit: (envelopes: readonly Uint8Array[]) => Promise<readonly Answer[]>;
  readonly read: (query: string, params: Json) => Result<Json, Refusal>;
  /** Makes the receipt of a transaction and checks it like anybody else would. */
  readonly checkReceipt: (
    bodyHash: Uint8Array,
    shown: Shown,
  ) => Promise<ReceiptVerdict | undefined>;
  /** The dossier of the matter that an act drafted; nothing if it drafted none. */
  readonly dossier: (bodyHash: Uint8Array) => Promise<Uint8Array | undefined>;
  /** The policy by which receipts and dossiers of this ledger are checked. */
  readonly policyText: string;
  /** The application hash after the newest block. */
  readonly appHash: () => Uint8Array;
  /** Closes the ledger and opens it again from what is on disk. */
  readonly restart: () => Promise<void>;
  /** Executes the log again from the genesis; the failure says what differs. */
  readonly reExecute: () => Promise<Result<void, string>>;
  readonly close: () => Promise<void>;
}
