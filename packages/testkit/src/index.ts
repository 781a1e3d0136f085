export {
  type Actor,
  actor,
  institutionOf,
  type MemoryLedger,
  openMemoryLedger,
  type Signed,
  START_MS,
  signBody,
  signedFrom,
  testGenesis,
  type Wish,
} from './memory-ledger.ts';
export { type MemoryState, memoryState } from './memory-state.ts';
export { freePort, startPostgres, type TestPostgres } from './postgres.ts';
