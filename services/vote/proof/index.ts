export type { ArrivalMoment } from './arrival.ts';
export { checkDecision, type DecisionInput, type DecisionVerdict } from './check.ts';
export type { DecisionFacts, ScopeFinding } from './facts.ts';
export {
  DECISION_MATTER,
  type DecisionDossier,
  type DecisionReader,
  type DossierProblem,
  decisionReader,
  encodeDecisionDossier,
  type PlacedAct,
  type ReadDossier,
  writeDecisionDossier,
} from './format.ts';
export { dossierStateKeys, type ProvenDecision, provenDecision } from './proven.ts';
export type { Again } from './rerun.ts';
export {
  type DecisionCode,
  type DecisionPart,
  type DecisionPartName,
  decisionCodes,
  decisionParts,
} from './verdict.ts';
