import type { Json, Result } from '@madang/base';
import type { Refusal } from '@madang/kernel';
import type { Genesis, Outcome } from '@madang/protocol';

/** What a node answers to a transaction that it took. */
export interface Submission {
  readonly bodyHash: Uint8Array;
  /** Index of the log entry. */
  readonly index: number;
  readonly outcome: Outcome;
  /** The promise file. */
  readonly promise: Uint8Array;
}

/** How the ledger stands. Times in ms. */
export interface LedgerStanding {
  /** The height that was come to, blocks without transactions included. */
  readonly height: number;
  readonly size: number;
  readonly lastBlockTimeMs: number;
  readonly pending: number;
  /** Entries before this one are not on this node, which began from a snapshot; 0: all are. */
  readonly absentBefore: number;
  /** How far what came before the snapshot has been fetched; absent: it began from its genesis. */
  readonly history?: HistoryStanding;
  /** Whether it accepts transactions. */
  readonly isRunning: boolean;
}

/** How far what came before a snapshot has been fetched. Counts are of entries of the log. */
export interface HistoryStanding {
  readonly state: 'fetching' | 'waiting' | 'whole';
  /** How many there were at the snapshot, and how many of them, from the first on, are here. */
  readonly size: number;
  readonly entries: number;
  /** Of how many the transactions were asked for as well. */
  readonly asked: number;
  /** Transactions of those that nobody who was asked had, although they are to be kept. */
  readonly lacking: number;
  /** Which nodes have it. */
  readonly from: readonly { readonly institution: string; readonly url: string }[];
  /** Who sent what is not of this ledger. */
  readonly liars: readonly { readonly institution: string; readonly times: number }[];
}

/** How it stands with one witness that is asked for cosignatures. */
export interface WitnessStanding {
  /** Its short name in the policy. */
  readonly name: string;
  /** Size and time (ms) of the newest checkpoint that it cosigned since the start. */
  readonly size?: number;
  readonly timeMs?: number;
  readonly cosigned: number;
  /** How often something else came than a cosignature, by its kind. */
  readonly failures: Readonly<Record<string, number>>;
}

/** What is asked of the institutions: since which size of the log, and whose keys besides. */
export interface InstitutionsRequest {
  readonly sinceSize?: number;
  readonly keys: readonly Uint8Array[];
}

/** Of the blocks of an hour: those in which an institution was a validator, and those it signed. */
export interface HourAttended {
  /** When the hour begins, ms. */
  readonly startMs: number;
  /** The time of the first block in it that is counted, ms. */
  readonly sinceMs: number;
  readonly blocks: number;
  readonly signed: number;
  /** Minutes of the hour with such blocks, and those of them in which it signed one at least. */
  readonly minutes: number;
  readonly attended: number;
}

/** A request for a receipt: of which entry, and which state keys its standing proves. */
export interface ReceiptRequest {
  readonly index: number;
  readonly stateKeys: readonly Uint8Array[];
}

/**
 * What the HTTP interface needs of a running node. Refusals carry a code of the kernel's or the
 * API's.
 */
export interface ApiLedger {
  readonly chain: Uint8Array;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly submit: (envelope: Uint8Array) => Promise<Result<Submission, Refusal>>;
  /** The answer that a transaction on record was given, or would have been. */
  readonly submissionOf: (bodyHash: Uint8Array) => Promise<Submission | undefined>;
  readonly indexOf: (bodyHash: Uint8Array) => Promise<number | undefined>;
  /** Body hashes on record from `first` to `last`, both included, ascending, at most `limit`. */
  readonly bodyHashes: (
    first: Uint8Array,
    last: Uint8Array,
    limit: number,
  ) => Promise<readonly Uint8Array[]>;
  /** The newest checkpoint, cosigned. Refused while the institutions do not agree. */
  readonly checkpoint: () => Promise<Result<string, Refusal>>;
  /** What this node alone signed of the log at a block's end. */
  readonly ownNoteAt: (size: number) => Promise<Result<string, Refusal>>;
  readonly receipt: (request: ReceiptRequest) => Promise<Result<Uint8Array, Refusal>>;
  readonly standing: (
    stateKeys: readonly Uint8Array[],
    sinceSize: number,
  ) => Promise<Result<Uint8Array, Refusal>>;
  /** The file of the institutions of the newest state, each proven. */
  readonly institutions: (asked: InstitutionsRequest) => Promise<Result<Uint8Array, Refusal>>;
  readonly entry: (index: number) => Promise<Uint8Array | undefined>;
  readonly envelope: (bodyHash: Uint8Array) => Promise<Uint8Array | undefined>;
  /** Whether the envelope of a transaction on record never was here and may still come. */
  readonly isEnvelopeToCome: (bodyHash: Uint8Array) => Promise<boolean>;
  /** The transactions of a bundle of entries, as far as they are here (docs/spec/log.md). */
  readonly envelopes: (index: number) => Promise<Uint8Array | undefined>;
  /** Hashes of a tile, `width` of them; nothing if the log is shorter. */
  readonly tile: (level: number, index: number, width: number) => Promise<Uint8Array | undefined>;
  readonly bundle: (index: number, width: number) => Promise<Uint8Array | undefined>;
  readonly read: (query: string, params: unknown) => Result<Json, Refusal>;
  readonly now: () => LedgerStanding;
  /**
   * How far it is, by the durable entries of its log; what {@link ApiLedger.now} says costs more.
   */
  readonly head: () => Pick<LedgerStanding, 'height' | 'size'>;
  /** The witnesses that are asked for cosignatures; absent: none are. */
  readonly witnesses?: () => readonly WitnessStanding[];
  /** Who signed how many blocks, by institution, hours oldest first; absent: nobody counts. */
  readonly attendance?: () => ReadonlyMap<string, readonly HourAttended[]>;
}
