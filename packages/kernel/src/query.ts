import {
  type Codec,
  type CodecError,
  type Json,
  ok,
  parseJson,
  type Result,
  type Shape,
} from '@madang/base';
import type { ReadContext } from './context.ts';
import type { Refusal } from './refusal.ts';

/** A question with its parameters parsed. */
export type PreparedQuery<S extends string> = (ctx: ReadContext<S>) => Result<Json, Refusal>;

/** A query with its types forgotten. */
export interface AnyQuery<S extends string = string> {
  readonly service: S;
  readonly name: string;
  readonly fullName: string;
  readonly access: 'public';
  readonly paramsShape: Shape;
  readonly resultShape: Shape;
  readonly prepare: (params: unknown) => Result<PreparedQuery<S>, CodecError>;
}

/** A pure read of a service's state with all its types. */
export interface Query<S extends string, N extends string, P, R> extends AnyQuery<S> {
  readonly name: N;
  readonly fullName: `${S}.${N}`;
  readonly params: Codec<P>;
  readonly result: Codec<R>;
}

/** What {@link query} is given. */
export interface QueryInput<S extends string, N extends string, P, R> {
  readonly service: S;
  readonly name: N;
  readonly params: Codec<P>;
  readonly result: Codec<R>;
  readonly access: 'public';
  readonly read: (ctx: ReadContext<S>, params: P) => Result<NoInfer<R>, Refusal>;
}

/** Declares a query of a service. */
export function query<const S extends string, const N extends string, P, R>(
  input: QueryInput<S, N, P, R>,
): Query<S, N, P, R> {
  const { service, name, params, result, access } = input;
  return {
    service,
    name,
    fullName: `${service}.${name}`,
    params,
    result,
    access,
    paramsShape: params.shape,
    resultShape: result.shape,
    prepare: (json) => {
      const parsed = parseJson(params, json);
      if (!parsed.ok) return parsed;
      return ok((ctx) => {
        const answer = input.read(ctx, parsed.value);
        return answer.ok ? ok(result.toJson(answer.value)) : answer;
      });
    },
  };
}
