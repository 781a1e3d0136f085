/** The checks of a receipt, in order (docs/spec/receipt.md). */
export type PartName =
  | 'format'
  | 'chain'
  | 'signature'
  | 'place'
  | 'institutions'
  | 'standing'
  | 'content';

/** One check that this device ran. */
export interface Part {
  readonly part: PartName;
  readonly state: 'passed' | 'failed' | 'unchecked';
  /** Stable, such as `VERIFY_SIGNATURE_WRONG`. */
  readonly code: string;
  readonly detail: unknown;
}

/** What came of all parts. */
export interface ReceiptVerdict {
  readonly verdict: 'checked' | 'mismatch' | 'unchecked';
  readonly parts: readonly Part[];
  readonly facts: unknown;
}

/** What to check. */
export interface CheckRequest {
  readonly receipt: Uint8Array;
  /** SHA-256 of the file that the receipt is about. */
  readonly fileDigest?: Uint8Array;
  /** The opening (canonical bytes), if it is not in the receipt. */
  readonly opening?: Uint8Array;
  /** Checks with what is on this device alone, as if there were no network. */
  readonly offline?: boolean;
}
