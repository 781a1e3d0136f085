import type { Refusal } from '@madang/kernel';
import type { Outcome } from '@madang/protocol';
import type { NodeError } from './failure.ts';

/** What became of a transaction, once it is durable. */
export interface Submission {
  readonly bodyHash: Uint8Array;
  /** Index of its entry in the log. */
  readonly index: number;
  readonly outcome: Outcome;
  /** Its encoded log entry. */
  readonly entry: Uint8Array;
  /** The encoded promise of docs/spec/receipt.md. */
  readonly promise: Uint8Array;
}

/** Why a transaction is not in the log by this submission. */
export type SubmitFailure =
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      /** Where the record is, if this body was executed before. */
      readonly index?: number;
    }
  | { readonly kind: 'failed'; readonly error: NodeError };
