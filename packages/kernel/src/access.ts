import { ok, type Result } from '@madang/base';
import type { Principal } from '@madang/protocol';
import { type ErrorDefinition, type Refusal, refuse } from './refusal.ts';
import type { StateReader } from './state.ts';
import { readRecord, type Table } from './table.ts';

/** Who has to sign, found from a payload and the state. */
export type Requirement =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'account'; readonly account: Uint8Array }
  | { readonly kind: 'role'; readonly institution: string; readonly role: string }
  | { readonly kind: 'governance'; readonly institution: string };

/** The access of a transaction as data, for tables of rights, pages and OpenAPI. */
export type AccessDeclaration =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'role'; readonly role: string; readonly of: string }
  | { readonly kind: 'holder'; readonly role: string; readonly of: string }
  | { readonly kind: 'principal'; readonly role: string; readonly of: string }
  | {
      readonly kind: 'owner';
      readonly table: string;
      readonly key: string;
      readonly field: string;
    }
  | { readonly kind: 'institution'; readonly of: string };

/** A declared access. It always means exactly one signature, of the one who may. */
export interface Access<P> {
  readonly declaration: AccessDeclaration;
  readonly resolve: (payload: P, state: StateReader) => Result<Requirement, Refusal>;
}

/** Any valid key. The principal is the signer's account. */
function anyone(): Access<unknown> {
  return {
    declaration: { kind: 'anyone' },
    resolve: () => ok({ kind: 'anyone' }),
  };
}

/** Whoever holds `role` from the institution that the payload names under `of`. */
function role<const F extends string>(
  name: string,
  { of }: { readonly of: F },
): Access<Readonly<Record<F, string>>> {
  return {
    declaration: { kind: 'role', role: name, of },
    resolve: (payload) => ok({ kind: 'role', institution: payload[of], role: name }),
  };
}

/** Whoever holds the role that the payload names under `role` from the institution under `of`. */
function holder<const R extends string, const F extends string>(fields: {
  readonly role: R;
  readonly of: F;
}): Access<Readonly<Record<R | F, string>>> {
  return {
    declaration: { kind: 'holder', role: fields.role, of: fields.of },
    resolve: (payload) =>
      ok({ kind: 'role', institution: payload[fields.of], role: payload[fields.role] }),
  };
}

/**
 * Without the payload's field `of`: anyone, for themselves. With it: a holder of `role` from that
 * institution.
 */
function principal<const F extends string>(declared: {
  readonly of: F;
  readonly role: string;
}): Access<{ readonly [K in F]?: string }> {
  return {
    declaration: { kind: 'principal', role: declared.role, of: declared.of },
    resolve: (payload) => {
      const institution = payload[declared.of];
      return ok(
        institution === undefined
          ? { kind: 'anyone' }
          : { kind: 'role', institution, role: declared.role },
      );
    },
  };
}

/** How {@link owner} finds the record: its key and the field with the principal. */
export interface OwnerFields<N extends string, F extends string> {
  readonly key: N;
  readonly field: F;
  /** The refusal when there is no such record. */
  readonly missing: ErrorDefinition<Readonly<Record<string, never>>>;
}

/**
 * Whoever may act for the principal stored under `field` of the record with the payload's `key`.
 */
function owner<
  const N extends string,
  const F extends string,
  S extends string,
  K,
  V extends Readonly<Record<F, Principal>>,
>(records: Table<S, K, V>, fields: OwnerFields<N, F>): Access<Readonly<Record<N, K>>> {
  return {
    declaration: { kind: 'owner', table: records.name, key: fields.key, field: fields.field },
    resolve: (payload, state) => {
      const stored = readRecord(state, records, payload[fields.key]);
      if (stored === undefined) return refuse(fields.missing, {});
      return ok(requirementOf(stored[fields.field]));
    },
  };
}

function requirementOf(stored: Principal): Requirement {
  return stored.kind === 'account'
    ? { kind: 'account', account: stored.account }
    : { kind: 'role', institution: stored.institution, role: stored.role };
}

/** The governance key of the institution that the payload names under `of`. */
function institution<const F extends string>({
  of,
}: {
  readonly of: F;
}): Access<Readonly<Record<F, string>>> {
  return {
    declaration: { kind: 'institution', of },
    resolve: (payload) => ok({ kind: 'governance', institution: payload[of] }),
  };
}

/** The ways to say who may send a transaction. */
export const access = { anyone, role, holder, principal, owner, institution } as const;
