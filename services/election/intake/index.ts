export { CAST_BALLOT, SURRENDER_KEY } from '../chain/proven-acts.ts';
export { nextStage, type Stage } from '../chain/stages.ts';
export { type Announcement, announcement, readAnnouncement } from './announcement.ts';
export {
  boundTo,
  fingerprintIn,
  fingerprintOf,
  freshKey,
  isProvenBallot,
  keyRegistration,
  type OpenElection,
  type OwnKey,
  ownKey,
  payloadOf,
  proofOfBallot,
  REGISTRATION,
  type SealedBallot,
  type Standing,
  sealBallot,
  type ToldElection,
} from './ballot.ts';
export {
  type ComplaintEntry,
  complaintCategories,
  complaintStatement,
  complaintsIn,
  continuesLog,
  type LoggedComplaint,
  MAX_COMPLAINT_ENTRIES,
  readComplaint,
} from './complaint.ts';
export { countsIn, type Recounted, recount } from './count.ts';
export {
  isTurnOf,
  keyPlace,
  type ListPlace,
  mixingOf,
  nextList,
} from './mixing.ts';
export {
  encodeOpening,
  fingerprintOfOpening,
  type Opening,
  type OpeningProblem,
  readOpening,
} from './opening.ts';
export { batchOpening, markOf, sealPapers, type ToldBatch } from './paper.ts';
export {
  type ProvenElection,
  provenBound,
  provenCeremony,
  provenElection,
  provenKeyList,
  provenMix,
  provenSum,
  type ReadProven,
  UNKNOWN_ELECTION,
} from './proven.ts';
export {
  encodeSurrenderFor,
  type MixedStanding,
  proofOfSurrender,
  readSurrender,
  type SurrenderProblem,
  surrenderFor,
} from './surrender.ts';
export {
  batchFrom,
  ceremonyFrom,
  electionFrom,
  keyListFrom,
  mixFrom,
  sumFrom,
} from './told.ts';
export {
  type Ceremony,
  decryptionOf,
  nextCeremonyAct,
  type Sum,
  type Trustee,
  type TrusteeAct,
  type TrusteeProblem,
  trusteeSeed,
} from './trustee.ts';
export {
  type AnnounceAct,
  decryptDue,
  doDue,
  type MixStep,
  mixNext,
  type SeenElection,
  seeElection,
  type TrusteeRoom,
  type WorkProblem,
} from './trustee-work.ts';
