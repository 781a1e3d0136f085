import type { Codec } from '@madang/base';
import { services } from '@madang/services';

/** A codec of a service, its type forgotten, under a name such as `document.notarise payload`. */
export interface ServiceCodec {
  readonly name: string;
  readonly codec: Codec<unknown>;
}

/**
 * Every codec that the services of this build declare: payloads, events, records of tables,
 * parameters and results of queries. A new service is in it by being in the registry.
 */
export function serviceCodecs(): readonly ServiceCodec[] {
  return services.flatMap((service) => [
    ...service.transactions.map(({ act, payload }) => named(`${act} payload`, payload)),
    ...service.events.map(({ fullName, fields }) => named(`${fullName} event`, fields)),
    ...service.tables.map(({ name, value }) => named(`${service.name}/${name} record`, value)),
    ...service.queries.flatMap(({ fullName, params, result }) => [
      named(`${fullName} parameters`, params),
      named(`${fullName} result`, result),
    ]),
  ]);
}

/** A codec with the type of its values forgotten: here they are only made from its own shape. */
type AnyCodec = Codec<never> extends infer C ? { readonly [K in keyof C]: unknown } : never;

function named(name: string, codec: AnyCodec): ServiceCodec {
  return { name, codec: codec as Codec<unknown> };
}
