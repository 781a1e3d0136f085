export { apiErrors } from './api-errors.ts';
export { type ApiConsensus, apiConsensusOf } from './consensus.ts';
export {
  type ListenError,
  type Listening,
  type ListenOptions,
  listenWith,
  tryToListen,
} from './listen.ts';
export { BEHIND_BLOCKS } from './network.ts';
export { apiLedgerOf, type NodeParts, standingOf } from './node-ledger.ts';
export type { ApiNodes } from './node-watch.ts';
export { openApiDocument, payloadSchemaName } from './openapi.ts';
export {
  type ApiDesk,
  type ApiMatters,
  type ApiOptions,
  type ApiPeople,
  type ApiVault,
  type DeskWish,
  type IdentifyWish,
  type Limits,
  type LinkFacts,
  type LogLine,
  type Officer,
  type Proposal,
  PUBLIC_LIMITS,
} from './options.ts';
export type {
  ApiLedger,
  HistoryStanding,
  LedgerStanding,
  ReceiptRequest,
  Submission,
  WitnessStanding,
} from './ports.ts';
export type { Rate } from './rate-limit.ts';
export { historyAbsent } from './record-unknown.ts';
export { type Api, createApi } from './server.ts';
