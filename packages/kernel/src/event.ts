import { type Codec, decode, expectOk, type Json, type Shape } from '@madang/base';

/** An event with the type of its fields forgotten. */
export interface AnyEvent<S extends string = string> {
  readonly service: S;
  /** What happened, in the past tense: `notarised`. */
  readonly name: string;
  /** Service and name, as the log shows it. */
  readonly fullName: string;
  readonly shape: Shape;
  /** The fields of a logged event as JSON. */
  readonly toJson: (fields: Uint8Array) => Json;
}

/**
 * Something that happened, told in the log with exactly what projections need and nothing personal.
 */
export interface EventType<S extends string, N extends string, F> extends AnyEvent<S> {
  readonly name: N;
  readonly fullName: `${S}.${N}`;
  readonly fields: Codec<F>;
}

/** Declares an event of a service. */
export function event<const S extends string, const N extends string, F>(
  service: S,
  name: N,
  fields: Codec<F>,
): EventType<S, N, F> {
  return {
    service,
    name,
    fullName: `${service}.${name}`,
    fields,
    shape: fields.shape,
    toJson: (bytes) =>
      fields.toJson(expectOk(decode(fields, bytes), 'event: fields do not fit the event')),
  };
}
