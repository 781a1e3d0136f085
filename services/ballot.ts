import {
  batchesAnswer,
  batchesParams,
  electionAnswer,
  electionParams,
} from './election/chain/answers.ts';
import { ballotPayload, keyPayload, surrenderPayload } from './election/chain/schema.ts';

/**
 * What a voter's page does and asks of an election, without the code that executes it. The names
 * are those of the registry's service, and a test holds both against each other.
 */
export const voterServices = [
  {
    name: 'election',
    transactions: [
      { act: 'election.registerKey', payload: keyPayload },
      { act: 'election.castBallot', payload: ballotPayload },
      { act: 'election.surrenderKey', payload: surrenderPayload },
    ],
    queries: [
      { fullName: 'election.election', params: electionParams, result: electionAnswer },
      { fullName: 'election.batches', params: batchesParams, result: batchesAnswer },
    ],
  },
] as const;

export type {
  BallotPayload,
  KeyPayload,
  MarkPayload,
  OpenBatchPayload,
  SurrenderPayload,
} from './election/chain/schema.ts';
/** So many keys of a list are never given up. */
export { FEWEST_KEYS } from './election/chain/schema.ts';
/**
 * What stands of a voter: their line of the roll, the list in which their key is mixed, what was
 * cast with a key, and for which batch of papers it was given up.
 */
export { cast, keyLists, keys, mixedKeys, mixes, voters } from './election/chain/state.ts';
export { type Announcement, readAnnouncement } from './election/intake/announcement.ts';
export {
  fingerprintIn,
  freshKey,
  isProvenBallot,
  keyRegistration,
  type OpenElection,
  type OwnKey,
  ownKey,
  proofOfBallot,
  REGISTRATION,
  type SealedBallot,
  type Standing,
  sealBallot,
  type ToldElection,
} from './election/intake/ballot.ts';
export {
  encodeOpening,
  fingerprintOfOpening,
  type Opening,
  readOpening,
} from './election/intake/opening.ts';
export { batchOpening, markOf } from './election/intake/paper.ts';
export { type ProvenElection, provenBound, provenElection } from './election/intake/proven.ts';
export { proofOfSurrender, readSurrender, surrenderFor } from './election/intake/surrender.ts';
