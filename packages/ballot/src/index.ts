export { GENERATOR } from '@madang/ristretto';
export {
  COMPLAINT_BYTES,
  type Judgement,
  judgeComplaint,
  makeComplaint,
} from './complaint.ts';
export { countIn, isCount, MAX_COUNT } from './count.ts';
export {
  DECRYPTION_BYTES,
  decryptSum,
  isDecryption,
  openSum,
  type SharePlace,
  type TrusteeShare,
} from './decryption.ts';
export { type Ballot, ballotFingerprint, type Election, questionShape } from './election.ts';
export {
  type EncodedProof,
  encodeBallot,
  encodeElection,
  encodeSurrender,
  verifyEncoded,
} from './encoded.ts';
export {
  type Chance,
  type EncryptedBallot,
  encryptBallot,
  reopenBallot,
  type Vote,
} from './encrypt.ts';
export {
  isOpening,
  isShareRight,
  type JoinedKeys,
  joinKeys,
  joinShares,
  MAX_TRUSTEES,
  makeOpening,
  type Opening,
  openingCommitment,
  type TrusteeSecret,
} from './key-generation.ts';
export { type MixedKeys, mixKeys } from './mix.ts';
export {
  type KeyList,
  MAX_MIXED_KEYS,
  type MixStatement,
  mixProofBytes,
} from './mix-statement.ts';
export { isMixed } from './mix-verify.ts';
export { isPossessed, provePossession } from './possession.ts';
export { isAllowed, isQuestion, MAX_ANSWERS, MAX_QUESTIONS, type Question } from './question.ts';
export { rehearsalCiphertext } from './rehearsal.ts';
export {
  dealShare,
  isSealedShare,
  openShare,
  SEALED_SHARE_BYTES,
  type ShareWay,
} from './sealed-share.ts';
export { freshSecret, signBallot, voterKey } from './signature.ts';
export {
  type AnswerCounts,
  addSelections,
  ciphertextsOf,
  countsOf,
  emptySums,
  subtractSelections,
} from './sums.ts';
export {
  type SignedSurrender,
  type Surrender,
  type SurrenderPlace,
  signSurrender,
  surrenderStatement,
  verifySurrender,
} from './surrender.ts';
export { type CastBallot, verifyBallot, verifyBallots } from './verify.ts';
