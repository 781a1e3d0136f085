import type { Codec, TypeOf } from '@madang/base';
import type { ServiceProof } from '@madang/protocol';

/**
 * What the client needs to know of a service: names, codecs, proof. The registry's services fit it.
 */
export interface ServiceContract {
  readonly name: string;
  readonly transactions: readonly ActContract[];
  readonly queries: readonly QueryContract[];
  readonly proof?: () => Promise<{ readonly proof: ServiceProof }>;
}

/** A transaction as its service declares it; `payload` is a codec. */
export interface ActContract {
  readonly act: string;
  readonly payload: unknown;
}

/** A query as its service declares it; `params` and `result` are codecs. */
export interface QueryContract {
  readonly fullName: string;
  readonly params: unknown;
  readonly result: unknown;
}

type Services = readonly ServiceContract[];
type ActsOf<S extends Services> = S[number]['transactions'][number];
type QueriesOf<S extends Services> = S[number]['queries'][number];

/** The names of all acts of these services: `'document.notarise' | ...`. */
export type ActOf<S extends Services> = ActsOf<S>['act'];

/** The payload of an act. */
export type PayloadOf<S extends Services, A extends ActOf<S>> = TypeOf<
  Extract<ActsOf<S>, { readonly act: A }>['payload']
>;

/** The names of all queries of these services: `'document.document' | ...`. */
export type QueryOf<S extends Services> = QueriesOf<S>['fullName'];

/** The parameters of a query. */
export type ParamsOf<S extends Services, Q extends QueryOf<S>> = TypeOf<
  Extract<QueriesOf<S>, { readonly fullName: Q }>['params']
>;

/** The answer of a query. */
export type AnswerOf<S extends Services, Q extends QueryOf<S>> = TypeOf<
  Extract<QueriesOf<S>, { readonly fullName: Q }>['result']
>;

/** The payload codec of an act. */
export function findPayload(services: Services, act: string): Codec<unknown> | undefined {
  const found = services.flatMap((service) => service.transactions).find((one) => one.act === act);
  return found === undefined ? undefined : asCodec(found.payload);
}

/** The codecs of a query. */
export function findQuery(
  services: Services,
  query: string,
): { readonly params: Codec<unknown>; readonly result: Codec<unknown> } | undefined {
  const found = services
    .flatMap((service) => service.queries)
    .find((one) => one.fullName === query);
  if (found === undefined) return undefined;
  return { params: asCodec(found.params), result: asCodec(found.result) };
}

/**
 * A list of services of different types cannot name its codecs' types; what is looked up here is
 * one.
 */
function asCodec(codec: unknown): Codec<unknown> {
  return codec as Codec<unknown>;
}
