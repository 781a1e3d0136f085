import { openRerun } from '@madang/kernel/rerun';
import { receiptNumber } from '@madang/protocol';
import { services } from '@madang/services';
import {
  checkDecision,
  type DecisionFacts,
  type DecisionPart,
  type DecisionVerdict,
  decisionReader,
} from '@madang/services/vote/proof/index.ts';
import type { Words } from '../ledger.ts';

export { noteOfDossier } from './dossier-note.ts';

/** One part of the check of a dossier. */
export type DossierStep = Pick<DecisionPart, 'part' | 'state' | 'code'>;

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

/** What a dossier comes to, counted anew on this device. Times in ms. */
export type DossierFacts = {
  title: Words;
  findings: readonly DossierFinding[];
  established?: { atMs: number; number: string };
  /** The moment if papers counted by arrival, where that is another. */
  arrival?: number | 'never';
} & Pick<
  DecisionFacts,
  'actCount' | 'paperCount' | 'correctionCount' | 'withdrawalCount' | 'messages' | 'notices'
>;

/** The verdict on a dossier. */
export type DossierResult = { verdict: DecisionVerdict['verdict']; facts?: DossierFacts };

/** What is told while a dossier is being checked. */
export type DossierListener = {
  onPart: (step: DossierStep) => void;
  onProgress: (done: number, all: number) => void;
};

/**
 * Checks the dossier of a decision in this browser: every signature, and the whole count from the
 * signed acts.
 */
export async function checkDossier(
  bytes: Uint8Array,
  policyText: string | undefined,
  { onPart, onProgress }: DossierListener,
): Promise<DossierResult> {
  const reader = decisionReader();
  const pushed = reader.push(bytes);
  const steps = checkDecision({
    read: pushed.ok ? reader.end() : pushed,
    policyText,
    openAgain: (chain) => openRerun(services, chain),
    onProgress,
  });
  let step = await steps.next();
  while (step.done !== true) {
    onPart(step.value);
    // A long count must not keep the page from drawing what it found so far.
    await new Promise((resolve) => setTimeout(resolve));
    step = await steps.next();
  }
  const { verdict, facts } = step.value;
  return facts === undefined ? { verdict } : { verdict, facts: shown(facts) };
}

function shown(facts: DecisionFacts): DossierFacts {
  const { draft, established, byArrival } = facts;
  const { actCount, paperCount, correctionCount, withdrawalCount, messages, notices } = facts;
  return {
    title: draft.title,
    findings: facts.findings.flatMap(({ condition: index, scope, ...found }) => {
      const condition = draft.rule.conditions[index];
      if (condition === undefined) return [];
      const { base, compare, num, den } = condition;
      const place = scope === 0 ? {} : { place: draft.buildings[scope - 1] ?? '' };
      const share = `${String(num)}/${String(den)}`;
      return [{ condition: index, scope, ...place, base, compare, share, ...found }];
    }),
    ...(established === undefined
      ? {}
      : { established: { atMs: established.at, number: receiptNumber(established.by) } }),
    ...(byArrival === undefined
      ? {}
      : { arrival: byArrival === 'never' ? byArrival : byArrival.at }),
    actCount,
    paperCount,
    correctionCount,
    withdrawalCount,
    messages,
    ...(notices === undefined ? {} : { notices }),
  };
}
