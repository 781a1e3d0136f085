export { type ActList, type Keep, type Recall } from './act-list.ts';
export {
  type ActAgain,
  type ActDone,
  type Again,
  type NotDone,
  type ProofAgain,
  type ReadableTable,
  valueAgain,
} from './again.ts';
export { type ActsReason, checkActs } from './check-acts.ts';
export { checkChain } from './check-chain.ts';
export {
  type CheckpointVerdict,
  checkCheckpoint,
  checkCosignature,
  type GroupVerdict,
  satisfies,
  type WantedCosignature,
  type WitnessVerdict,
} from './check-checkpoint.ts';
export { checkContent } from './check-content.ts';
export {
  checkInOrder,
  type Finding,
  type PartFinding,
  type PartOrder,
  verdictOfParts,
} from './check-in-order.ts';
export { checkLine, type LineVerdict, type SignatureState } from './check-lines.ts';
export {
  foundFailed,
  foundPassed,
  type MatterChecking,
  type MatterChecks,
  type MatterReason,
  matterChecks,
  type NamedFile,
} from './check-matter.ts';
export { checkPlace } from './check-place.ts';
export { checkPromise } from './check-promise.ts';
export {
  checkReceipt,
  checkReceiptParts,
  type ReceiptInput,
  type ReceiptVerdict,
  type Verdict,
} from './check-receipt.ts';
export { checkSignature } from './check-signature.ts';
export { checkStanding, type StandingVerdict } from './check-standing.ts';
export { checkToEnd } from './check-to-end.ts';
export {
  type Checkpoint,
  checkpointBody,
  cosignatureMessage,
  cosignerName,
  type LedgerId,
  ledgerOrigin,
  parseCheckpoint,
  parseOrigin,
  type SignedCheckpoint,
} from './checkpoint.ts';
export { type Continuation, continuationOf } from './continuation.ts';
export { describeValue } from './describe.ts';
export {
  type DossierHeader,
  type DossierPart,
  type DossierProgress,
  type DossierReader,
  dossierHeader,
  dossierPart,
  dossierReader,
  MAX_DOSSIER_PART_SIZE_BYTES,
  MAX_DOSSIER_SIZE_BYTES,
  matterOf,
  type PlacedPart,
  writeDossierHeader,
  writeDossierPart,
} from './dossier.ts';
export {
  bilingual,
  decodeGenesis,
  encodeGenesis,
  type Genesis,
  genesis,
  genesisGrant,
  genesisHash,
  type Institution,
  institution,
  type KeyEnds,
  keyEnds,
  ledgerName,
  type Params,
  params,
} from './genesis.ts';
export { institutionStateKey, type KeyNote, keyNote, keyStateKey } from './institution-key.ts';
export { EMPTY_JOURNAL, type JournalLine, nextJournal } from './journal.ts';
export {
  type JournalClaim,
  journalClaim,
  journalIn,
  type ProvenJournal,
  registerClaim,
} from './journal-claim.ts';
export { judgeCheckpoint } from './judge-checkpoint.ts';
export {
  appHash,
  type BlockEntry,
  decodeLogEntry,
  emptyReplayChain,
  encodeLogEntry,
  extendReplayChain,
  type GenesisEntry,
  type LogEntry,
  logEntry,
  MAX_ENTRY_SIZE_BYTES,
  type ReplayMinute,
  replayMinute,
  replayRoot,
  type TransactionEntry,
} from './log-entry.ts';
export {
  type DossierProblem,
  encodeMatterDossier,
  type FirstAct,
  type MatterDossier,
  type MatterFile,
  type MatterKind,
  type MatterReader,
  matterReader,
  type OpenedMatter,
  openMatter,
  type ReadMatter,
  writeMatterDossier,
} from './matter-dossier.ts';
export { actName, hash, institutionId, rawMap, roleName, serviceOf } from './names.ts';
export {
  isKeyName,
  isSameKey,
  joinNote,
  MAX_NOTE_SIZE_BYTES,
  type Note,
  type NoteSignature,
  parseNote,
  printSignatures,
} from './note.ts';
export {
  type OpenedReceipt,
  type OpenedStanding,
  openReceipt,
  openStanding,
} from './open-receipt.ts';
export {
  type Part,
  type PartDetail,
  type PartName,
  type PartState,
  partNames,
  type VerifyCode,
  verifyCodes,
} from './part.ts';
export {
  again,
  inLogOrder,
  isBefore,
  type OpenedAct,
  openAct,
  type PlacedAct,
  partsOfActs,
} from './placed-act.ts';
export {
  EXECUTORS,
  MAX_POLICY_DEPTH,
  MAX_POLICY_LOGS,
  MAX_POLICY_SIZE_BYTES,
  MAX_POLICY_WITNESSES,
  NO_QUORUM,
  type Policy,
  type PolicyGroup,
  type PolicyWitness,
  parsePolicy,
  policyFingerprint,
  printFingerprint,
} from './policy.ts';
export {
  type DecodedPromise,
  decodePromise,
  encodePromise,
  MAX_PROMISE_SIZE_BYTES,
  type PromiseStatement,
  promise,
  promiseMessage,
  promiseStatement,
  type SignedPromise,
} from './promise.ts';
export { type ProtocolCode, type ProtocolError, protocolCodes } from './protocol-error.ts';
export {
  checkProvenState,
  encodeProvenState,
  type OpenedState,
  openProvenState,
  type ProvenState,
  type StateVerdict,
} from './proven-state.ts';
export {
  decodeReceipt,
  decodeStanding,
  encodeReceipt,
  encodeStanding,
  MAX_RECEIPT_SIZE_BYTES,
  MAX_STANDING_SIZE_BYTES,
  type ProvenClaim,
  provenClaim,
  type Receipt,
  receipt,
  type Standing,
  standing,
} from './receipt.ts';
export type { CosignerFact, ReceiptFacts, SignerFact } from './receipt-facts.ts';
export { receiptNumber, startOfReceiptNumber } from './receipt-number.ts';
export {
  type Claim,
  type ClaimsInput,
  type ContentCode,
  type ContentInput,
  type ContentVerdict,
  contentCodes,
  type ProofInput,
  type ProofVerdict,
  type ServiceProof,
} from './service-proof.ts';
export { cosign, signAsLog } from './sign-checkpoint.ts';
export { signPromise } from './sign-promise.ts';
export {
  isTableName,
  MAX_STATE_KEY_SIZE_BYTES,
  MAX_STATE_VALUE_SIZE_BYTES,
  stateKey,
  stateKeyUnder,
  stateProof,
  tablePrefix,
} from './state-key.ts';
export {
  type Authorisation,
  accountOf,
  authorisation,
  type Body,
  body,
  bodyHashOf,
  compareSignatures,
  type DecodedTransaction,
  decodeTransaction,
  type Envelope,
  encodeBody,
  encodeProven,
  encodeSigned,
  envelope,
  inSignatureOrder,
  MAX_ENVELOPE_SIZE_BYTES,
  MAX_EVENTS,
  type Outcome,
  outcome,
  type Principal,
  principal,
  type RawEvent,
  rawEvent,
  type Signature,
  signature,
  signedMessage,
} from './transaction.ts';
export {
  COSIGNER_KEY_TYPE,
  LOG_KEY_TYPE,
  type NoteKeyType,
  parseVerifierKey,
  printVerifierKey,
  type VerifierKey,
  verifierKey,
} from './verifier-key.ts';
export { type PolicySource, writePolicy } from './write-policy.ts';
