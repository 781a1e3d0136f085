import type { Client } from '@madang/client';
import type { Words } from '../ledger.ts';

/** The names of institutions by their short names in the policy. */
export type Names = () => Promise<ReadonlyMap<string, Words>>;

const namesKey = 'madang.named';

/** How long names are taken from this device without asking, ms: they hardly ever change. */
const freshMs = 60 * 60_000;

type Kept = readonly [askedAtMs: number, names: readonly (readonly [string, Words])[]];

/** When the names that are kept here were asked for, ms, and what they are. */
function keptNames(): [askedAtMs: number, names: ReadonlyMap<string, Words>] {
  try {
    const [askedAtMs, names] = JSON.parse(localStorage.getItem(namesKey) ?? '') as Kept;
    return [askedAtMs, new Map(names)];
  } catch {
    return [0, new Map()];
  }
}

/** Asks how the institutions are called, and keeps it for an hour, and for when there is no net. */
export function namesFrom(client: Pick<Client<[]>, 'institutions'>): Names {
  return async () => {
    const [askedAtMs, kept] = keptNames();
    const now = Date.now();
    if (now < askedAtMs + freshMs) return kept;
    const answer = await client.institutions();
    if (!answer.ok) return kept;
    const names = answer.value.institutions.map((each) => [each.id, each.names] as const);
    localStorage.setItem(namesKey, JSON.stringify([now, names]));
    return new Map(names);
  };
}
