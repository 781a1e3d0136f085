import { type Client, createClient } from '@madang/client';
import { cityServices } from '@madang/services/city.ts';
import { languageOfPath } from '@madang/ui';
import { createPolicyStore } from '../device/policy-store.ts';
import { type Names, namesFrom } from './names.ts';

/** The client of this city's ledger. */
export type CityClient = Client<typeof cityServices>;

/** What every answer is made with. */
export type Room = { client: CityClient; names: Names };

/** Makes the client and what stands around it. */
export function createRoom(): Room {
  const client = createClient({
    baseUrl: '',
    services: cityServices,
    policy: createPolicyStore(),
    language: () => languageOfPath(location.pathname),
  });
  return { client, names: namesFrom(client) };
}
