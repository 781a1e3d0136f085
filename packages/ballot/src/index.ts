export { type Ballot, ballotFingerprint, type Election, questionShape } from './election.ts';
export { type EncodedCast, encodeBallot, encodeElection, verifyEncoded } from './encoded.ts';
export { type Chance, type EncryptedBallot, encryptBallot, type Vote } from './encrypt.ts';
export { isAllowed, isQuestion, MAX_ANSWERS, MAX_QUESTIONS, type Question } from './question.ts';
export { signBallot, voterKey } from './signature.ts';
export { type CastBallot, verifyBallot, verifyBallots } from './verify.ts';
