// What the host calls. Every argument is an address in the memory of the module: elements are 32
// bytes, points are in the form of point.ts.
import {
  makeTable,
  multiplyBase,
  multiplyPoint,
  putTerm,
  sumTerms,
  TABLE,
  TERMS_MAX,
} from './multiply';
import { addPoints, identity, negatePoint, POINT } from './point';
import { decode, encode, fromUniform, isIdentity } from './ristretto';
import { begin } from './root';
import { multiplyAdd, reduce } from './scalar';
import { markSteps, STEPS_MAX } from './steps';

export {
  addPoints,
  decode,
  encode,
  fromUniform,
  identity,
  isIdentity,
  makeTable,
  markSteps,
  multiplyAdd,
  multiplyBase,
  multiplyPoint,
  negatePoint,
  reduce,
};

export const pointBytes = POINT;
export const tableBytes = TABLE;
export const termsMax = TERMS_MAX;
export const stepsMax = STEPS_MAX;

/** Where the memory begins that the host may use. */
export function heap(): usize {
  return __heap_base;
}

const term = memory.data(160, 8);

/**
 * The sum of elements, each times its scalar, in windows of some bits; 0 if one of them is none.
 * The
 * time depends on the scalars.
 */
export function sumElements(
  p: usize,
  elements: usize,
  scalars: usize,
  count: usize,
  width: i32,
): i32 {
  for (let i: usize = 0; i < count; i++) {
    if (decode(term, elements + (i << 5)) == 0) return 0;
    putTerm(i, term, scalars + (i << 5), width);
  }
  sumTerms(p, count, width);
  return 1;
}

begin();
