import type { Client } from '@madang/client';
import type { Words } from '../ledger.ts';

/** The names of institutions by their short names in the policy. */
export type Names = () => Promise<ReadonlyMap<string, Words>>;

const namesKey = 'madang.names';

function keptNames(): ReadonlyMap<string, Words> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(namesKey) ?? '[]');
    return new Map(Array.isArray(kept) ? (kept as [string, Words][]) : []);
  } catch {
    return new Map();
  }
}

/** Asks once how the institutions are called, and keeps it for when there is no net. */
export function namesFrom(client: Pick<Client<[]>, 'institutions'>): Names {
  let names: ReadonlyMap<string, Words> | undefined;
  return async () => {
    if (names !== undefined) return names;
    const answer = await client.institutions();
    if (!answer.ok) return keptNames();
    names = new Map(answer.value.institutions.map((each) => [each.id, each.names]));
    localStorage.setItem(namesKey, JSON.stringify([...names]));
    return names;
  };
}
