import type { Codec, TypeOf } from '@madang/base';

/** What the client needs to know of a service: names and codecs. The registry's services fit it. */
export interface ServiceContract {
  readonly name: string;
  readonly transactions: readonly { readonly name: string; readonly payload: unknown }[];
  readonly queries: readonly {
    readonly name: string;
    readonly params: unknown;
    readonly result: unknown;
  }[];
}

/** A name with its service in front, unless it stands there already. */
type Qualified<Service extends string, Name extends string> = Name extends `${string}.${string}`
  ? Name
  : `${Service}.${Name}`;

type ItemOf<List> = List extends readonly (infer Item)[] ? Item : never;

type ActEntry<Service, Item> = Service extends string
  ? Item extends { readonly name: infer Name extends string; readonly payload: infer P }
    ? { readonly act: Qualified<Service, Name>; readonly payload: TypeOf<P> }
    : never
  : never;

type ActEntryOf<S> = S extends { readonly name: infer N; readonly transactions: infer T }
  ? ActEntry<N, ItemOf<T>>
  : never;

type QueryEntry<Service, Item> = Service extends string
  ? Item extends {
      readonly name: infer Name extends string;
      readonly params: infer P;
      readonly result: infer R;
    }
    ? {
        readonly query: Qualified<Service, Name>;
        readonly params: TypeOf<P>;
        readonly result: TypeOf<R>;
      }
    : never
  : never;

type QueryEntryOf<S> = S extends { readonly name: infer N; readonly queries: infer Q }
  ? QueryEntry<N, ItemOf<Q>>
  : never;

/** The names of all acts of these services: `'document.notarise' | ...`. */
export type ActOf<S extends readonly unknown[]> = ActEntryOf<S[number]>['act'];

/** The payload of an act. */
export type PayloadOf<S extends readonly unknown[], A extends ActOf<S>> = Extract<
  ActEntryOf<S[number]>,
  { readonly act: A }
>['payload'];

/** The names of all queries of these services: `'document.document' | ...`. */
export type QueryOf<S extends readonly unknown[]> = QueryEntryOf<S[number]>['query'];

/** The parameters of a query. */
export type ParamsOf<S extends readonly unknown[], Q extends QueryOf<S>> = Extract<
  QueryEntryOf<S[number]>,
  { readonly query: Q }
>['params'];

/** The answer of a query. */
export type AnswerOf<S extends readonly unknown[], Q extends QueryOf<S>> = Extract<
  QueryEntryOf<S[number]>,
  { readonly query: Q }
>['result'];

/** The payload codec of an act, found by its full name. */
export function findPayload(
  services: readonly ServiceContract[],
  act: string,
): Codec<unknown> | undefined {
  for (const service of services) {
    for (const one of service.transactions) {
      if (qualify(service.name, one.name) === act) return one.payload as Codec<unknown>;
    }
  }
  return undefined;
}

/** The codecs of a query, found by its full name. */
export function findQuery(
  services: readonly ServiceContract[],
  query: string,
): { readonly params: Codec<unknown>; readonly result: Codec<unknown> } | undefined {
  for (const service of services) {
    for (const one of service.queries) {
      if (qualify(service.name, one.name) !== query) continue;
      return { params: one.params as Codec<unknown>, result: one.result as Codec<unknown> };
    }
  }
  return undefined;
}

function qualify(service: string, name: string): string {
  return name.includes('.') ? name : `${service}.${name}`;
}
