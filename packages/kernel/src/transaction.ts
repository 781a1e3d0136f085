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
import type { ApplyContext, CheckContext, ReadContext } from './context.ts';
import type { Records } from './records.ts';
import type { AnyError, Refusal } from './refusal.ts';

/** How long the bodies of a transaction type are kept; its entry in the log always stays. */
export type Retention = 'forever' | 'five-years' | 'ninety-days';

/** Withdrawals are executed before everything else in a block. */
export type Order = 'normal' | 'withdrawal';

/** What a proof is about, encoded as its proof system says. */
export interface Statement {
  /** What many transactions have in common: proofs of equal ones can be verified together. */
  readonly common: Uint8Array;
  /** What this transaction says besides. */
  readonly own: Uint8Array;
}

/** How a transaction without a sender proves itself (docs/spec/transaction.md, proof). */
export interface SelfProof<S extends string, P> {
  /** The proof system by which nodes and verifiers judge the proof. */
  readonly system: string;
  /**
   * The key that the proof speaks for. Its account acts, and one transaction of it waits at once.
   */
  readonly key: (payload: P) => Uint8Array;
  /** Of the payload, and of records that never change again. Refuses where they are not there. */
  readonly statement: (ctx: ReadContext<S>, payload: P) => Result<Statement, Refusal>;
}

/** The proof of one transaction: who is behind it, and what has to be proven. */
export interface PreparedProof<S extends string = string> {
  readonly system: string;
  readonly key: Uint8Array;
  readonly statement: (ctx: ReadContext<S>) => Result<Statement, Refusal>;
}

/** A transaction's payload decoded and bound to its definition. */
export interface PreparedTransaction<S extends string = string> {
  readonly resolveAccess: (records: Records) => Result<Requirement, Refusal>;
  /** What is to be done, where nothing is against it. */
  readonly check: (ctx: CheckContext<S>) => Result<Apply<S>, Refusal>;
  /** Set if a proof stands where others have signatures. */
  readonly proof?: PreparedProof<S>;
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
  /** The proof system, if it proves itself. */
  readonly proofSystem?: string;
  /** Declared worst case of cold execution, microseconds, without signature or proof. */
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
  /** Set if it proves itself instead of being signed; `access` is then `anyone`. */
  readonly proof?: SelfProof<S, NoInfer<P>>;
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
  const { service, name, payload, access, costUs, retention, errors, proof } = input;
  return {
    service,
    name,
    act: `${service}.${name}`,
    payload,
    access: access.declaration,
    ...(proof === undefined ? {} : { proofSystem: proof.system }),
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
        ...(proof === undefined ? {} : { proof: preparedProof(proof, value) }),
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

function preparedProof<S extends string, P>(
  { system, key, statement }: SelfProof<S, P>,
  value: P,
): PreparedProof<S> {
  return { system, key: key(value), statement: (ctx) => statement(ctx, value) };
}

/** The answer of a check that found nothing against the transaction. */
export function allow(): Result<void, never> {
  return ok(undefined);
}
