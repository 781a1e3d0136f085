import type { Codec, Shape } from '@madang/base';

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

/** Declares a port that a service lists in `uses`. */
export function port<I, O>(name: string, input: Codec<I>, output: Codec<O>): Port<I, O> {
  return { name, input, output, inputShape: input.shape, outputShape: output.shape };
}
