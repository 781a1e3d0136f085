import { type Client, createClient, type LedgerClock, type ServiceContract } from '@madang/client';
import { languageOfPath } from '@madang/ui';
import { createPolicyStore } from '../device/policy-store.ts';

/** What one client of this page was told of the ledger and its clock, no other asks again. */
let clock: LedgerClock | undefined;

/** A client of the ledger of the server that this page came from, which knows these services. */
export function pageClient<const S extends readonly ServiceContract[]>(services: S): Client<S> {
  const client = createClient({
    baseUrl: '',
    services,
    policy: createPolicyStore(),
    language: () => languageOfPath(location.pathname),
    ...(clock === undefined ? {} : { clock }),
  });
  clock = client.clock;
  return client;
}
