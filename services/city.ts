import { document } from './document/service.ts';
import { governance } from './governance/service.ts';
import { people } from './people/service.ts';
import { vote } from './vote/service.ts';

/**
 * What the city's pages know of elections: their texts, and what a receipt of theirs is held to.
 */
const election = {
  name: 'election',
  transactions: [],
  queries: [],
  proof: () => import('./election/proof/claims.ts'),
  text: {
    ko: () => import('./election/text/ko.ts'),
    en: () => import('./election/text/en.ts'),
  },
} as const;

/** What the city's pages send and ask, and the services whose records they show and check. */
export const cityServices = [governance, people, document, vote, election] as const;
