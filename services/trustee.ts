import { electionAnswer, electionParams, sumAnswer, sumParams } from './election/chain/answers.ts';
import { electionsAnswer, electionsParams } from './election/chain/listing.ts';
import {
  acceptPayload,
  announcePayload,
  commitPayload,
  complainPayload,
  dealPayload,
  decryptPayload,
  mixPayload,
  rehearsePayload,
  revealPayload,
} from './election/chain/schema.ts';

/**
 * What a trustee's page does and asks of an election, without the code that executes it. The names
 * are those of the registry's service, and a test holds both against each other.
 */
export const trusteeServices = [
  {
    name: 'election',
    transactions: [
      { act: 'election.commitOpening', payload: commitPayload },
      { act: 'election.revealOpening', payload: revealPayload },
      { act: 'election.dealShares', payload: dealPayload },
      { act: 'election.acceptShares', payload: acceptPayload },
      { act: 'election.complain', payload: complainPayload },
      { act: 'election.rehearse', payload: rehearsePayload },
      { act: 'election.mixKeys', payload: mixPayload },
      { act: 'election.decryptSum', payload: decryptPayload },
      { act: 'election.announceCounts', payload: announcePayload },
    ],
    queries: [
      { fullName: 'election.election', params: electionParams, result: electionAnswer },
      { fullName: 'election.listElections', params: electionsParams, result: electionsAnswer },
      { fullName: 'election.sumOf', params: sumParams, result: sumAnswer },
    ],
  },
] as const;

/** What the acts say of which the state keeps nothing: seats, and why a round came to nothing. */
export { ceremonyVoided, draftPayload, restartPayload } from './election/chain/schema.ts';
export { nextStage, type Stage } from './election/chain/stages.ts';
export { isTurnOf, nextList } from './election/intake/mixing.ts';
export { provenMix } from './election/intake/proven.ts';
export { type TrusteeAct, trusteeSeed } from './election/intake/trustee.ts';
export {
  type AnnounceAct,
  decryptDue,
  doDue,
  mixNext,
  type SeenElection,
  seeElection,
  seeSums,
  type TrusteeRoom,
  type WorkProblem,
} from './election/intake/trustee-work.ts';
