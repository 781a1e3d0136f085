export { type Ballot, ballotFingerprint, type Election } from './election.ts';
export { type Chance, type EncryptedBallot, encryptBallot, type Vote } from './encrypt.ts';
export { isAllowed, isQuestion, MAX_ANSWERS, type Question } from './question.ts';
export { signBallot, voterKey } from './signature.ts';
export { type CastBallot, verifyBallot, verifyBallots } from './verify.ts';
