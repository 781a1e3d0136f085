export {
  addElements,
  addUpToIdentity,
  type Base,
  baseOf,
  combine,
  ELEMENT_BYTES,
  elementOf,
  GENERATOR,
  IDENTITY,
  isElement,
  negateElement,
  type Term,
} from './element.ts';
export { MARK_BYTES, marksOfSteps } from './mark.ts';
export {
  addScalars,
  invertScalar,
  isScalar,
  multiplyAdd,
  multiplyScalars,
  ONE,
  reduceWide,
  SCALAR_BYTES,
  scalarOf,
  subtractScalars,
  ZERO,
} from './scalar.ts';
