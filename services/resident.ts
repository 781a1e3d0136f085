import {
  keyAnswer,
  keyParams,
  personAnswer as keysAnswer,
  personParams as keysParams,
  registerAnswer,
  registerParams,
} from './people/chain/answers.ts';
import { keyPayload } from './people/chain/schema.ts';
import {
  decisionAnswer,
  decisionParams,
  meterAnswer,
  meterParams,
  personAnswer,
  personParams,
} from './vote/chain/answers.ts';
import {
  actPayload,
  draftPayload,
  endProxyPayload,
  proxyPayload,
  withdrawPayload,
} from './vote/chain/schema.ts';
import { acts } from './vote/chain/state.ts';
import { actKey, checkContent, claims } from './vote/proof/claims.ts';

/**
 * What a resident's page does and asks, without the code that executes it: a telephone on a slow
 * network loads this in place of the whole registry. The names are those of the registry's
 * services, and a test holds both against each other.
 */
export const residentServices = [
  {
    name: 'people',
    transactions: [
      { act: 'people.addKey', payload: keyPayload },
      { act: 'people.endKey', payload: keyPayload },
    ],
    queries: [
      { fullName: 'people.register', params: registerParams, result: registerAnswer },
      { fullName: 'people.keyOf', params: keyParams, result: keyAnswer },
      { fullName: 'people.person', params: keysParams, result: keysAnswer },
    ],
  },
  {
    name: 'vote',
    transactions: [
      { act: 'vote.giveConsent', payload: actPayload },
      { act: 'vote.refuseConsent', payload: actPayload },
      { act: 'vote.abstain', payload: actPayload },
      { act: 'vote.withdraw', payload: withdrawPayload },
      { act: 'vote.appointProxy', payload: proxyPayload },
      { act: 'vote.endProxy', payload: endProxyPayload },
    ],
    queries: [
      { fullName: 'vote.decision', params: decisionParams, result: decisionAnswer },
      { fullName: 'vote.meter', params: meterParams, result: meterAnswer },
      { fullName: 'vote.person', params: personParams, result: personAnswer },
    ],
    proof: () => Promise.resolve({ proof: { service: 'vote', claims, checkContent } }),
  },
] as const;

/**
 * Payload of the act that drafted a decision; it names the author of the summary, and buildings.
 */
export const decisionDraft = draftPayload;

/** What stands under a person's act: what they have said. */
export const standingAct = acts.value;

export { actKey };
