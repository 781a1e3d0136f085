import type { Client } from '@madang/client';
import { residentServices } from '@madang/services/resident.ts';
import { type Names, namesFrom } from '../real/names.ts';
import { pageClient } from '../real/page-client.ts';

/** The client of a resident's pages. */
export type ResidentClient = Client<typeof residentServices>;

/** What a resident's pages ask with. */
export type ResidentRoom = {
  client: ResidentClient;
  names: Names;
  /** The ledger's time as this device estimates it, ms. */
  now: () => number;
  /** Learns the ledger's time; what was learnt is good for signing without a connection. */
  meet: () => Promise<unknown>;
};

/** Makes the client of a resident's pages. */
export function createResidentRoom(): ResidentRoom {
  const client = pageClient(residentServices);
  const { ledgerNow, recent } = client.clock;
  return {
    client,
    names: namesFrom(client),
    now: ledgerNow,
    meet: recent,
  };
}
