import { type Client, createClient } from '@madang/client';
import { electionServices } from '@madang/services/elections.ts';
import { languageOfPath } from '@madang/ui';
import { createPolicyStore } from '../device/policy-store.ts';

let client: Client<typeof electionServices> | undefined;

/** The one client of the pages of elections; other pages need not load what it knows. */
export function electionClient(): Client<typeof electionServices> {
  client ??= createClient({
    baseUrl: '',
    services: electionServices,
    policy: createPolicyStore(),
    language: () => languageOfPath(location.pathname),
  });
  return client;
}
