export type { Submission, SubmitFailure } from './answers.ts';
export type { WitnessAddress } from './ask-witness.ts';
export type { HourOfInstitution } from './attended.ts';
export { COSIGN_AGAIN_MS, type Cosigner } from './checkpoints.ts';
export type { Colleague, CosignerKey } from './colleagues.ts';
export { appState as cometAppState } from './comet/application.ts';
export { type CometOptions, startComet } from './comet/engine.ts';
export { FrameReader, frame } from './comet/frames.ts';
export {
  type CometBeginning,
  type CometHome,
  type CometPace,
  type CometPeer,
  type CometStateSync,
  cometAddress,
  cometGenesis,
  cometNodeId,
  decidesAfter,
  LOCAL_PACE,
  WIDE_PACE,
  writeCometHome,
} from './comet/home.ts';
export type { Misbehaviour } from './comet/misbehaviour.ts';
export { type CometProcess, type CometProcessOptions, runCometBft } from './comet/process.ts';
export { findCometBft } from './comet/program.ts';
export { redialWhenStill } from './comet/redial.ts';
export { type CometRpc, openCometRpc } from './comet/rpc.ts';
export {
  type ComparedLog,
  compareLogs,
  type LogDifference,
} from './divergence/compare-logs.ts';
export { compareStates, type StateDifference } from './divergence/compare-states.ts';
export { type ExaminedState, examineState } from './divergence/examine-state.ts';
export {
  type BlockDriver,
  type Engine,
  type ProposedBlock,
  type StartEngine,
  startSolo,
} from './engine.ts';
export { fullDisk, type NodeError, type NodeErrorCode, NodeFailure, nodeError } from './failure.ts';
export type { FollowedBlock } from './follow.ts';
export type {
  HistoryNews,
  HistoryOptions,
  HistoryStatus,
} from './history/fetch-history.ts';
export { type Ledger, openLedger } from './ledger.ts';
export type { LedgerOptions } from './ledger-options.ts';
export type { LedgerStatus } from './ledger-status.ts';
export { defaultMempoolLimits, type MempoolLimits } from './mempool.ts';
export type { RecordId } from './receipts.ts';
export {
  DEFAULT_SNAPSHOT_POLICY,
  type SnapshotNews,
  type SnapshotPolicy,
} from './snapshot/service.ts';
export type { TileSource } from './store/archive-log.ts';
export type { ExecutedBlock, PreparedBlock, StoredTransaction } from './store/block.ts';
export { type CompactedStore, compactStore } from './store/compact.ts';
export { withoutSync } from './store/database.ts';
export { FORMAT_VERSION, syncFolder } from './store/folder.ts';
export type { Head } from './store/head.ts';
export { type FolderLock, lockFolder } from './store/lock.ts';
export { type LedgerReader, openReader } from './store/reader.ts';
export {
  type GenesisBlock,
  openStore,
  type Proven,
  type Store,
  type StoreOptions,
} from './store/store.ts';
export {
  folderTiles,
  type HistorySource,
  openTiles,
  webHistory,
  webTiles,
} from './store/tile-source.ts';
export { overTwoThirds } from './two-thirds.ts';
export { type HeldStore, verifyHeld } from './verify-held.ts';
export { type VerifiedStore, verifyStore } from './verify-store.ts';
export { type WatchedLedger, watchHistory } from './watch-history.ts';
export type { WitnessFailure, WitnessOptions, WitnessStatus } from './witnesses.ts';
