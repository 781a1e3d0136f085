export type { Hash, IncrementalSha256, Verifier } from './backend.ts';
export {
  type BrowserSigner,
  createBrowserSigner,
  isWebKeyPair,
  signerFromCryptoKeys,
  type WebKeyPair,
} from './browser-signer.ts';
export {
  appendLeaf,
  emptyFrontier,
  type Frontier,
  frontierFrom,
  frontierRoot,
} from './frontier.ts';
export { createSha256, sha256, sha512, tag } from './hash.ts';
export { emptyRoot, joinSubtrees, leafHash, nodeHash } from './merkle.ts';
export {
  assembleProof,
  consistencyProofNodes,
  inclusionProofNodes,
  type ProofPlan,
  rootNodes,
  type TreeNode,
} from './merkle-nodes.ts';
export { prefixProof, prefixRoots } from './merkle-prefix.ts';
export {
  consistencyProof,
  inclusionProof,
  type MerkleTree,
  merkleTree,
  rootFromLeafHashes,
  treeConsistencyProof,
  treeInclusionProof,
  treeRoot,
} from './merkle-tree.ts';
export {
  type ConsistencyClaim,
  type GrownRoots,
  type InclusionClaim,
  verifyConsistency,
  verifyInclusion,
} from './merkle-verify.ts';
export { noteKeyId } from './note.ts';
export { sameSecret } from './same-secret.ts';
export { open, SEAL_OVERHEAD_BYTES, seal } from './seal.ts';
export {
  generateKeyPair,
  type KeyPair,
  keyPairFromSeed,
  type Signer,
  sign,
  signerFrom,
  signSync,
} from './signing.ts';
export {
  type AbsenceClaim,
  type PresenceClaim,
  proofOfSiblings,
  proveState,
  type StateProof,
  verifyAbsence,
  verifyPresence,
} from './state-proof.ts';
export {
  isSuite,
  isValidKey,
  type Suite,
  type SuiteId,
  suites,
  verifierBackends,
  verifySignature,
  verifySignatureSync,
} from './suites.ts';
export {
  emptyNode,
  isEmptyNode,
  pathBit,
  statePath,
  type TrieEntry,
  trieInner,
  trieLeaf,
  trieRoot,
} from './trie.ts';
export { randomBytes, type WebKey } from './web-crypto.ts';
