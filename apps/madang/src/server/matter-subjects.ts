import {
  DECISION_MATTER,
  type DecisionRecord,
  decisionFiles,
  decisionJournals,
  decisionStateKeys,
  readDecision,
} from '@madang/services/vote/proof/index.ts';
import type { DossierSubject } from './matter-dossier.ts';

/** What is under a state key. */
type Get = (stateKey: Uint8Array) => Uint8Array | undefined;

/** The matter with this id of whichever service; nothing if there is none. */
export function subjectOf(get: Get, id: Uint8Array): DossierSubject | undefined {
  const decision = readDecision(get, id);
  return decision === undefined ? undefined : decisionSubject(id, decision);
}

/** What the dossier of a decision is made of. */
export function decisionSubject(
  id: Uint8Array,
  decision: Pick<DecisionRecord, 'register' | 'title' | 'text' | 'summary'>,
): DossierSubject {
  const { register, title } = decision;
  return {
    ...{ id, register, matter: DECISION_MATTER, title: title.ko },
    stateKeys: decisionStateKeys(id, register),
    journals: decisionJournals,
    files: decisionFiles(decision),
  };
}
