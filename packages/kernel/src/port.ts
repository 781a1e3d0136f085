import {
  type Codec,
  decode,
  encodeKnown,
  expectOk,
  ok,
  type Result,
  type Shape,
} from '@madang/base';
import type { ReadContext } from './context.ts';
import type { Refusal } from './refusal.ts';

/** What a service needs to know of another, said in its own words: the name and both codecs. */
export interface Port<I, O> extends AnyPort {
  readonly input: Codec<I>;
  readonly output: Codec<O>;
}

/** A port with its types forgotten. */
export interface AnyPort {
  /** Service and function, such as `credential.isHeld`. */
  readonly name: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

/** A read-only function that a service offers to others, called with encoded input. */
export interface AnyExposed<S extends string = string> extends AnyPort {
  readonly service: S;
  readonly answer: (ctx: ReadContext<S>, input: Uint8Array) => Result<Uint8Array, Refusal>;
}

/** Declares a port that a service lists in `uses`. */
export function port<I, O>(name: string, input: Codec<I>, output: Codec<O>): Port<I, O> {
  return { name, input, output, inputShape: input.shape, outputShape: output.shape };
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
