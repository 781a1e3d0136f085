import { type Client, createClient } from '@madang/client';
import { residentServices } from '@madang/services/resident.ts';
import { languageOfPath } from '@madang/ui';
import { createPolicyStore } from '../device/policy-store.ts';
import { type Names, namesFrom } from '../real/names.ts';

/** The client of a resident's pages. */
export type ResidentClient = Client<typeof residentServices>;

/** What a resident's pages ask with. */
export type ResidentRoom = {
  client: ResidentClient;
  names: Names;
  /** The ledger's time as this device estimates it, ms. */
  now: () => number;
  /** Learns the ledger's time; what was learnt is good for signing without a connection. */
  meet: () => Promise<void>;
};

/** Makes the client of a resident's pages. */
export function createResidentRoom(): ResidentRoom {
  const client = createClient({
    baseUrl: '',
    services: residentServices,
    policy: createPolicyStore(),
    language: () => languageOfPath(location.pathname),
  });
  let offsetMs = 0;
  return {
    client,
    names: namesFrom(client),
    now: () => Date.now() + offsetMs,
    meet: async () => {
      const answer = await client.ledger();
      if (answer.ok) offsetMs = answer.value.time - Date.now();
    },
  };
}
