export { type Announcement, announcement, readAnnouncement } from './announcement.ts';
export {
  boundTo,
  fingerprintIn,
  isProvenBallot,
  keyRegistration,
  makeOwnKey,
  type OpenElection,
  type OwnKey,
  ownKey,
  proofOfBallot,
  provenBound,
  type SealedBallot,
  type Standing,
  sealBallot,
  type ToldElection,
} from './ballot.ts';
export { countsIn } from './count.ts';
export {
  type ProvenElection,
  provenCeremony,
  provenElection,
  provenSum,
  type ReadProven,
  readElection,
  UNKNOWN_ELECTION,
} from './proven.ts';
export {
  type Ceremony,
  decryptionOf,
  nextCeremonyAct,
  type Sum,
  type Trustee,
  type TrusteeAct,
  type TrusteeProblem,
} from './trustee.ts';
