import type { AskedMatter } from '@madang/client';

/** Something that a register is asked: for consent, or for a secret vote. */
export type Matter = Omit<AskedMatter, 'status'> & {
  status: 'open' | 'registering' | 'mixing' | 'closed' | 'draft' | 'called-off';
  /** The same as the ledger has it, which also knows what is paused. */
  stage: AskedMatter['status'];
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
export function mattersOf(asked: readonly AskedMatter[]): readonly Matter[] {
  return asked
    .map((matter) => ({ ...matter, status: statusOf[matter.status], stage: matter.status }))
    .toSorted(
      (one, other) =>
        order.indexOf(one.status) - order.indexOf(other.status) || one.closesAt - other.closesAt,
    );
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
