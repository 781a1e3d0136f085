import { assert, equalBytes, expectPresent } from '@madang/base';
import type { Params } from '@madang/protocol';
import { type Grant, grantTable, ledgerTable, paramsTable } from './ledger-tables.ts';
import type { Records } from './records.ts';
import type { StateReader } from './state.ts';
import { readRecord } from './table.ts';

/** Longest chain of grants: the institution's own is the first. */
export const MAX_GRANT_DEPTH = 3;

/** A role that somebody may hold: from which institution, and which. */
export interface HeldRole {
  readonly institution: string;
  readonly role: string;
}

/** A role of an institution as one text: what the keys of grants end with. */
export function heldRoleText({ institution, role }: HeldRole): string {
  return `${institution}/${role}`;
}

/** The role that {@link heldRoleText} wrote. */
export function parseHeldRole(text: string): HeldRole {
  const slash = text.indexOf('/');
  assert(slash > 0, 'grants: a key without a role');
  return { institution: text.slice(0, slash), role: text.slice(slash + 1) };
}

/** A grant that holds at a moment, and how many grants its chain has. */
export interface EffectiveGrant {
  readonly grant: Grant;
  readonly depth: number;
}

/** How grants are looked up: by account and role. */
export type GrantLookup = (account: Uint8Array, held: HeldRole) => Grant | undefined;

/** Looks grants up among the records of a state. */
export function grantsIn(records: Records): GrantLookup {
  return (account, held) => records.get(grantTable, [account, heldRoleText(held)]);
}

/**
 * The grant by which an account holds a role at `timeMs`. A grant that was passed on holds only
 * while the very grant it came from does, and a chain has at most {@link MAX_GRANT_DEPTH} grants.
 */
export function effectiveGrant(
  lookup: GrantLookup,
  account: Uint8Array,
  held: HeldRole,
  timeMs: number,
): EffectiveGrant | undefined {
  const own = lookup(account, held);
  let current = own;
  for (let depth = 1; depth <= MAX_GRANT_DEPTH; depth++) {
    if (own === undefined || current === undefined) return undefined;
    if (current.until !== undefined && timeMs >= current.until) return undefined;
    const { by } = current;
    if (by === undefined) return { grant: own, depth };
    const granter = lookup(by.account, held);
    // A later grant to the same account is another one and carries nothing of the former.
    current = granter !== undefined && equalBytes(granter.id, by.grant) ? granter : undefined;
  }
  return undefined;
}

/** The limits in force in a state. Every state has them from its genesis on. */
export function readParams(state: Pick<StateReader, 'get'>): Params {
  return expectPresent(readRecord(state, paramsTable, []), 'state: no parameters');
}

/** The genesis hash of the ledger that a state belongs to. */
export function readChain(state: Pick<StateReader, 'get'>): Uint8Array {
  return expectPresent(readRecord(state, ledgerTable, []), 'state: no ledger').chain;
}
