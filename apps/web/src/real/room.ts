import { type Client, type ClientError, createClient } from '@madang/client';
import { services } from '@madang/services';
import { languageOfPath } from '@madang/ui';
import { createPolicyStore } from '../device/policy-store.ts';
import type { Problem, Words } from '../ledger.ts';

/** The client of this city's ledger. */
export type CityClient = Client<typeof services>;

/** What every answer is made with. */
export type Room = {
  client: CityClient;
  /**
   * The names of institutions by their short names in the policy; kept for when there is no net.
   */
  names: () => Promise<ReadonlyMap<string, Words>>;
};

const namesKey = 'madang.names';

function keptNames(): ReadonlyMap<string, Words> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(namesKey) ?? '[]');
    return new Map(Array.isArray(kept) ? (kept as [string, Words][]) : []);
  } catch {
    return new Map();
  }
}

/** Makes the client and what stands around it. */
export function createRoom(): Room {
  const client = createClient({
    baseUrl: '',
    services,
    policy: createPolicyStore(),
    language: () => languageOfPath(location.pathname),
  });
  let names: ReadonlyMap<string, Words> | undefined;
  return {
    client,
    names: async () => {
      if (names !== undefined) return names;
      const answer = await client.institutions();
      if (!answer.ok) return keptNames();
      names = new Map(answer.value.institutions.map((each) => [each.id, each.names]));
      localStorage.setItem(namesKey, JSON.stringify([...names]));
      return names;
    },
  };
}

const silent: ReadonlySet<string> = new Set([
  'CLIENT_OFFLINE',
  'CLIENT_TIMEOUT',
  'CLIENT_SERVER_FAILED',
  'CLIENT_NO_POLICY',
]);

/** A problem from an error of the client; its sentence only where the server said it itself. */
export function problemOf(error: ClientError): Problem {
  const problem = { code: error.code, offline: silent.has(error.code) };
  return error.code.startsWith('CLIENT_') ? problem : { ...problem, detail: error.message };
}

/** An answer that is a problem, in the form that pages take. */
export function refusedBy(error: ClientError): { ok: false; problem: Problem } {
  return { ok: false, problem: problemOf(error) };
}
