import type { PartState, Verdict } from '@madang/protocol';
import type { Announcement } from '@madang/services/election/intake/index.ts';
import type { ElectionFacts } from '@madang/services/election/proof/index.ts';
import type { DecisionFacts } from '@madang/services/vote/proof/index.ts';
import type { Words } from '../ledger.ts';

/** One part of the check of a dossier. */
export type DossierStep = { part: string; state: PartState; code: string };

/** What a condition finds at one place; `place` is absent for the whole complex. */
export type DossierFinding = {
  scope: number;
  condition: number;
  place?: string;
  base: 'heads' | 'homes' | 'area';
  compare: 'at-least' | 'more-than';
  share: string;
  numerator: number;
  denominator: number;
  isMet: boolean;
  missing: number;
};

/** What the dossier of a decision comes to, counted anew on this device. Times in ms. */
export type DecisionShown = {
  title: Words;
  findings: readonly DossierFinding[];
  established?: { atMs: number; number: string };
  /** The moment if papers counted by arrival, where that is another. */
  arrival?: number | 'never';
} & Pick<
  DecisionFacts,
  'actCount' | 'paperCount' | 'correctionCount' | 'withdrawalCount' | 'messages' | 'notices'
>;

/** What the dossier of an election comes to, and the words of its announcement if it has them. */
export type ElectionShown = Omit<ElectionFacts, 'announcement'> & { words?: Announcement };

/** The verdict on a dossier, and what it comes to once everything was done again. */
export type DossierResult = {
  verdict: Verdict;
  decision?: DecisionShown;
  election?: ElectionShown;
};

/** What is told while a dossier is being checked. */
export type DossierListener = {
  onPart: (step: DossierStep) => void;
  onProgress: (done: number, all: number) => void;
};

/** Checks a dossier of one kind of matter. */
export type DossierCheck = (
  bytes: Uint8Array,
  policyText: string | undefined,
  listener: DossierListener,
) => Promise<DossierResult>;

/** What the thread that checks a dossier is given. */
export type DossierAsk = { bytes: Uint8Array; policyText: string | undefined };

/** What it answers: parts and progress as they come, at last the result. */
export type DossierAnswer =
  | { kind: 'part'; step: DossierStep }
  | { kind: 'progress'; done: number; all: number }
  | { kind: 'result'; result: DossierResult }
  | { kind: 'broken' };
