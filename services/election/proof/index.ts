export type { Counted } from '../chain/outcome.ts';
export {
  type BallotBatch,
  type BallotVerifier,
  verifyHere,
} from './check-ballots.ts';
export { checkElection } from './check-election.ts';
export { proof } from './claims.ts';
export type { BlamedFacts, ElectionFacts, QuestionFacts } from './facts.ts';
export { ELECTION_MATTER, electionFiles, electionReader } from './format.ts';
export {
  type ElectionRecord,
  electionJournals,
  electionStateKeys,
  readElection,
} from './proven.ts';
export type {
  ElectionCode,
  ElectionPart,
  ElectionPartName,
} from './verdict.ts';
