export { services } from '@madang/services';
export { arbitraryOf, arbitraryOfShape } from './arbitrary.ts';
export { launchBrowser } from './browser.ts';
export {
  type Canaries,
  type CanaryFinding,
  type CanaryScan,
  canaryForms,
  canaryScan,
} from './canaries.ts';
export { changingAtFirst, changingLater } from './changing-service.ts';
export { damaged, flipped } from './damage.ts';
export {
  association,
  clerk,
  condition,
  defaults as decisionDefaults,
  deputy,
  device,
  draftOf,
  type Home,
  holderOf,
  type Owners,
  officer,
  type Plan,
  personsOf,
  rollOf,
  simple,
  TEXT as DECISION_TEXT,
  unitOf,
} from './decision-plan.ts';
export { type DecisionRun, decisionGrants, playDecision } from './decision-run.ts';
export { effort } from './effort.ts';
export { type ElectionWish, electionDraft } from './election-draft.ts';
export {
  type AbciRequest,
  abciKindOf,
  type FakeBlock,
  FakeComet,
  type FakeCometOptions,
  type FakeValidator,
} from './fake-comet.ts';
export {
  type SnapshotPeer,
  type StateSync,
  type SyncedState,
  snapshotPeer,
  syncState,
} from './fake-state-sync.ts';
export type { BrowserSource } from './fetch-browser.ts';
export { type BrowserSearch, browserSource } from './find-browser.ts';
export { type ForgedBallot, forgedUnder } from './forged-ballot.ts';
export {
  admissionOf,
  type Governing,
  governedGenesis,
  governing,
  type KeyUse,
  possessionOf,
  rotationOf,
} from './governing.ts';
export type { PageConsensus, PageReceipt, PageSignature, PageVerdict } from './in-page.ts';
export {
  type BlockPlan,
  LIGHT_BEGIN_NS,
  LIGHT_CHAIN_ID,
  lightBlock,
  setOf as lightSetOf,
  type Voter,
  validatorsOf,
  voter,
} from './light-chain.ts';
export { mirrorEnvelopes, mirrorLog } from './log-mirror.ts';
export {
  type Actor,
  actor,
  type DoneAct,
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
export {
  hasCometBft,
  type NetworkOptions,
  startNetwork,
  type TestNetwork,
} from './network.ts';
export { axeFindings, watchErrors } from './page-checks.ts';
export { openPageWorld, type PageWorld } from './page-world.ts';
export { assertInk, inkPercent } from './png.ts';
export { freePort, freeRange, P2P_AFTER } from './ports.ts';
export { startPostgres, type TestPostgres } from './postgres.ts';
export { type Random, randomFrom } from './random.ts';
export {
  freshStandingOf,
  notariseFiles,
  type ReceiptParts,
  receiptOf,
  type SealedFiles,
  sealFiles,
  serviceProofs,
} from './receipts.ts';
export {
  type BegunServer,
  beginServer,
  type ServerOptions,
  startServer,
  type TestServer,
} from './server.ts';
export { type ServiceCodec, serviceCodecs } from './service-codecs.ts';
export { type Divergence, type SimOptions, type SimReport, simulate } from './simulate.ts';
export {
  actSigner,
  openTestLedger,
  type SignedAct,
  signaturesOf,
  TEST_INSTITUTIONS,
  type TestLedger,
  type TestLedgerOptions,
} from './test-ledger.ts';
export { noteOf as recordOf, openVotedLedger, type VotedLedger } from './voted-ledger.ts';
