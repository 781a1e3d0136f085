export type { ProofToVerify, SignedTransaction } from './admit.ts';
export type { BeginResult } from './begin.ts';
export type { ByteSpace } from './byte-space.ts';
export type { ReadContext } from './context.ts';
export { deterministically } from './deterministically.ts';
export { type ErrorChapter, errorPage } from './error-page.ts';
export { type AnyEvent, type EventType } from './event.ts';
export type { BlockInput, BlockResult, ExecutedTransaction } from './execute.ts';
export {
  consensusKeyAt,
  type InstitutionKey,
  institutionKeys,
  isInForce,
} from './institution-keys.ts';
export { kernelErrors } from './kernel-errors.ts';
export { institutionTable, MAX_INSTITUTIONS, protocolTable } from './ledger-tables.ts';
export {
  type AdmitAt,
  createMachine,
  type Machine,
  type MachineOptions,
  type ReadAt,
  type VersionAt,
} from './machine.ts';
export { GOVERNANCE_KEY_ROLE } from './permission.ts';
export type { AnyQuery, Query } from './query.ts';
export { type AnyError, type Bilingual, type Refusal, refusalSentence, refuse } from './refusal.ts';
export { allErrors } from './rules.ts';
export type { Screened } from './screen.ts';
export type { AnyService, ServiceText, Wording } from './service.ts';
export {
  type ReplayReader,
  type ScanOptions,
  type StateChange,
  type StateEntry,
  type StateReader,
  stateEntries,
} from './state.ts';
export { type AnyTable, readRecord, type Table } from './table.ts';
export type { AnyTransaction, Order, Retention, Transaction } from './transaction.ts';
export { consensusKeys, type ValidatorUpdate } from './validators.ts';
