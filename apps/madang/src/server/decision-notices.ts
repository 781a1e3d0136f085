import { fromHex, toHex } from '@madang/base';
import type { Ledger } from '@madang/node';
import { readDecision } from '@madang/services/vote/proof/index.ts';
import type { EventFields, NoticeRule } from './notices.ts';

/**
 * What a person is told of decisions: that something was said for them, or taken back, by whichever
 * way, and who may do so for whom. An act that was not theirs is noticed so.
 */
export function decisionNotices(ledger: Ledger): readonly NoticeRule[] {
  const register = (fields: EventFields): string | undefined => {
    const { decision } = fields;
    const id = typeof decision === 'string' ? fromHex(decision) : undefined;
    if (id?.ok !== true) return undefined;
    const state = ledger.stateReader();
    const found = readDecision((stateKey) => state.get(stateKey), id.value);
    return found === undefined ? undefined : toHex(found.register);
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
