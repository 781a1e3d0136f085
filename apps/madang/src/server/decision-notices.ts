import { fromHex, toHex } from '@madang/base';
import type { Ledger } from '@madang/node';
import { readDecision } from '@madang/services/vote/proof/index.ts';
import type { EventFields, NoticeRule } from './notices.ts';

/**
 * What a person is told of decisions: that something was said for them, or taken back, by whichever
 * way, and who may do so for whom. An act that was not theirs is noticed so.
 */
export function decisionNotices(ledger: Ledger): readonly NoticeRule[] {
  // The register of a decision never changes, and whole batches are of one decision.
  let last: { readonly decision: string; readonly register: string } | undefined;
  const register = ({ decision }: EventFields): string | undefined => {
    if (typeof decision !== 'string') return undefined;
    if (last?.decision === decision) return last.register;
    const found = registerOf(ledger, decision);
    if (found !== undefined) last = { decision, register: found };
    return found;
  };
  return [
    { event: 'vote.spoken', kind: 'acted', person: 'person', register },
    { event: 'vote.withdrawn', kind: 'acted', person: 'person', register },
    { event: 'vote.proxyAppointed', kind: 'represented', person: 'person', register },
    { event: 'vote.proxyAppointed', kind: 'acting', person: 'proxy', register },
    { event: 'vote.proxyEnded', kind: 'represented', person: 'person', register },
    { event: 'vote.proxyEnded', kind: 'acting', person: 'proxy', register },
  ];
}

function registerOf(ledger: Ledger, decision: string): string | undefined {
  const id = fromHex(decision);
  if (!id.ok) return undefined;
  const state = ledger.stateReader();
  const found = readDecision((stateKey) => state.get(stateKey), id.value);
  return found === undefined ? undefined : toHex(found.register);
}
