import { document } from './document/service.ts';
import { electionWords } from './election/words.ts';
import { governance } from './governance/service.ts';
import { people } from './people/service.ts';
import { vote } from './vote/service.ts';

/** What the city's pages send and ask: the registry, but for elections. */
export const cityServices = [governance, people, document, vote] as const;

/** The texts of all services of the registry. */
export const servicesWithText = [...cityServices, electionWords] as const;
