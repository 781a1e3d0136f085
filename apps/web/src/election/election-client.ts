import type { Client } from '@madang/client';
import { electionServices } from '@madang/services/elections.ts';
import { pageClient } from '../real/page-client.ts';

let client: Client<typeof electionServices> | undefined;

/** The one client of the pages of elections; other pages need not load what it knows. */
export function electionClient(): Client<typeof electionServices> {
  client ??= pageClient(electionServices);
  return client;
}
