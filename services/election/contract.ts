import {
  ceremonyAnswer,
  electionAnswer,
  electionParams,
  resultAnswer,
  sumAnswer,
  sumParams,
  turnoutAnswer,
} from './chain/answers.ts';
import { electionsAnswer, electionsParams } from './chain/listing.ts';
import {
  closePayload,
  extendPayload,
  openPayload,
  pausePayload,
  restartPayload,
} from './chain/schema.ts';
import { electionWords } from './words.ts';

/**
 * What the city's pages send to the service and ask of it: what everybody may read, and what
 * officers
 * do while an election runs. The code that executes it, with the arithmetic of ballots, is not
 * here.
 * A test holds it against the service.
 */
export const electionContract = {
  ...electionWords,
  transactions: [
    { act: 'election.restartCeremony', payload: restartPayload },
    { act: 'election.openElection', payload: openPayload },
    { act: 'election.pauseElection', payload: pausePayload },
    { act: 'election.resumeElection', payload: pausePayload },
    { act: 'election.extendElection', payload: extendPayload },
    { act: 'election.closeElection', payload: closePayload },
  ],
  queries: [
    { fullName: 'election.election', params: electionParams, result: electionAnswer },
    { fullName: 'election.listElections', params: electionsParams, result: electionsAnswer },
    { fullName: 'election.turnout', params: electionParams, result: turnoutAnswer },
    { fullName: 'election.ceremony', params: electionParams, result: ceremonyAnswer },
    { fullName: 'election.sumOf', params: sumParams, result: sumAnswer },
    { fullName: 'election.result', params: electionParams, result: resultAnswer },
  ],
  proof: () => import('./proof/claims.ts'),
} as const;
