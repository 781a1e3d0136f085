import type { ServiceProof } from '@madang/protocol';
import { checkContent, claims } from './claims.ts';

export type { ScopeFinding } from '../chain/findings.ts';
export type { ArrivalMoment } from './arrival.ts';
export { checkDecision, type DecisionInput, type DecisionVerdict } from './check-decision.ts';
export { actKey } from './claims.ts';
export type { DecisionFacts } from './facts.ts';
export { DECISION_MATTER, decisionFiles, decisionReader } from './format.ts';
export { decisionJournals, decisionStateKeys } from './proven.ts';
export { type DecisionRecord, type HolderRecord, holderOfHome, readDecision } from './subject.ts';
export {
  type DecisionCode,
  type DecisionPart,
  type DecisionPartName,
  decisionCodes,
  decisionParts,
} from './verdict.ts';

/** What a verifier must know of `vote` for a single receipt. */
export const proof: ServiceProof = { service: 'vote', claims, checkContent };
