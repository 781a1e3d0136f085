export { headerHash, validatorsHash } from './block-hash.ts';
export { checkCommit, type Tally, type Voice } from './check-commit.ts';
export { type Conflict, type ConflictKind, checkConflict } from './check-conflict.ts';
export {
  type ConsensusFacts,
  type ConsensusInput,
  checkConsensus,
  factsOf,
  type ValidatorFact,
} from './check-consensus.ts';
export {
  checkInstitutions,
  continues,
  type NamedKey,
  namedKeys,
  type ProvenInstitutions,
} from './check-institutions.ts';
export { checkWhole } from './check-light-block.ts';
export {
  checkPath,
  type FetchLightBlock,
  findPath,
  type Ground,
  MAX_PATH_BLOCKS,
  type Search,
} from './check-path.ts';
export { checkRoot, type RootInput } from './check-root.ts';
export { checkStep, type Step } from './check-step.ts';
export {
  decodeConsensusProof,
  decodeLightBlock,
  encodeConsensusProof,
  encodeLightBlock,
  MAX_CONSENSUS_PROOF_SIZE_BYTES,
  MAX_LIGHT_BLOCK_SIZE_BYTES,
} from './consensus-file.ts';
export {
  encodeInstitutions,
  type InstitutionsFile,
  MAX_INSTITUTIONS_FILE_SIZE_BYTES,
  MAX_PROVEN_KEYS,
  openInstitutions,
} from './institutions-file.ts';
export {
  type BlockId,
  type Commit,
  type Header,
  type LightBlock,
  MAX_VALIDATORS,
  type Validator,
  type Vote,
  validatorAddress,
} from './light-block.ts';
export { type LightCode, type LightError, lightCodes, lightRefusal } from './light-error.ts';
export {
  parseRpcCommit,
  parseRpcValidators,
  type SignedHeader,
  type ValidatorPage,
} from './rpc-json.ts';
export {
  cometChainId,
  isExpired,
  LEDGER_TERMS,
  POWER_OF_ONE,
  type Trusted,
  type TrustTerms,
  trustBlock,
  trustGenesis,
} from './trust.ts';
export { voteMessage } from './vote-message.ts';
