import { fromHex, toHex } from '@madang/base';
import type { Answer, Words } from '../ledger.ts';
import { refusedBy } from '../real/problem.ts';
import type { ResidentRoom } from './room.ts';

/** Something that a register is asked: for consent, or for a secret vote. */
export type Matter = {
  kind: 'decision' | 'election';
  id: string;
  title: Words;
  status: 'open' | 'registering' | 'mixing' | 'closed' | 'draft' | 'called-off';
  closesAt: number;
};

const statusOf = {
  open: 'open',
  paused: 'open',
  draft: 'draft',
  registering: 'registering',
  mixing: 'mixing',
  closed: 'closed',
  decided: 'closed',
  undisclosed: 'closed',
  'called-off': 'called-off',
} as const;
/** How far an election is. */
export type ElectionStatus = keyof typeof statusOf;

const order = ['open', 'registering', 'mixing', 'closed', 'draft', 'called-off'];

/** Whether somebody can do something in a matter now: say something, or register for it. */
function isLive({ status }: Matter): boolean {
  return status === 'open' || status === 'registering';
}

/** Everything that a register is asked: first what is open, of that what closes first. */
export async function mattersOf(
  { client }: ResidentRoom,
  register: string,
): Promise<Answer<readonly Matter[]>> {
  const bytes = fromHex(register);
  const place = { register: bytes.ok ? bytes.value : new Uint8Array() };
  const [decisions, elections] = await Promise.all([
    client.query('vote.listDecisions', place),
    client.query('election.listElections', place),
  ]);
  if (!decisions.ok) return refusedBy(decisions.error);
  if (!elections.ok) return refusedBy(elections.error);
  const matters = [
    ...decisions.value.map((one) => ({ ...one, kind: 'decision' as const })),
    ...elections.value.map((one) => ({ ...one, kind: 'election' as const })),
  ].map(({ kind, id, title, status, closesAt }) => ({
    kind,
    id: toHex(id),
    title,
    status: statusOf[status],
    closesAt,
  }));
  const sorted = matters.toSorted(
    (one, other) =>
      order.indexOf(one.status) - order.indexOf(other.status) || one.closesAt - other.closesAt,
  );
  return { ok: true, value: sorted };
}

/** What a page begins with: one matter with others below it, or several to choose from. */
export type Beginning =
  | { kind: 'none' }
  | { kind: 'one'; shown: Matter; others: readonly Matter[] }
  | { kind: 'several'; matters: readonly Matter[] };

/**
 * What a link leads to. What is open goes before all else; several of one kind are chosen from, and
 * of a vote and a consent that are both open the one comes first that closes first. `chosen`: the
 * id of the one that was asked for.
 */
export function beginningOf(matters: readonly Matter[], chosen?: string): Beginning {
  const open = matters.filter(isLive);
  const candidates = open.length > 0 ? open : matters;
  const [first, ...rest] = candidates;
  const shown = matters.find(({ id }) => id === chosen) ?? first;
  if (first === undefined || shown === undefined) return { kind: 'none' };
  const isMixed = rest.some(({ kind }) => kind !== first.kind);
  if (chosen === undefined && rest.length > 0 && !isMixed) {
    return { kind: 'several', matters: candidates };
  }
  const others = matters.filter(
    (other) => other.id !== shown.id && (isLive(other) || other.kind !== shown.kind),
  );
  return { kind: 'one', shown, others };
}
