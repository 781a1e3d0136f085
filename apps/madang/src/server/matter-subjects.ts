import {
  ELECTION_MATTER,
  type ElectionRecord,
  electionFiles,
  electionJournals,
  electionStateKeys,
  readElection,
} from '@madang/services/election/proof/index.ts';
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
  if (decision !== undefined) return decisionSubject(id, decision);
  const election = readElection(get, id);
  return election === undefined ? undefined : electionSubject(id, election);
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

/** What the dossier of an election is made of. */
export function electionSubject(
  id: Uint8Array,
  election: Pick<ElectionRecord, 'register' | 'title' | 'text'>,
): DossierSubject {
  const { register, title } = election;
  return {
    ...{ id, register, matter: ELECTION_MATTER, title: title.ko },
    stateKeys: electionStateKeys(id, register),
    journals: electionJournals,
    files: electionFiles(election),
  };
}
