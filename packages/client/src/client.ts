import type { Result } from '@madang/base';
import type { Signer } from '@madang/crypto';
import type { Part, ReceiptVerdict } from '@madang/protocol';
import type { AbsenceVerdict } from './absence.ts';
import type { ActOf, AnswerOf, ParamsOf, PayloadOf, QueryOf, ServiceContract } from './acts.ts';
import type {
  CheckpointsAnswer,
  DepositAnswer,
  ErasureAnswer,
  InstitutionsAnswer,
  LedgerAnswer,
  MatterAnswer,
  RecordAnswer,
  RecordsAnswer,
  SearchAnswer,
  SentAnswer,
  StatisticsAnswer,
  StatusAnswer,
} from './answers.ts';
import type { CheckRequest } from './check.ts';
import type { LedgerClock } from './clock.ts';
import type { ClientError } from './error.ts';
import type {
  CodeAnswer,
  DemoLinksAnswer,
  DemoMessagesAnswer,
  ExtendAnswer,
  IdentifiedAnswer,
  IdentifyRequest,
  LinkAnswer,
  OutboxCountsAnswer,
} from './people-answers.ts';
import type { PolicyState } from './policy.ts';
import type { PreparedTransaction } from './prepare.ts';
import type { SendOptions } from './send.ts';

/** An answer, or why there is none. */
export type Answer<T> = Promise<Result<T, ClientError>>;

/**
 * A client of one ledger. Every call answers with a Result and never throws for what can be
 * expected.
 */
export interface Client<S extends readonly ServiceContract[]> {
  /**
   * Builds and signs a transaction; nothing is sent. Keep it on the device, then {@link
   * Client.send} it.
   */
  readonly act: <A extends ActOf<S>>(
    act: A,
    payload: PayloadOf<S, A>,
    signers: readonly Signer[],
  ) => Answer<PreparedTransaction>;
  /**
   * Builds a transaction that proves itself: `prove` gives the proof for the hash of its body.
   * Nothing is sent.
   */
  readonly prove: <A extends ActOf<S>>(
    act: A,
    payload: PayloadOf<S, A>,
    prove: (bodyHash: Uint8Array) => Uint8Array | Promise<Uint8Array>,
  ) => Answer<PreparedTransaction>;
  /**
   * Sends the same bytes until there is an answer or the transaction has expired. Safe to repeat.
   */
  readonly send: (prepared: PreparedTransaction, options?: SendOptions) => Answer<SentAnswer>;
  readonly query: <Q extends QueryOf<S>>(
    query: Q,
    params: ParamsOf<S, Q>,
  ) => Answer<AnswerOf<S, Q>>;
  /** The answer of a transaction on record, by its id. */
  readonly transaction: (id: string) => Answer<SentAnswer>;
  /** A receipt file by transaction id, record number, or receipt number. */
  readonly receipt: (which: string | number) => Answer<Uint8Array>;
  /** Puts an opening into a receipt, with a standing of what the opened file claims. */
  readonly openReceipt: (receipt: Uint8Array, opening: Uint8Array) => Answer<Uint8Array>;
  /** Checks a receipt on this device, part by part; the generator returns the verdict. */
  readonly checkReceipt: (request: CheckRequest) => AsyncGenerator<Part, ReceiptVerdict, undefined>;
  /** A standing (docs/spec/receipt.md) of these state keys in the newest checkpoint. */
  readonly freshStanding: (
    stateKeys: readonly Uint8Array[],
    sinceSize: number,
  ) => Answer<Uint8Array>;
  /**
   * Whether nothing stands under a state key now, checked on this device: what makes a "not
   * counted" a proof and not a claim.
   */
  readonly checkAbsence: (stateKey: Uint8Array) => Promise<AbsenceVerdict>;
  /** The kept policy and how the server's stands to it. */
  readonly policy: () => Answer<PolicyState>;
  /**
   * Keeps the server's policy in place of the old one: only when a person has compared
   * `fingerprint`.
   */
  readonly trustPolicy: (fingerprint: string) => Answer<PolicyState>;
  readonly clock: LedgerClock;
  readonly ledger: () => Answer<LedgerAnswer>;
  readonly records: (page?: {
    readonly before?: number;
    readonly limit?: number;
    readonly service?: string;
  }) => Answer<RecordsAnswer>;
  readonly record: (index: number) => Answer<RecordAnswer>;
  readonly envelope: (id: string) => Answer<Uint8Array>;
  readonly institutions: () => Answer<InstitutionsAnswer>;
  readonly checkpoints: (limit?: number) => Answer<CheckpointsAnswer>;
  readonly status: () => Answer<StatusAnswer>;
  readonly search: (text: string) => Answer<SearchAnswer>;
  readonly statistics: () => Answer<StatisticsAnswer>;
  /** Leaves an encrypted copy in the vault. The secret is told once and kept nowhere else. */
  readonly deposit: (file: Uint8Array) => Answer<DepositAnswer>;
  readonly readDeposit: (deposit: string, secret: string) => Answer<Uint8Array>;
  /** Erases the copy for good; the record of the file stands. */
  readonly eraseDeposit: (deposit: string, secret: string) => Answer<ErasureAnswer>;
  /** The acts that were done in a matter, oldest first. */
  readonly matterRecords: (id: string, after?: number, limit?: number) => Answer<MatterAnswer>;
  /** Everything that is needed to check a matter offline. Nothing is checked here. */
  readonly dossier: (id: string) => Answer<Uint8Array>;
  /** Leaves a public file that the matter names by its SHA-256. */
  readonly keepFile: (id: string, file: Uint8Array) => Answer<void>;
  /** A public file, which has the SHA-256 that was asked for. */
  readonly publicFile: (digest: string) => Answer<Uint8Array>;
  /** Whose link this is, by its token, and whether somebody came with it before. */
  readonly openLink: (token: string) => Answer<LinkAnswer>;
  /** Has a one-time code sent to the contact of that person. */
  readonly sendCode: (token: string) => Answer<CodeAnswer>;
  readonly extendCode: (token: string) => Answer<ExtendAnswer>;
  /** Has a key of this device attested; may be repeated with the same key and code. */
  readonly identify: (request: IdentifyRequest) => Answer<IdentifiedAnswer>;
  /** What became of the messages of a register. */
  readonly outboxCounts: (register: string) => Answer<OutboxCountsAnswer>;
  /** In the demo city alone: the messages that went nowhere, newest first. */
  readonly demoMessages: () => Answer<DemoMessagesAnswer>;
  /** In the demo city alone: links by which a visitor plays residents. */
  readonly demoLinks: () => Answer<DemoLinksAnswer>;
}
