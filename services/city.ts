import { document } from './document/service.ts';
import { governance } from './governance/service.ts';
import { people } from './people/service.ts';
import { vote } from './vote/service.ts';

/** What the city's pages send and ask: the registry, but for elections. */
export const cityServices = [governance, people, document, vote] as const;

/** The name and the texts of elections, without anything else of them. */
const electionWords = {
  name: 'election',
  text: {
    ko: () => import('./election/text/ko.ts'),
    en: () => import('./election/text/en.ts'),
  },
} as const;

/** The texts of all services of the registry. */
export const servicesWithText = [...cityServices, electionWords] as const;
