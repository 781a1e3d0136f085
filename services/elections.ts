import {
  batchesAnswer,
  batchesParams,
  ceremonyAnswer,
  electionAnswer,
  electionParams,
  listAnswer,
  listParams,
  mixAnswer,
  resultAnswer,
  sumAnswer,
  sumParams,
  turnoutAnswer,
  votersAnswer,
  votersParams,
} from './election/chain/answers.ts';
import { electionsAnswer, electionsParams } from './election/chain/listing.ts';
import {
  ballotPayload,
  closePayload,
  closeRegistrationPayload,
  draftPayload,
  extendPayload,
  markPayload,
  messagesPayload,
  openBatchPayload,
  openPayload,
  openRegistrationPayload,
  pausePayload,
  restartPayload,
  rollPayload,
} from './election/chain/schema.ts';

/**
 * What pages of elections send and ask: what everybody may read, and what officers do to make one
 * and while it runs. The code that executes it, with the arithmetic of ballots, is not here. A test
 * holds it
 * against the service.
 */
const election = {
  name: 'election',
  transactions: [
    { act: 'election.draftElection', payload: draftPayload },
    { act: 'election.enterVoters', payload: rollPayload },
    { act: 'election.restartCeremony', payload: restartPayload },
    { act: 'election.openRegistration', payload: openRegistrationPayload },
    { act: 'election.closeRegistration', payload: closeRegistrationPayload },
    { act: 'election.openElection', payload: openPayload },
    { act: 'election.pauseElection', payload: pausePayload },
    { act: 'election.resumeElection', payload: pausePayload },
    { act: 'election.extendElection', payload: extendPayload },
    { act: 'election.noteMessages', payload: messagesPayload },
    { act: 'election.closeElection', payload: closePayload },
    { act: 'election.openBatch', payload: openBatchPayload },
    { act: 'election.markPaper', payload: markPayload },
    { act: 'election.castBallot', payload: ballotPayload },
  ],
  queries: [
    { fullName: 'election.election', params: electionParams, result: electionAnswer },
    { fullName: 'election.listElections', params: electionsParams, result: electionsAnswer },
    { fullName: 'election.turnout', params: electionParams, result: turnoutAnswer },
    { fullName: 'election.voters', params: votersParams, result: votersAnswer },
    { fullName: 'election.batches', params: batchesParams, result: batchesAnswer },
    { fullName: 'election.ceremony', params: electionParams, result: ceremonyAnswer },
    { fullName: 'election.mix', params: electionParams, result: mixAnswer },
    { fullName: 'election.keyList', params: listParams, result: listAnswer },
    { fullName: 'election.sumOf', params: sumParams, result: sumAnswer },
    { fullName: 'election.result', params: electionParams, result: resultAnswer },
  ],
  proof: () => import('./election/proof/claims.ts'),
} as const;

export { MAX_BATCH } from './election/chain/batch-schema.ts';
export { provenSelections, sentSelections } from './election/chain/questions.ts';
export {
  FEWEST_BALLOTS,
  FEWEST_KEYS,
  MAX_LINES,
  MAX_MARKED,
  MAX_SELECTIONS,
  MAX_SUMS,
  PATIENCE_MS,
} from './election/chain/schema.ts';

/** The services of the pages of elections. */
export const electionServices = [election] as const;
