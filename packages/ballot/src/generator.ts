import { type Base, baseOf, GENERATOR } from '@madang/ristretto';

let base: Base | undefined;

/** The generator with its table, which is made once and never given back. */
export function generatorBase(): Base {
  base ??= baseOf(GENERATOR);
  return base;
}
