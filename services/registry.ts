import { document } from './document/service.ts';
import { election } from './election/service.ts';
import { governance } from './governance/service.ts';
import { people } from './people/service.ts';
import { vote } from './vote/service.ts';

/** Every service of this build; the one place where a service is named. */
export const services = [governance, people, document, vote, election] as const;
