import { type Codec, decode, encodeKnown, expectOk, ok, type Result } from '@madang/base';
import type { ReadContext } from './context.ts';
import type { AnyPort } from './port.ts';
import type { Refusal } from './refusal.ts';

/** A read-only function that a service offers to others, called with encoded input. */
export interface AnyExposed<S extends string = string> extends AnyPort {
  readonly service: S;
  readonly answer: (ctx: ReadContext<S>, input: Uint8Array) => Result<Uint8Array, Refusal>;
}

/** What {@link expose} is given. */
export interface ExposeInput<S extends string, I, O> {
  readonly service: S;
  readonly name: string;
  readonly input: Codec<I>;
  readonly output: Codec<O>;
  readonly read: (ctx: ReadContext<S>, input: I) => Result<O, Refusal>;
}

/** Declares a read-only function that a service lists in `exposes`. */
export function expose<const S extends string, I, O>(given: ExposeInput<S, I, O>): AnyExposed<S> {
  return {
    service: given.service,
    name: `${given.service}.${given.name}`,
    inputShape: given.input.shape,
    outputShape: given.output.shape,
    answer: (ctx, bytes) => {
      const input = expectOk(decode(given.input, bytes), 'port: the input does not fit');
      const output = given.read(ctx, input);
      return output.ok ? ok(encodeKnown(given.output, output.value)) : output;
    },
  };
}
