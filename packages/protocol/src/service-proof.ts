import type { CodecError, Json, Result } from '@madang/base';
import type { Outcome } from './transaction.ts';

/** What must hold under one state key for a record to stand as it was left. */
export interface Claim {
  readonly stateKey: Uint8Array;
  /**
   * `record`: it is there, and never changes; the act's proof is about it ({@link
   * ServiceProof.checkProof}).
   */
  readonly stands: 'absent' | 'record' | { readonly equals: Uint8Array };
}

/** What a service is told of an act when it is asked which claims a standing needs. */
export interface ClaimsInput {
  /** Service and transaction, such as `document.notarise`. */
  readonly act: string;
  readonly bodyHash: Uint8Array;
  /** Canonical bytes of the payload. */
  readonly payload: Uint8Array;
  /** What became of it. */
  readonly outcome: Outcome;
  /** Canonical bytes of the opening, if the receipt has one. */
  readonly opening?: Uint8Array;
}

/** What a service is told when it is asked whether an opening leads to what the act recorded. */
export interface ContentInput {
  readonly act: string;
  readonly payload: Uint8Array;
  readonly opening?: Uint8Array;
  /** H(bytes of the given file). */
  readonly fileDigest?: Uint8Array;
}

/** Why content passed, failed or could not be checked. Services choose among these. */
export const contentCodes = [
  'VERIFY_CONTENT_MATCHES',
  'VERIFY_OPENING_NOT_VALID',
  'VERIFY_OPENING_WRONG',
  'VERIFY_OPENING_MISSING',
  'VERIFY_FILE_DIFFERS',
  'VERIFY_STATEMENT_DIFFERS',
  'VERIFY_CONTENT_NONE',
] as const;
export type ContentCode = (typeof contentCodes)[number];

/** A service's verdict on an opening and a file. `detail` is shown, never computed with. */
export interface ContentVerdict {
  readonly state: 'passed' | 'failed' | 'unchecked';
  readonly code: ContentCode;
  readonly detail?: { readonly [name: string]: Json };
}

/** A proof that stands in the place of signatures, with the transaction that it is for. */
export interface ProofInput {
  readonly act: string;
  readonly chain: Uint8Array;
  readonly bodyHash: Uint8Array;
  readonly payload: Uint8Array;
  readonly proof: Uint8Array;
  /** What a standing has under the claims of the act, in order; empty where none has them all. */
  readonly values: readonly (Uint8Array | undefined)[];
}

/** A service's verdict on a proof. */
export type ProofVerdict =
  | { readonly state: 'passed'; readonly code: 'VERIFY_PROOF_PASSED' }
  | { readonly state: 'failed'; readonly code: 'VERIFY_PROOF_WRONG' }
  | { readonly state: 'unchecked'; readonly code: 'VERIFY_PROOF_RECORDS_MISSING' };

/**
 * What a verifier must know of one service; its ring `proof/` implements it. All functions are
 * pure and never throw, whatever the bytes.
 */
export interface ServiceProof {
  /** The service's name, which stands before the dot of its acts. */
  readonly service: string;
  /**
   * The claims that a standing of this act must prove, in order; none if the act leaves nothing
   * that could end. Fails if payload or opening are not what the act's are.
   */
  claims(input: ClaimsInput): Result<readonly Claim[], CodecError>;
  /**
   * Whether the opening leads to the payload and the file is the one that the opening speaks of.
   */
  checkContent(input: ContentInput): ContentVerdict;
  /**
   * Whether the proof of an act holds for what the records under its claims say that it has to
   * prove; nothing for an act that does not prove itself. Absent if no act of the service does.
   */
  checkProof?(input: ProofInput): ProofVerdict | undefined;
}
