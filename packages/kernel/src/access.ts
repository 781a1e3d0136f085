import { ok, type Result } from '@madang/base';
import type { Principal } from '@madang/protocol';
import type { Records } from './records.ts';
import { type ErrorDefinition, type Refusal, refuse } from './refusal.ts';
import type { Table } from './table.ts';

/** Who has to sign, found from a payload and the state. */
export type Requirement =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'account'; readonly account: Uint8Array }
  | {
      readonly kind: 'role';
      readonly institution: string;
      readonly role: string;
      /** How many different holders have to sign together; one if it is absent. */
      readonly together?: 2;
    }
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
      /** How many different holders sign together, if the owner is a role; one if it is absent. */
      readonly together?: 2;
    }
  | {
      readonly kind: 'independent';
      readonly role: string;
      readonly of: string;
      readonly table: string;
      readonly key: string;
      readonly field: string;
    }
  | { readonly kind: 'institution'; readonly of: string };

/** A declared access. It always means exactly the signatures of those who may: one, or two. */
export interface Access<P> {
  readonly declaration: AccessDeclaration;
  readonly resolve: (payload: P, records: Records) => Result<Requirement, Refusal>;
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

/** How {@link owner} and {@link independent} find the record: its key and the field. */
export interface OwnerFields<N extends string, F extends string> {
  readonly key: N;
  readonly field: F;
  /** What is refused when there is no such record. */
  readonly missing: ErrorDefinition<Readonly<Record<string, never>>>;
}

/**
 * Whoever may act for the principal stored under `field` of the record with the payload's `key`;
 * with `together`, two different ones of them.
 */
function owner<
  const N extends string,
  const F extends string,
  S extends string,
  K,
  V extends Readonly<Record<F, Principal>>,
>(
  table: Table<S, K, V>,
  fields: OwnerFields<N, F> & { readonly together?: 2 },
): Access<Readonly<Record<N, K>>> {
  const { key, field, missing, together } = fields;
  const two = together === undefined ? {} : { together };
  return {
    declaration: { kind: 'owner', table: table.name, key, field, ...two },
    resolve: (payload, records) => {
      const stored = records.get(table, payload[key]);
      if (stored === undefined) return refuse(missing, {});
      const requirement = requirementOf(stored[field]);
      return ok(requirement.kind === 'role' ? { ...requirement, ...two } : requirement);
    },
  };
}

function requirementOf(stored: Principal): Requirement {
  return stored.kind === 'account'
    ? { kind: 'account', account: stored.account }
    : { kind: 'role', institution: stored.institution, role: stored.role };
}

/**
 * A holder of `role` from the institution that the payload names under `of`. If that is the very
 * institution that the record with the payload's `key` names under `field`, two different holders
 * sign together: nobody acts alone in a matter of their own institution.
 */
function independent<
  const N extends string,
  const O extends string,
  const F extends string,
  S extends string,
  K,
  V extends Readonly<Record<F, string>>,
>(
  table: Table<S, K, V>,
  fields: OwnerFields<N, F> & { readonly of: O; readonly role: string },
): Access<Readonly<Record<N, K>> & Readonly<Record<O, string>>> {
  const { key, field, of, role, missing } = fields;
  return {
    declaration: { kind: 'independent', role, of, table: table.name, key, field },
    resolve: (payload, records) => {
      const stored = records.get(table, payload[key]);
      if (stored === undefined) return refuse(missing, {});
      const institution: string = payload[of];
      const one = { kind: 'role', institution, role } as const;
      return ok(stored[field] === institution ? { ...one, together: 2 } : one);
    },
  };
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
export const access = {
  anyone,
  role,
  holder,
  principal,
  owner,
  independent,
  institution,
} as const;
