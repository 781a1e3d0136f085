import { document } from './document/service.ts';
import { confirmPayload } from './election/chain/batch-schema.ts';
import { governance } from './governance/service.ts';
import { people } from './people/service.ts';
import { vote } from './vote/service.ts';

/** Of an election, what two officers sign together. */
const election = {
  name: 'election',
  transactions: [{ act: 'election.confirmBatch', payload: confirmPayload }],
  queries: [],
} as const;

/** What officers propose to each other at the desk, and read of each other's proposals. */
export const deskServices = [governance, people, document, vote, election] as const;
