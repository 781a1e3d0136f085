import { fromHex, toHex } from '@madang/base';
import type { Ledger } from '@madang/node';
import { readElection } from '@madang/services/election/proof/index.ts';
import { readDecision } from '@madang/services/vote/proof/index.ts';
import type { EventFields, NoticeRule } from './notices.ts';

/**
 * What a person is told of decisions and elections: that something was said for them, or taken
 * back,
 * by whichever way, who may do so for whom, and that a key votes for them. An act that was not
 * theirs is noticed so.
 */
export function matterNotices(ledger: Ledger): readonly NoticeRule[] {
  const decision = registerBy(ledger, 'decision', readDecision);
  const election = registerBy(ledger, 'election', readElection);
  return [
    { event: 'vote.spoken', kind: 'acted', person: 'person', register: decision },
    { event: 'vote.withdrawn', kind: 'acted', person: 'person', register: decision },
    { event: 'vote.proxyAppointed', kind: 'represented', person: 'person', register: decision },
    { event: 'vote.proxyAppointed', kind: 'acting', person: 'proxy', register: decision },
    { event: 'vote.proxyEnded', kind: 'represented', person: 'person', register: decision },
    { event: 'vote.proxyEnded', kind: 'acting', person: 'proxy', register: decision },
    { event: 'election.keyRegistered', kind: 'acted', person: 'person', register: election },
  ];
}

type Read = (
  get: (stateKey: Uint8Array) => Uint8Array | undefined,
  id: Uint8Array,
) => { readonly register: Uint8Array } | undefined;

/** The register of the matter that a field of an event names. */
function registerBy(ledger: Ledger, field: string, read: Read) {
  // The register of a matter never changes, and whole batches are of one matter.
  let last: { readonly matter: string; readonly register: string } | undefined;
  return ({ [field]: matter }: EventFields): string | undefined => {
    if (typeof matter !== 'string') return undefined;
    if (last?.matter === matter) return last.register;
    const id = fromHex(matter);
    const state = ledger.stateReader();
    const found = id.ok ? read((stateKey) => state.get(stateKey), id.value) : undefined;
    if (found === undefined) return undefined;
    last = { matter, register: toHex(found.register) };
    return last.register;
  };
}
