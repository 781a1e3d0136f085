import {
  type Codec,
  type CodecError,
  decode,
  encode,
  type Json,
  ok,
  parseJson,
  type Result,
  type Shape,
} from '@madang/base';
import type { Access, AccessDeclaration, Requirement } from './access.ts';
import type { ApplyContext, CheckContext } from './context.ts';
import type { Records } from './records.ts';
import type { AnyError, Refusal } from './refusal.ts';

/** How long the bodies of a transaction type are kept; its entry in the log always stays. */
export type Retention = 'forever' | 'five-years' | 'ninety-days';

/** Withdrawals are executed before everything else in a block. */
export type Order = 'normal' | 'withdrawal';

/** A transaction's payload decoded and bound to its definition. */
export interface PreparedTransaction<S extends string = string> {
  readonly resolveAccess: (records: Records) => Result<Requirement, Refusal>;
  /** What is to be done, where nothing is against it. */
  readonly check: (ctx: CheckContext<S>) => Result<Apply<S>, Refusal>;
}

/** Does a transaction that its check let through, on the state that the check saw. */
export type Apply<S extends string = string> = (ctx: ApplyContext<S>) => void;

/**
 * A transaction with the type of its payload forgotten: what the machine and derived things use.
 */
export interface AnyTransaction<S extends string = string> {
  readonly service: S;
  readonly name: string;
  /** Service and name, as bodies and the log have it. */
  readonly act: string;
  readonly access: AccessDeclaration;
  /** Declared worst case of cold execution, microseconds, without the signature. */
  readonly costUs: number;
  readonly retention: Retention;
  readonly order: Order;
  readonly errors: readonly AnyError[];
  readonly payloadShape: Shape;
  readonly prepare: (payload: Uint8Array) => Result<PreparedTransaction<S>, CodecError>;
  readonly payloadFromJson: (json: unknown) => Result<Uint8Array, CodecError>;
  readonly payloadToJson: (payload: Uint8Array) => Result<Json, CodecError>;
}

/** A transaction of a service with all its types. */
export interface Transaction<S extends string, N extends string, P> extends AnyTransaction<S> {
  readonly name: N;
  readonly act: `${S}.${N}`;
  readonly payload: Codec<P>;
}

/** What {@link transaction} is given. */
export interface TransactionInput<S extends string, N extends string, P, F> {
  readonly service: S;
  readonly name: N;
  readonly payload: Codec<P>;
  readonly access: Access<NoInfer<P>>;
  readonly costUs: number;
  readonly retention: Retention;
  readonly order?: 'withdrawal';
  /** Every error that `check` and the access can refuse with, besides the kernel's own. */
  readonly errors: readonly AnyError[];
  /** Pure: one refusal with a reason for each precondition, or what it found on its way. */
  readonly check: (ctx: CheckContext<S>, payload: P) => Result<F, Refusal>;
  /** Cannot fail: `check` has found this on the same state. */
  readonly apply: (ctx: ApplyContext<S>, payload: P, found: NoInfer<F>) => void;
}

/** Declares a transaction of a service. */
export function transaction<const S extends string, const N extends string, P, F>(
  input: TransactionInput<S, N, P, F>,
): Transaction<S, N, P> {
  const { service, name, payload, access, costUs, retention, errors } = input;
  return {
    service,
    name,
    act: `${service}.${name}`,
    payload,
    access: access.declaration,
    costUs,
    retention,
    order: input.order ?? 'normal',
    errors,
    payloadShape: payload.shape,
    prepare: (bytes) => {
      const decoded = decode(payload, bytes);
      if (!decoded.ok) return decoded;
      const { value } = decoded;
      return ok({
        resolveAccess: (records) => access.resolve(value, records),
        check: (ctx) => {
          const found = input.check(ctx, value);
          if (!found.ok) return found;
          return ok((applying) => {
            input.apply(applying, value, found.value);
          });
        },
      });
    },
    payloadFromJson: (json) => {
      const parsed = parseJson(payload, json);
      return parsed.ok ? encode(payload, parsed.value) : parsed;
    },
    payloadToJson: (bytes) => {
      const decoded = decode(payload, bytes);
      return decoded.ok ? ok(payload.toJson(decoded.value)) : decoded;
    },
  };
}

/** The answer of a check that found nothing against the transaction. */
export function allow(): Result<void, never> {
  return ok(undefined);
}
