import type { Client } from '@madang/client';
import { cityServices } from '@madang/services/city.ts';
import { type Names, namesFrom } from './names.ts';
import { pageClient } from './page-client.ts';

/** The client of this city's ledger. */
export type CityClient = Client<typeof cityServices>;

/** What every answer is made with. */
export type Room = { client: CityClient; names: Names };

/** Makes the client and what stands around it. */
export function createRoom(): Room {
  const client = pageClient(cityServices);
  return { client, names: namesFrom(client) };
}
