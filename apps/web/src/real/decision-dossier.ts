import { openRerun } from '@madang/kernel/rerun';
import { checkToEnd, receiptNumber } from '@madang/protocol';
import { services } from '@madang/services';
import {
  checkDecision,
  type DecisionFacts,
  decisionReader,
} from '@madang/services/vote/proof/index.ts';
import type { DecisionShown, DossierCheck } from './dossier-messages.ts';

/** Checks the dossier of a decision: every signature, and the whole count from the signed acts. */
export const checkDecisionDossier: DossierCheck = async (bytes, policyText, listener) => {
  const reader = decisionReader();
  const pushed = reader.push(bytes);
  const checks = checkDecision({
    read: pushed.ok ? reader.end() : pushed,
    policyText,
    openAgain: (chain) => openRerun(services, chain),
    onProgress: listener.onProgress,
  });
  const { verdict, facts } = await checkToEnd(checks, ({ part, state, code }) => {
    listener.onPart({ part, state, code });
  });
  return facts === undefined ? { verdict } : { verdict, decision: shown(facts) };
};

function shown(facts: DecisionFacts): DecisionShown {
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
