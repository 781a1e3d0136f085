import { formatCount, type Language } from '@madang/ui';
import type { DossierResult, DossierStep } from '../real/dossier-messages.ts';
import { dossierText } from '../text/dossier.ts';
import { electionDossierText } from '../text/election-dossier.ts';

/** How the check of a dossier of one kind of matter is told. */
export type DossierKind = {
  /** Its parts, in their order. */
  steps: readonly string[];
  words: (language: Language) => {
    busy: string;
    progress: (done: string, all: string) => string;
    checked: string;
    checkedHint: string;
    titleOf: (part: string) => string;
    /** What a part that passed says, or one that failed. */
    said: (part: string, state: 'passed' | 'failed') => string;
  };
  /** What the check does not say. */
  limits: (result: DossierResult, language: Language) => readonly string[];
};

const shared = ['format', 'chain', 'institutions', 'state', 'people', 'acts'] as const;
const decisionSteps = [...shared, 'rules', 'texts'] as const;
const electionSteps = [...shared, 'opening', 'ballots', 'rules', 'texts'] as const;

const isOneOf = <T extends string>(steps: readonly T[], part: string): part is T =>
  steps.some((each) => each === part);

const decision: DossierKind = {
  steps: decisionSteps,
  words: (language) => {
    const text = dossierText[language];
    return {
      ...text,
      titleOf: (part) => (isOneOf(decisionSteps, part) ? text[part] : part),
      said: (part, state) => {
        if (!isOneOf(decisionSteps, part)) return '';
        return state === 'passed' ? text[`${part}Passed`] : text.partFailed;
      },
    };
  },
  limits: (_, language) => [dossierText[language].limitRoles, dossierText[language].limitNames],
};

const election: DossierKind = {
  steps: electionSteps,
  words: (language) => {
    const text = electionDossierText[language];
    return {
      ...text,
      titleOf: (part) => (isOneOf(electionSteps, part) ? text[part] : part),
      said: (part, state) => {
        if (!isOneOf(electionSteps, part)) return '';
        return state === 'passed' ? text[`${part}Passed`] : text[`${part}Failed`];
      },
    };
  },
  limits: ({ election: found }, language) => {
    const text = electionDossierText[language];
    return [
      text.limitRoles,
      text.limitSent,
      text.limitDevices,
      ...(found?.paper === undefined ? [] : [text.limitPaper]),
      ...(found?.mixed === undefined ? [] : [text.limitMixed]),
      text.limitCoercion,
      ...(found === undefined ? [] : [text.limitTrustees(formatCount(found.draft.threshold))]),
    ];
  },
};

/** The kind of a dossier by its matter; nothing for one that a page does not check. */
export function kindOf(matter: string | undefined): DossierKind | undefined {
  // A file that names no matter is no dossier, which either check says.
  if (matter === undefined || matter === 'vote.decision') return decision;
  return matter === 'election.election' ? election : undefined;
}

/** What became of a part, in a sentence; with the stable code where it did not pass. */
export function stepWords(kind: DossierKind, step: DossierStep, language: Language): string {
  const text = dossierText[language];
  const { part, state, code } = step;
  if (state === 'passed') return kind.words(language).said(part, state);
  if (code === 'VERIFY_RESTS_ON') return text.restsOn;
  const words = state === 'failed' ? kind.words(language).said(part, state) : text.partUnchecked;
  return `${words} ${text.code(code)}`;
}
